"""What is known of AWS's permissions."""

import pytest

from app.knowledge.permissions import escalations, expanded, managed_policies, matches, named, sensitive


@pytest.mark.parametrize(
    ("pattern", "text", "covered"),
    [
        ("*", "s3:getobject", True),
        ("s3:Get*", "s3:getobject", True),
        ("s3:get?bject", "s3:getobject", True),
        ("s3:get", "s3:getobject", False),
        ("s3:*", "s3express:createsession", False),
        ("arn:aws:iam::1:role/[a]", "arn:aws:iam::1:role/a", False),
    ],
)
def test_patterns(pattern: str, text: str, covered: bool) -> None:
    assert matches(pattern, text) is covered


def test_actions_with_level_and_scope() -> None:
    (get,) = expanded("s3:GetObject")
    assert (get.name, get.level, get.scoped) == ("s3:GetObject", "read", True)
    (describe,) = expanded("ec2:DescribeInstances")
    assert (describe.level, describe.scoped) == ("list", False)
    (put,) = expanded("s3:putbucketpolicy")
    assert put.level == "permissions"
    assert {one.name for one in expanded("sqs:*Queue")} >= {"sqs:CreateQueue", "sqs:DeleteQueue"}


@pytest.mark.parametrize("pattern", ["", "s3", "made-up:Thing", "s3:NoSuchThing"])
def test_what_is_not_known_covers_nothing(pattern: str) -> None:
    assert expanded(pattern) == ()


def test_everything() -> None:
    everything = {one.name.lower() for one in expanded("*")}
    assert len(everything) > 15_000
    assert everything >= {"iam:passrole", "ec2:runinstances"}


def test_every_name_in_the_tables_is_an_action() -> None:
    listed = {action for one in escalations() for action in one.actions}
    for kind in ("credentials", "data", "destructive"):
        listed |= sensitive(kind)
    listed |= named("harmless_writes")
    assert {one for one in listed if not expanded(one)} <= {
        "datapipeline:createpipeline",
        "finspace-api:getprogrammaticaccesscredentials",
    }


def test_passing_a_role_names_the_service() -> None:
    assert all(bool(one.service) is ("iam:passrole" in one.actions) for one in escalations())
    assert all(one.source for one in escalations())


def test_policies_of_aws() -> None:
    known = managed_policies()
    assert known["AdministratorAccess"] == ("*",)
    assert known["AWSLambdaBasicExecutionRole"] == ()
    assert "iam:*" in known["IAMFullAccess"]
    assert "iam:createaccesskey" not in known["PowerUserAccess"]
    assert "lambda:updatefunctioncode" in known["PowerUserAccess"]
    assert len(known) > 1_000


def test_names() -> None:
    assert "aws:principalorgid" in named("principal_keys")
    assert not named("principal_keys") & named("weak_keys")
    assert all(len(one) == 12 for one in named("log_delivery_accounts"))
    assert "s3.amazonaws.com" in named("deputies")
