"""Whom arguments outside of policies let in."""

from typing import Any

import pytest

from app.analysis.base import Observations
from app.analysis.permissions.grantees import observe
from app.domain.finding import Severity
from tests.unit.analysis.graphs import ACCOUNT, graph, resource

PUBLIC, SHARED = "AGT_IAM_PUBLIC_RESOURCE", "AGT_IAM_SHARED_ACCOUNT"
ORG = [{"key": "aws:PrincipalOrgID", "type": "StringEquals", "value": "o-1"}]
OWN = (
    resource("data.aws_caller_identity.me", account_id=ACCOUNT),
    resource("data.aws_organizations_organization.o", id="o-own"),
)


@pytest.mark.parametrize(
    ("type_", "values", "expected"),
    [
        ("aws_vpc_endpoint_service", {"allowed_principals": ["*"]}, {PUBLIC: Severity.HIGH}),
        ("aws_vpc_endpoint_service", {"allowed_principals": [f"arn:aws:iam::{ACCOUNT}:root"]}, {}),
        ("aws_vpc_endpoint_service", {"allowed_principals": None}, {}),
        ("aws_vpc_endpoint_service_allowed_principal", {"principal_arn": "*"}, {PUBLIC: Severity.HIGH}),
        ("aws_lambda_layer_version_permission", {"principal": "*"}, {PUBLIC: Severity.HIGH}),
        ("aws_lambda_layer_version_permission", {"principal": "*", "organization_id": "o-1"}, {SHARED: Severity.LOW}),
        ("aws_lambda_layer_version_permission", {"principal": "*", "organization_id": "o-own"}, {}),
        ("aws_lambda_layer_version_permission", {"principal": "*", "unknown": {"organization_id": True}}, {}),
        ("aws_cloudwatch_event_permission", {"principal": "*"}, {PUBLIC: Severity.HIGH}),
        ("aws_cloudwatch_event_permission", {"principal": "*", "condition": ORG}, {SHARED: Severity.LOW}),
        ("aws_cloudwatch_event_permission", {"principal": "999988887777"}, {SHARED: Severity.LOW}),
        ("aws_cloudwatch_event_permission", {"principal": ACCOUNT}, {}),
        ("aws_db_snapshot_copy", {"shared_accounts": ["all"]}, {PUBLIC: Severity.CRITICAL}),
        ("aws_db_snapshot_copy", {"shared_accounts": ["999988887777"]}, {SHARED: Severity.LOW}),
        ("aws_kms_grant", {"grantee_principal": "*"}, {PUBLIC: Severity.HIGH}),
        ("aws_lakeformation_permissions", {"principal": "IAM_ALLOWED_PRINCIPALS"}, {PUBLIC: Severity.MEDIUM}),
        (
            "aws_lakeformation_data_lake_settings",
            {"create_table_default_permissions": [{"principal": "IAM_ALLOWED_PRINCIPALS", "permissions": ["ALL"]}]},
            {PUBLIC: Severity.MEDIUM},
        ),
        ("aws_x", {"account_ids": ["EVERYONE"]}, {PUBLIC: Severity.HIGH}),
        ("aws_inspector2_enabler", {"account_ids": ["999988887777"]}, {}),
        ("aws_db_snapshot", {"shared_accounts": ["all"]}, {}),
        ("aws_lambda_permission", {"principal": "*"}, {}),
        ("aws_x", {"description": "all", "principals": [7, None]}, {}),
        ("azurerm_x", {"principal": "*"}, {}),
    ],
)
def test_arguments(type_: str, values: dict[str, Any], expected: dict[str, Severity]) -> None:
    seen = Observations("s")
    observe(graph(*OWN, resource(f"{type_}.a", **values)), seen)
    assert {one.rule: one.severity for one in seen.result().findings} == expected
