"""Ways to gain permissions."""

from typing import Any

import pytest

from app.analysis.base import Observations
from app.analysis.permissions.escalation import observe
from app.domain.finding import Finding
from app.knowledge.permissions import escalations
from tests.unit.analysis.graphs import ACCOUNT, allow, document, graph, resource, role


def findings(*resources: Any) -> list[Finding]:
    """What the rules object to."""
    seen = Observations("s")
    observe(graph(*resources), seen)
    return list(seen.result().findings)


@pytest.mark.parametrize("way", escalations(), ids=lambda one: one.how)
def test_every_published_way_is_found(way: Any) -> None:
    rules = [one.rule for one in findings(*role("r", allow(list(way.actions))))]
    assert rules == ["AGT_IAM_ESCALATION"]


@pytest.mark.parametrize("way", [one for one in escalations() if len(one.actions) > 1], ids=lambda one: one.how)
def test_a_way_needs_all_its_actions(way: Any) -> None:
    alone = {one.actions[0] for one in escalations() if len(one.actions) == 1}
    for left_out in way.actions:
        rest = [one for one in way.actions if one != left_out]
        others = any(set(one.actions) <= set(rest) for one in escalations())
        found = findings(*role("r", allow(rest)))
        assert bool(found) is (others or bool(alone & set(rest)))


@pytest.mark.parametrize(
    "statements",
    [
        [allow(["iam:PassRole", "ec2:RunInstances"], "arn:aws:iam::1:role/narrow")],
        [allow("lambda:UpdateFunctionCode", "arn:aws:lambda:eu:1:function:mine")],
        [allow("iam:CreateAccessKey", "arn:aws:iam::1:user/${aws:username}")],
        [allow("iam:CreateAccessKey"), {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}],
        [
            allow("iam:PassRole", Condition={"StringEquals": {"iam:PassedToService": "rds.amazonaws.com"}}),
            allow(["lambda:CreateFunction", "lambda:InvokeFunction"]),
        ],
        [allow("ssm:SendCommand", Condition={"StringEquals": {"ssm:resourceTag/team": "shop"}})],
    ],
)
def test_narrow_or_denied_ways_are_closed(statements: list[dict[str, Any]]) -> None:
    assert findings(*role("r", *statements)) == []


def test_two_policies_together_are_said_of_the_role() -> None:
    own = resource("aws_iam_policy.run", arn="arn:aws:iam::1:policy/run", policy=document(allow("ec2:RunInstances")))
    refs = {"role": "aws_iam_role.r", "policy_arn": own.address}
    attached = resource("aws_iam_role_policy_attachment.run", refs)
    (found,) = findings(*role("r", allow("iam:PassRole")), own, attached)
    assert found.resource == "aws_iam_role.r"
    assert "iam:PassRole + ec2:RunInstances, allowed by aws_iam_role_policy.r, aws_iam_policy.run" in found.detail


def test_policies_of_aws_count_but_not_those_for_its_own_services() -> None:
    arn = "arn:aws:iam::aws:policy/"

    def attached(name: str) -> list[Finding]:
        refs = {"role": "aws_iam_role.r"}
        attachment = resource("aws_iam_role_policy_attachment.r", refs, policy_arn=f"{arn}{name}")
        return findings(*role("r"), attachment)

    assert [one.rule for one in attached("PowerUserAccess")] == ["AGT_IAM_ESCALATION"]
    assert [one.rule for one in attached("IAMFullAccess")] == ["AGT_IAM_ESCALATION"]
    assert attached("service-role/AWSBackupServiceRolePolicyForBackup") == []
    assert attached("AmazonEKSClusterPolicy") == []
    assert attached("AdministratorAccess") == []  # said by another rule


ADMIN = role("strong", allow("*"))
STRONG = f"arn:aws:iam::{ACCOUNT}:role/strong"


def test_a_narrow_pass_to_a_stronger_role_is_followed() -> None:
    weak = role(
        "weak", allow("iam:PassRole", STRONG), allow(["lambda:CreateFunction", "lambda:InvokeFunction"], "arn:x")
    )
    (found,) = findings(*ADMIN, *weak)
    assert (found.rule, found.resource) == ("AGT_IAM_ROLE_CHAIN", "aws_iam_role.weak")
    path = "aws_iam_role.weak → iam:PassRole aws_iam_role.strong → lambda:CreateFunction + lambda:InvokeFunction"
    assert path in found.detail
    assert "an administrator" in found.detail


@pytest.mark.parametrize(
    ("statements", "trusts"),
    [
        ([allow("iam:PassRole", STRONG)], {"Service": "lambda.amazonaws.com"}),
        ([allow("iam:PassRole", STRONG), allow("ec2:RunInstances", "arn:x")], {"Service": "lambda.amazonaws.com"}),
        ([allow("sts:AssumeRole", STRONG)], {"Service": "lambda.amazonaws.com"}),
        (
            [allow("iam:PassRole", "arn:aws:iam::1:role/other"), allow("ec2:RunInstances")],
            {"Service": "ec2.amazonaws.com"},
        ),
    ],
)
def test_chains_that_break(statements: list[dict[str, Any]], trusts: dict[str, str]) -> None:
    assert findings(*role("strong", allow("*"), trusts=trusts), *role("weak", *statements)) == []


def test_a_stronger_role_that_trusts_the_account_can_be_assumed() -> None:
    strong = role("strong", allow("*"), trusts={"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
    (found,) = findings(*strong, *role("weak", allow("sts:AssumeRole", STRONG)))
    assert "sts:AssumeRole aws_iam_role.strong" in found.detail


def test_a_role_that_is_no_stronger_is_no_chain() -> None:
    plain = role("strong", allow("s3:GetObject", "arn:aws:s3:::a/*"))
    weak = role(
        "weak", allow("iam:PassRole", STRONG), allow(["lambda:CreateFunction", "lambda:InvokeFunction"], "arn:x")
    )
    assert findings(*plain, *weak) == []
