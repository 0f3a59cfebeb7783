"""Who may assume a role."""

from typing import Any

import pytest

from app.analysis.base import Observations
from app.analysis.permissions.trust import observe
from tests.unit.analysis.graphs import ACCOUNT, graph, resource, trust

GITHUB = {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"}
EKS = {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A"}
PUBLIC, FEDERATED, FOREIGN = "AGT_IAM_TRUST_PUBLIC", "AGT_IAM_TRUST_FEDERATED", "AGT_IAM_TRUST_ACCOUNT"


def subject(value: str, operator: str = "StringLike") -> dict[str, Any]:
    """A condition on GitHub's subject."""
    return {operator: {"token.actions.githubusercontent.com:sub": value}}


def org(operator: str = "StringEquals") -> dict[str, Any]:
    """A condition on the organisation."""
    return {operator: {"aws:PrincipalOrgID": "o-1"}}


@pytest.mark.parametrize(
    ("principal", "condition", "rules"),
    [
        ("*", None, [PUBLIC]),
        ({"AWS": "*"}, None, [PUBLIC]),
        ({"AWS": "*"}, {"Bool": {"aws:MultiFactorAuthPresent": "true"}}, [PUBLIC]),
        ({"aws": "*"}, None, [PUBLIC]),
        ({"*": "*"}, None, [PUBLIC]),
        ({"AWS": "*"}, org(), [FOREIGN]),
        ({"AWS": "*"}, {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}, []),
        ({"AWS": "*"}, {"StringEquals": {"sts:ExternalId": "x"}}, [PUBLIC]),
        ({"AWS": "*"}, {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}}, [PUBLIC]),
        ({"Service": "ec2.amazonaws.com"}, None, []),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, None, []),
        ({"AWS": "arn:aws:iam::999988887777:root"}, None, [FOREIGN]),
        ({"AWS": "999988887777"}, None, [FOREIGN]),
        ({"AWS": "arn:aws:iam::999988887777:root"}, {"StringEquals": {"sts:ExternalId": "x"}}, []),
        ({"AWS": "999988887777"}, {"StringLike": {"sts:ExternalId": "*"}}, [FOREIGN]),
        ({"AWS": "999988887777"}, org(), [FOREIGN]),
        ({"AWS": "999988887777"}, {"StringEquals": {"aws:SourceVpce": "vpce-1"}}, []),
        (GITHUB, None, [FEDERATED]),
        (GITHUB, {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}, [FEDERATED]),
        (GITHUB, subject("repo:*"), [FEDERATED]),
        (GITHUB, subject("*"), [FEDERATED]),
        (GITHUB, subject("repo:acme/shop:*"), []),
        (EKS, None, [FEDERATED]),
        (EKS, {"StringEquals": {"oidc.eks.eu-central-1.amazonaws.com/id/A:sub": "system:serviceaccount:a:b"}}, []),
        ({"Federated": "cognito-identity.amazonaws.com"}, None, [FEDERATED]),
        (
            {"Federated": "cognito-identity.amazonaws.com"},
            {"StringEquals": {"cognito-identity.amazonaws.com:aud": "p"}},
            [],
        ),
    ],
)
def test_trust(principal: Any, condition: dict[str, Any] | None, rules: list[str]) -> None:
    more: dict[str, Any] = {"Condition": condition} if condition else {}
    made = resource("aws_iam_role.r", arn=f"arn:aws:iam::{ACCOUNT}:role/r", assume_role_policy=trust(principal, **more))
    seen = Observations("s")
    observe(graph(made), seen)
    result = seen.result()
    assert [one.rule for one in result.findings] == rules
    assert (PUBLIC in result.passed) is (PUBLIC not in rules)
