"""What conditions narrow."""

import pytest

from app.analysis.permissions.conditions import fenced, limits_principal, narrows_resources, passed_to
from app.analysis.permissions.document import Statement


def under(operator: str, key: str, *values: str, **more: object) -> Statement:
    """An Allow for everyone under one condition."""
    return Statement(allows=True, actions=("s3:getobject",), conditions={operator: {key: values}}, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("operator", "key", "value", "limits"),
    [
        ("StringEquals", "aws:principalorgid", "o-1", True),
        ("ArnLike", "aws:sourcearn", "arn:aws:s3:::bucket", True),
        ("ArnLike", "aws:sourcearn", "arn:aws:sns:*:*:*", False),
        ("ArnLike", "aws:sourcearn", "*", False),
        ("StringEquals", "aws:sourcevpce", "vpce-1", True),
        ("IpAddress", "aws:sourceip", "203.0.113.0/24", True),
        ("IpAddress", "aws:sourceip", "0.0.0.0/0", False),
        ("NotIpAddress", "aws:sourceip", "203.0.113.0/24", False),
        ("StringNotEquals", "aws:principalorgid", "o-1", False),
        ("StringEqualsIfExists", "aws:principalorgid", "o-1", False),
        ("Bool", "aws:securetransport", "true", False),
        ("StringLike", "aws:referer", "https://example.com/*", False),
        ("StringEquals", "aws:principaltag/team", "shop", True),
        ("StringEquals", "oidc.example.com:sub", "system:serviceaccount:a:b", True),
        ("ForAnyValue:StringLike", "aws:principalorgpaths", "o-1/r-1/*", True),
    ],
)
def test_what_bounds_who(operator: str, key: str, value: str, limits: bool) -> None:
    assert limits_principal(under(operator, key, value)) is limits


@pytest.mark.parametrize(
    ("key", "narrows"),
    [
        ("aws:resourcetag/team", True),
        ("cloudwatch:namespace", True),
        ("aws:requestedregion", False),
        ("iam:passedtoservice", False),
    ],
)
def test_what_bounds_on_what(key: str, narrows: bool) -> None:
    assert narrows_resources(under("StringEquals", key, "x")) is narrows


@pytest.mark.parametrize(
    ("operator", "key", "actions", "stops"),
    [
        ("StringNotEquals", "aws:principalorgid", ("s3:*",), True),
        ("StringNotEqualsIfExists", "aws:sourcevpce", ("*",), True),
        ("Bool", "aws:principalisawsservice", ("s3:getobject",), True),
        ("Bool", "aws:securetransport", ("s3:*",), False),
        ("StringNotEquals", "aws:principalorgid", ("s3:putobject",), False),
    ],
)
def test_a_deny_for_those_outside_fences(operator: str, key: str, actions: tuple[str, ...], stops: bool) -> None:
    allow = Statement(allows=True, actions=("s3:getobject",))
    deny = Statement(allows=False, actions=actions, conditions={operator: {key: ("x",)}})
    assert fenced(allow, [allow, deny]) is stops


def test_services_that_a_role_is_passed_to() -> None:
    assert passed_to(under("StringEquals", "iam:passedtoservice", "ecs-tasks.amazonaws.com")) == (
        "ecs-tasks.amazonaws.com",
    )
    assert passed_to(Statement(allows=True)) == ()
