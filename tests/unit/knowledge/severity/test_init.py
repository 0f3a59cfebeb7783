"""Severities of checkov's rules."""

import pytest

from app.domain.finding import Severity
from app.knowledge.severity import checkov_severities, severity_of


@pytest.mark.parametrize(
    ("rule", "severity"),
    [
        ("CKV_AWS_24", Severity.CRITICAL),
        ("CKV2_AWS_6", Severity.CRITICAL),
        ("CKV_AWS_3", Severity.HIGH),
        ("CKV_AWS_18", Severity.MEDIUM),
        ("CKV_AWS_144", Severity.LOW),
        ("CKV_SECRET_6", Severity.CRITICAL),
        ("CKV_SECRET_9999", Severity.CRITICAL),
        ("CKV_AWS_99999", Severity.MEDIUM),
    ],
)
def test_severity(rule: str, severity: Severity) -> None:
    assert severity_of(rule) is severity


def test_the_data_covers_every_family() -> None:
    known = checkov_severities()
    assert len(known) > 1_200
    for family in ("CKV_AWS_", "CKV2_AWS_", "CKV_K8S_", "CKV_DOCKER_", "CKV_AZURE_", "CKV_GCP_"):
        assert any(rule.startswith(family) for rule in known)
