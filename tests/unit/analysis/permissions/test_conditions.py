"""What conditions narrow."""

from typing import Any

import pytest

from app.analysis.permissions.conditions import (
    fenced,
    limits_principal,
    names_source,
    narrows_resources,
    outsiders,
    passed_to,
)
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
        ("StringEquals", "aws:principaltag/team", "shop", False),
        ("StringEquals", "oidc.example.com:sub", "system:serviceaccount:a:b", False),
        ("StringEquals", "(known after apply)", "x", False),
        ("ArnLike", "aws:principalarn", "arn:aws:iam::*:role/ci", False),
        ("ArnLike", "aws:principalarn", "arn:aws:iam::*:role/*", False),
        ("ArnLike", "aws:principalarn", "arn:aws:iam::11112222333?:role/ci", False),
        ("StringLike", "aws:principalarn", "arn:aws:*:*:111122223333:role/ci", False),
        ("ArnLike", "aws:principalarn", "arn:aws:iam::111122223333:role/*", True),
        ("ArnNotEquals", "aws:principalarn", "arn:aws:iam::111122223333:role/ci", False),
        ("StringLike", "aws:username", "ci", False),
        ("StringLike", "aws:userid", "AROA*:ci", False),
        ("StringEquals", "sts:externalid", "x", False),
        ("Bool", "aws:principalisawsservice", "false", False),
        ("StringEquals", "kms:viaservice", "s3.eu-central-1.amazonaws.com", False),
        ("StringEquals", "kms:calleraccount", "111122223333", True),
        ("StringLike", "aws:principalaccount", "1111*", False),
        ("StringEquals", "aws:principalaccount", "${aws:PrincipalAccount}", False),
        ("StringEquals", "aws:principalaccount", "${aws:ResourceAccount}", True),
        ("StringEquals", "aws:principalaccount", "(known after apply)", True),
        ("ForAllValues:StringEquals", "aws:principalaccount", "111122223333", False),
        ("StringLike", "aws:sourcevpce", "vpce-*", False),
        ("StringLike", "aws:principalorgid", "o-*", False),
        ("ArnLike", "aws:sourcearn", "arn:aws:s3:*:*:bucket", True),
        ("ArnLike", "aws:sourcearn", "arn:aws:s3:::a*", False),
        ("ArnLike", "aws:sourcearn", "arn:aws:route53:::healthcheck/*", False),
        ("ArnLike", "aws:sourcearn", "arn:aws:sns:*:111122223333:*", True),
        ("IpAddress", "aws:sourceip", "64.0.0.0/2", False),
        ("IpAddress", "aws:sourceip", "2000::/3", False),
        ("Bool", "elasticfilesystem:accessedviamounttarget", "true", True),
        ("Bool", "elasticfilesystem:accessedviamounttarget", "false", False),
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
    ("operator", "key", "value", "narrows"),
    [
        ("StringEquals", "aws:resourcetag/team", "shop", True),
        ("StringNotEquals", "aws:resourcetag/team", "nobody", False),
        ("ForAllValues:StringEquals", "aws:tagkeys", "team", False),
        ("Null", "aws:resourcetag/team", "true", False),
        ("Null", "aws:resourcetag/team", "false", True),
        ("StringLike", "aws:resourcetag/team", "?*", False),
    ],
)
def test_what_any_resource_meets_does_not_narrow(operator: str, key: str, value: str, narrows: bool) -> None:
    assert narrows_resources(under(operator, key, value)) is narrows


@pytest.mark.parametrize(
    ("operator", "key", "narrows"),
    [
        ("StringEquals", "aws:resourcetag/team", True),
        ("StringEqualsIfExists", "aws:resourcetag/team", False),
        ("StringEquals", "aws:principaltag/team", False),
        ("StringEquals", "aws:username", False),
        ("StringEquals", "aws:resourceaccount", False),
    ],
)
def test_every_action_is_narrowed_only_by_what_it_is_used_on(operator: str, key: str, narrows: bool) -> None:
    statement = Statement(allows=True, actions=("*",), conditions={operator: {key: ("x",)}})
    assert narrows_resources(statement) is narrows


def deny(*actions: str, on: tuple[str, ...] = ("*",), who: str = "*", **conditions: Any) -> Statement:
    """A Deny under conditions, each operator with its keys."""
    read = {operator: {key: (value,) for key, value in keys.items()} for operator, keys in conditions.items()}
    return Statement(allows=False, actions=actions, resources=on, principals={"AWS": (who,)}, conditions=read)


