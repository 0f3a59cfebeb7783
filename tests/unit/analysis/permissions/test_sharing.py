"""Whom resources let in."""

from typing import Any

import pytest

from app.analysis.base import Observations
from app.analysis.permissions.accounts import LOG_DELIVERY
from app.analysis.permissions.sharing import observe
from app.domain.finding import Severity
from tests.unit.analysis.graphs import ACCOUNT, document, graph, resource

PUBLIC, KEY, DEPUTY, SHARED = (
    "AGT_IAM_PUBLIC_RESOURCE",
    "AGT_KEY_POLICY_OPEN",
    "AGT_IAM_CONFUSED_DEPUTY",
    "AGT_IAM_SHARED_ACCOUNT",
)
SOURCE = {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-central-1:1:t"}}
OWNER = "cd" * 32
OWN_NAMES = (
    resource("data.aws_canonical_user_id.me", id=OWNER),
    resource("data.aws_organizations_organization.o", id="o-own"),
)
OWN = resource("aws_sqs_queue.own", arn=f"arn:aws:sqs:eu-central-1:{ACCOUNT}:own")


def found(type_: str, principal: Any, **more: Any) -> dict[str, Severity]:
    """Rule → severity for a policy of one statement in a resource of that type."""
    statement = {"Effect": "Allow", "Action": "x:Use", "Principal": principal, "Resource": "*", **more}
    seen = Observations("s")
    observe(graph(OWN, *OWN_NAMES, resource(f"{type_}.a", policy=document(statement))), seen)
    return {one.rule: one.severity for one in seen.result().findings}


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("aws_sqs_queue_policy", {PUBLIC: Severity.HIGH}),
        ("aws_sns_topic_policy", {PUBLIC: Severity.HIGH}),
        ("aws_ecr_repository_policy", {PUBLIC: Severity.HIGH}),
        ("aws_secretsmanager_secret_policy", {PUBLIC: Severity.CRITICAL}),
        ("aws_kms_key", {KEY: Severity.CRITICAL}),
        ("aws_efs_file_system_policy", {PUBLIC: Severity.MEDIUM}),
        ("aws_s3_bucket_policy", {}),
        ("aws_api_gateway_rest_api_policy", {}),
        ("aws_ecrpublic_repository_policy", {}),
    ],
)
def test_everyone(type_: str, expected: dict[str, Severity]) -> None:
    assert found(type_, "*") == expected
    assert found(type_, {"AWS": "*"}) == expected
    assert found(type_, {"AWS": "*"}, Condition=SOURCE) == {}


@pytest.mark.parametrize(
    ("type_", "principal", "condition", "expected"),
    [
        ("aws_sqs_queue_policy", {"Service": "sns.amazonaws.com"}, None, {DEPUTY: Severity.MEDIUM}),
        ("aws_s3_bucket_policy", {"Service": "delivery.logs.amazonaws.com"}, None, {DEPUTY: Severity.LOW}),
        ("aws_sqs_queue_policy", {"Service": "sns.amazonaws.com"}, SOURCE, {}),
        ("aws_sqs_queue_policy", {"Service": "ec2.amazonaws.com"}, None, {}),
        ("aws_kms_key", {"Service": "sns.amazonaws.com"}, None, {}),
        ("aws_sqs_queue_policy", {"AWS": "arn:aws:iam::999988887777:root"}, None, {SHARED: Severity.LOW}),
        ("aws_sqs_queue_policy", {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, None, {}),
        ("aws_s3_bucket_policy", {"CanonicalUser": "ab" * 32}, None, {SHARED: Severity.LOW}),
        ("aws_s3_bucket_policy", {"CanonicalUser": OWNER}, None, {}),
        ("aws_s3_bucket_policy", {"CanonicalUser": LOG_DELIVERY}, None, {}),
        ("aws_sqs_queue_policy", "*", {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, {SHARED: Severity.LOW}),
        ("aws_sqs_queue_policy", "*", {"StringEquals": {"aws:PrincipalOrgID": "o-own"}}, {}),
        (
            "aws_s3_bucket_policy",
            "*",
            {"StringEquals": {"aws:PrincipalAccount": "999988887777"}},
            {SHARED: Severity.LOW},
        ),
        ("aws_sqs_queue_policy", "*", {"StringEquals": {"aws:username": "ci"}}, {PUBLIC: Severity.HIGH}),
        (
            "aws_sqs_queue_policy",
            "*",
            {"StringNotEquals": {"lambda:FunctionUrlAuthType": "x"}},
            {PUBLIC: Severity.HIGH},
        ),
        ("aws_sqs_queue_policy", {"AWS": "arn:aws:iam::*:role/x"}, None, {PUBLIC: Severity.HIGH}),
        (
            "aws_sqs_queue_policy",
            {"Service": "sns.amazonaws.com"},
            {"StringEquals": {"aws:SourceAccount": "999988887777"}},
            {SHARED: Severity.LOW},
        ),
        ("aws_cloudwatch_log_destination_policy", "*", None, {PUBLIC: Severity.HIGH}),
        ("aws_vpclattice_auth_policy", "*", None, {PUBLIC: Severity.MEDIUM}),
        ("aws_oam_sink_policy", {"AWS": "999988887777"}, None, {SHARED: Severity.LOW}),
        ("aws_vpc_endpoint", "*", None, {}),
        ("aws_ssm_parameter", "*", None, {}),
        ("terraform_data", "*", None, {}),
    ],
)
def test_services_and_accounts(type_: str, principal: Any, condition: Any, expected: dict[str, Severity]) -> None:
    assert found(type_, principal, **({"Condition": condition} if condition else {})) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"principal": "*"}, [PUBLIC]),
        ({"principal": "*", "principal_org_id": "o-1"}, [SHARED]),
        ({"principal": "*", "unknown": {"principal_org_id": True}}, []),
        ({"principal": "*", "function_url_auth_type": "NONE"}, []),
        ({"principal": "*", "function_url_auth_type": "AWS_IAM"}, [PUBLIC]),
        ({"principal": "s3.amazonaws.com"}, [DEPUTY]),
        ({"principal": "bedrock.amazonaws.com"}, [DEPUTY]),
        ({"principal": "sns.amazonaws.com.cn"}, [DEPUTY]),
        ({"principal": "bedrock.amazonaws.com", "source_arn": "arn:aws:bedrock:*:*:agent/*"}, [DEPUTY]),
        ({"principal": "bedrock.amazonaws.com", "unknown": {"source_account": True}}, []),
        ({"principal": "alexa-appkit.amazon.com", "event_source_token": "amzn1.ask.skill.x"}, []),
        ({"principal": "999988887777"}, [SHARED]),
        ({"principal": "s3.amazonaws.com", "source_account": "1"}, []),
        ({"principal": "s3.amazonaws.com", "unknown": {"source_arn": True}}, []),
    ],
)
def test_permissions_of_functions(values: dict[str, Any], expected: list[str]) -> None:
    seen = Observations("s")
    observe(graph(resource("aws_lambda_permission.a", **values)), seen)
    assert [one.rule for one in seen.result().findings] == expected
