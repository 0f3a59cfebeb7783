"""How far a statement reaches."""

import pytest

from app.analysis.permissions.document import Statement
from app.analysis.permissions.reach import (
    Permissions,
    covers,
    is_broad,
    reaches_everywhere,
    single_actions,
    whole_services,
)


@pytest.mark.parametrize(
    ("resource", "broad"),
    [
        ("*", True),
        ("arn:aws:iam::1:role/*", True),
        ("arn:aws:logs:*:*:log-group:*", True),
        ("arn:aws:logs:*:*:log-group:*:*", True),
        ("arn:aws:logs:eu:1:log-group:/aws/lambda/*", False),
        ("arn:aws:s3:::*", True),
        ("arn:aws:s3:::*/*", True),
        ("arn:aws:s3:::bucket/*", False),
        ("arn:aws:s3:::bucket*", False),
        ("arn:aws:dynamodb:eu:1:table/orders", False),
        ("arn:aws:dynamodb:eu:1:table/*", True),
        ("arn:aws:sns:*:*:*", True),
        ("arn:aws:execute-api:eu:1:abc/*", False),
        ("arn:aws:apigateway:eu::/*", True),
        ("?*", True),
        ("*?*", True),
        ("?*:?*", True),
        ("arn:*", True),
        ("ar*", True),
        ("arn:aws:*", True),
        ("arn:aws:iam::*", True),
        ("*bucket/*", False),
        ("execute-api:/prod/*", False),
        ("arn:aws:kms:*:*:key/?*", True),
        ("arn:aws:s3:::?*/*", True),
        ("arn:aws:s3:::?*", True),
        ("arn:aws:secretsmanager:*:*:secret:?*", True),
        ("arn:aws:secretsmanager:*:*:secret:*-??????", True),
        ("arn:aws:secretsmanager:eu:1:secret:shop-??????", False),
        ("arn:aws:iam::1:role*", True),
        ("arn:aws:sqs:eu:1:orders*", False),
        ("arn:aws:sqs:eu:1:orders-?", False),
        ("(known after apply)", False),
        ("", False),
    ],
)
def test_what_is_everything(resource: str, broad: bool) -> None:
    assert is_broad(resource) is broad


def test_a_narrowing_condition_makes_an_allow_narrow() -> None:
    wide = Statement(allows=True, actions=("s3:*",), resources=("*",))
    tagged = Statement(allows=True, resources=("*",), conditions={"StringEquals": {"aws:resourcetag/a": ("b",)}})
    assert reaches_everywhere(wide)
    assert not reaches_everywhere(tagged)
    assert reaches_everywhere(Statement(allows=True, not_resources=("arn:aws:s3:::a",)))
    assert not reaches_everywhere(Statement(allows=False, resources=("*",)))


def test_actions_by_pattern() -> None:
    assert covers(Statement(allows=True, actions=("iam:pass*",)), "iam:passrole")
    assert not covers(Statement(allows=True, not_actions=("iam:*",)), "iam:passrole")
    assert covers(Statement(allows=True, not_actions=("iam:*",)), "s3:getobject")
    mixed = Statement(allows=True, actions=("sqs:*", "kms:decr*", "*"))
    assert whole_services(mixed) == ["sqs:*"]
    assert [action.name for action in single_actions(mixed)] == ["kms:Decrypt"]


def statements(*listed: Statement) -> list[tuple[str, Statement]]:
    """Each from an address of its own."""
    return [(f"policy.{number}", one) for number, one in enumerate(listed)]


PASS = Statement(allows=True, actions=("iam:passrole",), resources=("*",))
TO_ECS = Statement(
    allows=True,
    actions=("iam:passrole",),
    resources=("*",),
    conditions={"StringEquals": {"iam:passedtoservice": ("ecs-tasks.amazonaws.com",)}},
)
DENY = Statement(allows=False, actions=("iam:*",), resources=("*",))
SOMETIMES = Statement(allows=False, actions=("iam:*",), resources=("*",), conditions={"Bool": {"x": ("y",)}})


@pytest.mark.parametrize(
    ("listed", "boundary", "service", "expected"),
    [
        ([PASS], None, "", "policy.0"),
        ([PASS, DENY], None, "", ""),
        ([PASS, SOMETIMES], None, "", "policy.0"),
        ([PASS], [Statement(allows=True, actions=("s3:*",))], "", ""),
        ([PASS], [Statement(allows=True, actions=("*",))], "", "policy.0"),
        ([PASS], [Statement(allows=True, actions=("*",)), DENY], "", ""),
        ([TO_ECS], None, "ecs-tasks.amazonaws.com", "policy.0"),
        ([TO_ECS], None, "lambda.amazonaws.com", ""),
    ],
)
def test_what_is_allowed_everywhere_in_all(
    listed: list[Statement], boundary: list[Statement] | None, service: str, expected: str
) -> None:
    assert Permissions(statements(*listed), boundary).everywhere("iam:passrole", service) == expected


def test_narrow_allows_are_named() -> None:
    narrow = Statement(allows=True, actions=("iam:passrole",), resources=("arn:aws:iam::1:role/a",))
    permissions = Permissions(statements(narrow))
    assert permissions.everywhere("iam:passrole") == ""
    assert list(permissions.named("iam:passrole")) == [("policy.0", narrow)]