ORG = {"aws:principalorgid": "o-1"}
INSIDE: dict[str, Any] = {"StringNotEquals": ORG}
ANY_OTHER: dict[str, Any] = {"ForAnyValue:StringNotEquals": ORG}


@pytest.mark.parametrize(
    ("fence", "stops"),
    [
        (deny("s3:*", **INSIDE), True),
        (deny("*", StringNotEqualsIfExists={"aws:sourcevpce": "vpce-1"}), True),
        (deny("s3:get*", NotIpAddress={"aws:sourceip": "203.0.113.0/24"}), True),
        (deny("s3:getobject", Bool={"aws:principalisawsservice": "false"}), True),
        (deny("s3:*", StringNotEquals=ORG, BoolIfExists={"aws:principalisawsservice": "false"}), True),
        (deny("s3:getobject", Bool={"aws:principalisawsservice": "true"}), False),
        (deny("s3:*", Bool={"aws:securetransport": "false"}), False),
        (deny("s3:putobject", **INSIDE), False),
        (deny("s3:*", StringNotEquals={"aws:username": "ci"}, Null={"aws:principalarn": "true"}), False),
        (deny("s3:*", StringNotEquals=ORG, Null={"aws:sourcevpc": "true"}), False),
        (deny("s3:*", StringNotEquals={**ORG, "aws:principaltag/in": "yes"}), False),
        (deny("s3:*", StringEquals=ORG), False),
        (deny("s3:*", StringNotLike={"aws:principalorgid": "*"}), False),
        (deny("s3:*", **ANY_OTHER), False),
        (deny("s3:*", on=("arn:aws:s3:::other/*",), **INSIDE), False),
        (deny("s3:*", who="arn:aws:iam::111122223333:root", **INSIDE), False),
        (deny("s3:*"), False),
    ],
)
def test_a_deny_for_those_outside_fences(fence: Statement, stops: bool) -> None:
    allow = Statement(allows=True, actions=("s3:getobject",), resources=("arn:aws:s3:::a/*",))
    assert fenced(allow, [allow, fence]) is stops


@pytest.mark.parametrize(
    ("key", "values", "expected"),
    [
        ("aws:principalorgid", ("o-1",), ("o-1",)),
        ("aws:principalorgid", ("o-own",), ()),
        ("aws:principalorgid", ("(known after apply)",), ()),
        ("aws:principalorgpaths", ("o-1/r-1/*",), ("o-1",)),
        ("aws:principalaccount", ("111122223333", "999988887777"), ("999988887777",)),
        ("aws:principalarn", ("arn:aws:iam::999988887777:role/a",), ("999988887777",)),
        ("aws:sourcearn", ("arn:aws:s3:::bucket",), ()),
        ("aws:sourcevpc", ("vpc-1",), ()),
        ("aws:username", ("ci",), ()),
    ],
)
def test_who_stands_outside(key: str, values: tuple[str, ...], expected: tuple[str, ...]) -> None:
    own = frozenset({"111122223333", "o-own"})
    assert outsiders(under("StringEquals", key, *values), [], own) == expected


def test_the_narrowest_bound_tells_who_stands_outside() -> None:
    both = Statement(
        allows=True, conditions={"StringEquals": {"aws:principalorgid": ("o-1",), "aws:sourcevpc": ("v",)}}
    )
    assert outsiders(both, [], frozenset()) == ()
    fence = deny("*", **INSIDE)
    assert outsiders(Statement(allows=True, actions=("s3:getobject",)), [fence], frozenset()) == ("o-1",)


@pytest.mark.parametrize(
    ("operator", "key", "value", "names"),
    [
        ("StringEquals", "aws:sourceaccount", "111122223333", True),
        ("StringEqualsIfExists", "aws:sourceaccount", "111122223333", True),
        ("StringNotEquals", "aws:sourceaccount", "111122223333", False),
        ("ArnLike", "aws:sourcearn", "*", False),
        ("StringEquals", "aws:principalaccount", "111122223333", False),
    ],
)
def test_on_whose_behalf(operator: str, key: str, value: str, names: bool) -> None:
    assert names_source(under(operator, key, value)) is names


def test_services_that_a_role_is_passed_to() -> None:
    assert passed_to(under("StringEquals", "iam:passedtoservice", "ecs-tasks.amazonaws.com")) == (
        "ecs-tasks.amazonaws.com",
    )
    assert passed_to(Statement(allows=True)) == ()
