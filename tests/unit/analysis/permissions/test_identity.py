"""What identity policies allow."""

from typing import Any

import pytest

from app.analysis.base import Observations
from app.analysis.permissions.identity import observe
from app.domain.finding import Severity
from tests.unit.analysis.graphs import allow, document, graph, resource, role

H, M, L = Severity.HIGH, Severity.MEDIUM, Severity.LOW
TO_ECS = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
TAGGED = {"StringEquals": {"aws:ResourceTag/team": "shop"}}


def found(*statements: dict[str, Any]) -> dict[str, Severity]:
    """Rule → severity, for a role with these statements."""
    seen = Observations("s")
    observe(graph(*role("r", *statements)), seen)
    return {one.rule: one.severity for one in seen.result().findings}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (allow("*"), {"AGT_IAM_ADMIN": H}),
        (allow("*:*"), {"AGT_IAM_ADMIN": H}),
        (allow("?*"), {"AGT_IAM_ADMIN": H}),
        (allow("?*:?*", "arn:*"), {"AGT_IAM_ADMIN": H}),
        (allow("*", Condition={"StringNotEquals": {"aws:ResourceTag/x": "y"}}), {"AGT_IAM_ADMIN": H}),
        (allow("*", Condition={"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:*"}}), {"AGT_IAM_ADMIN": H}),
        (allow("kms:Decrypt", "arn:aws:kms:*:*:key/?*"), {"AGT_IAM_DATA_ANYWHERE": M}),
        (allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:?*"), {"AGT_IAM_DATA_ANYWHERE": M}),
        (allow("s3:GetObject", "arn:aws:s3:::?*/*"), {"AGT_IAM_DATA_ANYWHERE": M}),
        (allow("s3:*"), {"AGT_IAM_SERVICE_WILDCARD": H}),
        (allow("athena:*"), {"AGT_IAM_SERVICE_WILDCARD": M}),
        (allow("s3:*", "arn:aws:s3:::mine/*"), {"AGT_IAM_ALL_ACTIONS": L}),
        (allow("iam:PassRole"), {"AGT_IAM_PASSROLE_ANY": H}),
        (allow("iam:PassRole", Condition=TO_ECS), {"AGT_IAM_PASSROLE_ANY": M}),
        (allow("iam:PassRole", "arn:aws:iam::1:role/task"), {}),
        (allow("sts:AssumeRole"), {"AGT_IAM_CREDENTIALS_ANYWHERE": H}),
        (allow("s3:PutBucketPolicy"), {"AGT_IAM_PERMISSIONS_ANYWHERE": H}),
        (allow(["s3:GetObject", "secretsmanager:GetSecretValue"]), {"AGT_IAM_DATA_ANYWHERE": M}),
        (allow("rds:DeleteDBInstance"), {"AGT_IAM_WRITE_ANYWHERE": M}),
        (allow("sqs:SendMessage"), {"AGT_IAM_WRITE_ANYWHERE": L}),
        (allow(["s3:Get*", "s3:List*"]), {"AGT_IAM_DATA_ANYWHERE": M}),
        ({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, {"AGT_IAM_NOT_ACTION": H}),
        ({"Effect": "Allow", "Action": "s3:PutObject", "NotResource": "arn:aws:s3:::a"}, {"AGT_IAM_WRITE_ANYWHERE": L}),
    ],
)
def test_too_wide(statement: dict[str, Any], expected: dict[str, Severity]) -> None:
    assert found(statement) == expected


@pytest.mark.parametrize(
    "statement",
    [
        allow(["ec2:DescribeInstances", "cloudwatch:GetMetricData", "s3:ListAllMyBuckets"]),
        allow(
            ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces"],
            "*",
            Sid="Vpc",
        ),
        allow("ecr:GetAuthorizationToken"),
        allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"]),
        allow("cloudwatch:PutMetricData"),
        allow(["ssmmessages:CreateControlChannel", "ssmmessages:OpenDataChannel"]),
        allow("ec2:TerminateInstances", Condition=TAGGED),
        allow(["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logs:eu-central-1:1:log-group:/aws/lambda/f:*"),
        allow("sts:GetCallerIdentity"),
        {"Effect": "Deny", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"},
        allow("made-up:Action"),
    ],
)
def test_what_must_be_so_or_is_narrow_is_no_alarm(statement: dict[str, Any]) -> None:
    assert found(statement) == {}


def test_the_titles_tell_what_is_allowed() -> None:
    seen = Observations("s")
    observe(graph(*role("r", allow(["sqs:*", "sns:*"]), allow("kms:Decrypt"))), seen)
    titles = {one.rule: (one.title, one.detail) for one in seen.result().findings}
    assert titles["AGT_IAM_SERVICE_WILDCARD"][0] == "sns:*, sqs:* on every resource"
    assert "sns:AddPermission" in titles["AGT_IAM_SERVICE_WILDCARD"][1]
    assert "kms:Decrypt" in titles["AGT_IAM_DATA_ANYWHERE"][1]


def test_one_document_in_two_policies_is_one_finding() -> None:
    source = resource("data.aws_iam_policy_document.a", json=document(allow("*")))
    both = [resource(f"aws_iam_policy.{n}", {"policy": source.address}, policy=source.values["json"]) for n in "ab"]
    seen = Observations("s")
    observe(graph(source, *both), seen)
    assert [one.resource for one in seen.result().findings] == [source.address]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("AdministratorAccess", "AdministratorAccess gives full control of the account"),
        ("AmazonSQSFullAccess", "AmazonSQSFullAccess allows sqs:* on every resource"),
        ("service-role/AWSLambdaBasicExecutionRole", ""),
        ("AmazonSSMManagedInstanceCore", ""),
        ("ReadOnlyAccess", ""),
    ],
)
def test_policies_of_aws(name: str, title: str) -> None:
    attachment = resource("aws_iam_role_policy_attachment.a", policy_arn=f"arn:aws:iam::aws:policy/{name}")
    seen = Observations("s")
    observe(graph(attachment), seen)
    assert [one.title for one in seen.result().findings] == ([title] if title else [])


@pytest.mark.parametrize(
    ("status", "rules"), [(None, ["AGT_IAM_ACCESS_KEY"]), ("Active", ["AGT_IAM_ACCESS_KEY"]), ("Inactive", [])]
)
def test_long_lived_keys(status: str | None, rules: list[str]) -> None:
    seen = Observations("s")
    observe(graph(resource("aws_iam_access_key.k", status=status)), seen)
    assert [one.rule for one in seen.result().findings] == rules


def test_a_boundary_gives_nothing() -> None:
    edge = resource("aws_iam_policy.edge", arn="arn:aws:iam::1:policy/edge", policy=document(allow("*")))
    bounded = resource("aws_iam_role.r", {"permissions_boundary": edge.address})
    seen = Observations("s")
    observe(graph(edge, bounded), seen)
    assert seen.result().findings == ()


def test_content_rules_are_told() -> None:
    seen = Observations("s")
    observe(graph(*role("r", allow("s3:GetObject", "arn:aws:s3:::a/*"))), seen)
    assert "AGT_IAM_ADMIN" in seen.result().passed
    empty = Observations("s")
    observe(graph(), empty)
    assert empty.result().passed == ()
