"""A company's policies as values."""

import pytest

from app.domain.company import CompanyPolicies, CompanyRule, PolicyProblem, RegoFile


@pytest.mark.parametrize(
    "policies",
    [
        CompanyPolicies(rego=(RegoFile("policies/a.rego", "package a"),)),
        CompanyPolicies(rules=(CompanyRule("ACME_1", "T", ("aws_x",)),)),
        CompanyPolicies(problems=(PolicyProblem("policies/a.rego", None, "too large"),)),
    ],
)
def test_there_are_some(policies: CompanyPolicies) -> None:
    """A file that cannot be read is a policy, too: it must not vanish."""
    assert policies


def test_there_are_none() -> None:
    assert not CompanyPolicies()
