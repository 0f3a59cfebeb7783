"""The vulnerable repository through the command: nothing missed of what checkov finds, and each thing told once."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from app.domain.finding import Finding, Severity
from app.processes.environments import environment_python
from app.settings import Settings
from tests.e2e.agents import answer
from tests.plain_checkov import VULNERABLE, missed, plain_findings

pytestmark = pytest.mark.checkov


@pytest.fixture(scope="module")
def record() -> Any:
    if environment_python("checkov", Settings().cache_dir) is None:
        pytest.skip("checkov's tool environment is not made: run `agents tools install`")
    return answer("security", VULNERABLE, code=1)


@pytest.fixture(scope="module")
def findings(record: Any) -> Sequence[Finding]:
    names = ("rule", "title", "path", "source", "line", "resource", "fingerprint")
    return [
        Finding(
            **{name: one[name] for name in names},
            severity=Severity.parse(one["severity"]),
            aliases=tuple(one["aliases"]),
        )
        for one in record["findings"]
    ]


def test_nothing_that_checkov_finds_is_missed(findings: Sequence[Finding]) -> None:
    python = environment_python("checkov", Settings().cache_dir)
    assert python is not None
    assert missed(plain_findings(python, VULNERABLE), findings) == []


def test_the_plan_and_the_workflows_bring_more_than_checkov_sees(findings: Sequence[Finding]) -> None:
    sources = Counter(one.source for one in findings)
    assert min(sources[source] for source in ("checkov", "zizmor", "analysis", "secrets")) >= 5
    merged = [one for one in findings if any(alias.startswith("AGT_") for alias in one.aliases)]
    assert len(merged) > 20


def test_fingerprints_are_unique_and_the_gate_fails(record: Any, findings: Sequence[Finding]) -> None:
    assert len({one.fingerprint for one in findings}) == len(findings)
    assert record["gate"]["verdict"] == "failed"
    assert {stage["status"] for stage in record["stages"]} == {"passed"}
