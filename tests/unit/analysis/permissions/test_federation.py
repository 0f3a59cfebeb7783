"""Who of an identity provider may assume a role."""

import pytest

from app.analysis.permissions.document import UNKNOWN, Statement
from app.analysis.permissions.federation import too_open

GITHUB, GITLAB, EKS = "token.actions.githubusercontent.com", "gitlab.com", "oidc.eks.eu-central-1.amazonaws.com/id/A"
OTHER, COGNITO = "login.example.com", "cognito-identity.amazonaws.com"
OIDC, SAML = "arn:aws:iam::111122223333:oidc-provider/", "arn:aws:iam::111122223333:saml-provider/corp"


def under(operator: str = "", key: str = "", *values: str) -> Statement:
    """A statement of a trust policy, under one condition where one is named."""
    conditions = {operator: {key: values}} if operator else {}
    return Statement(allows=True, actions=("sts:assumerolewithwebidentity",), conditions=conditions)


@pytest.mark.parametrize(
    ("host", "operator", "value", "fine"),
    [
        (GITHUB, "StringEquals", "repo:acme/shop:ref:refs/heads/main", True),
        (GITHUB, "StringLike", "repo:acme/*", True),
        (GITHUB, "StringLike", UNKNOWN, True),
        (GITHUB, "StringLike", "repo:*/shop:*", False),
        (GITHUB, "StringLike", "repo:acme*", False),
        (GITHUB, "StringLike", "repo:acme?/shop:*", False),
        (GITHUB, "StringLike", "*acme/shop*", False),
        (GITHUB, "StringNotEquals", "repo:acme/shop", False),
        (GITHUB, "StringEqualsIfExists", "repo:acme/shop", False),
        (GITHUB, "ForAllValues:StringEquals", "repo:acme/shop", False),
        (GITLAB, "StringLike", "project_path:acme/shop:ref_type:branch:ref:main", True),
        (GITLAB, "StringLike", "project_path:*", False),
        (EKS, "StringLike", "system:serviceaccount:team-*:program", True),
        (EKS, "StringLike", "system:serviceaccount:*:*", False),
        (OTHER, "StringLike", "user-*", True),
        (OTHER, "StringLike", "*", False),
    ],
)
def test_subjects(host: str, operator: str, value: str, fine: bool) -> None:
    assert (too_open(OIDC + host, under(operator, f"{host}:sub", value)) == "") is fine


@pytest.mark.parametrize(
    ("provider", "key", "fine"),
    [
        (OIDC + GITLAB, "", False),
        (OIDC + GITLAB, "gitlab.com:aud", False),
        (OIDC + OTHER, "", False),
        (OIDC + OTHER, "aws:requestedregion", False),
        (OIDC + OTHER, "login.example.com:aud", True),
        (OIDC + EKS, UNKNOWN, True),
        (SAML, "", False),
        (SAML, "aws:username", False),
        (SAML, "saml:aud", True),
        (COGNITO, "", False),
        (COGNITO, f"{COGNITO}:amr", False),
        (COGNITO, f"{COGNITO}:aud", True),
        ("accounts.google.com", "", False),
        (UNKNOWN, "", False),
        (UNKNOWN, f"{GITHUB}:aud", False),
        (UNKNOWN, UNKNOWN, True),
        ("*", "", False),
    ],
)
def test_providers(provider: str, key: str, fine: bool) -> None:
    assert (too_open(provider, under("StringEquals", key, "x") if key else under()) == "") is fine


def test_a_provider_that_is_made_in_the_same_plan() -> None:
    assert too_open(UNKNOWN, under("StringLike", UNKNOWN, "repo:*"))
    assert too_open(UNKNOWN, under("StringLike", f"{GITHUB}:sub", "repo:acme/*")) == ""


def test_tags_of_a_session_are_no_way_in() -> None:
    assert too_open(OIDC + GITHUB, Statement(allows=True, actions=("sts:tagsession",))) == ""


def test_one_good_condition_is_enough() -> None:
    pairs = {
        "StringLike": {f"{GITHUB}:sub": ("repo:*",)},
        "StringEquals": {f"{GITHUB}:sub": ("repo:acme/shop:ref:refs/heads/main",)},
    }
    assert too_open(OIDC + GITHUB, Statement(allows=True, conditions=pairs)) == ""
