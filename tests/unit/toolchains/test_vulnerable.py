"""The vulnerable repository: every format is looked at, nothing is told twice, and all of it can be told as SARIF."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest

from app.domain.finding import Finding, fingerprinted
from app.processes.environments import environment_python
from app.processes.sandbox import Sandbox
from app.reports.sarif import render_sarif
from app.settings import Settings
from app.toolchains.checkov.scanner import Scanner, ScanResult
from app.toolchains.zizmor.scanner import WorkflowScanner
from app.toolchains.zizmor.twins import without_twins
from tests.plain_checkov import VULNERABLE

pytestmark = pytest.mark.checkov


@pytest.fixture(scope="module")
def scan(scanner: Scanner) -> ScanResult:
    return scanner.scan(VULNERABLE)


@pytest.fixture(scope="module")
def findings(scan: ScanResult) -> Sequence[Finding]:
    python = environment_python("zizmor", Settings().cache_dir)
    if python is None:
        pytest.skip("zizmor's tool environment is not made: run `agents tools install`")
    workflows = WorkflowScanner(Sandbox.detect(), python).scan(VULNERABLE)
    assert workflows.status == "passed"
    return without_twins([*scan.findings, *workflows.findings])


def test_it_is_large_enough() -> None:
    code = "".join(path.read_text() for path in VULNERABLE.rglob("*.tf"))
    assert len(re.findall(r'^resource "', code, re.MULTILINE)) >= 60


def test_every_format_is_looked_at(findings: Sequence[Finding]) -> None:
    starts = Counter(re.split(r"\d", finding.rule, maxsplit=1)[0] for finding in findings)
    for start in ("CKV_AWS_", "CKV", "CKV_K", "CKV_DOCKER_", "CKV_GHA_", "CKV_SECRET_"):
        assert starts[start], start
    assert {finding.path.partition("/")[0] for finding in findings} >= {
        ".github", "cloudformation", "compute", "data", "identity", "image", "kubernetes", "modules", "network",
    }  # fmt: skip


def test_nothing_is_told_twice(findings: Sequence[Finding]) -> None:
    places = Counter((name, f.path, f.line, f.resource) for f in findings for name in (f.rule, *f.aliases))
    assert [place for place, count in places.items() if count > 1] == []
    told = {(f.path, alias) for f in findings for alias in f.aliases}
    assert [f for f in findings if f.source == "checkov" and (f.path, f.rule) in told] == []


def test_every_finding_says_why_it_matters_or_how_to_mend_it(findings: Sequence[Finding]) -> None:
    assert [finding.rule for finding in findings if not finding.detail] == []
    assert sum(1 for finding in findings if finding.controls) > 0.8 * len(findings)


def test_what_passed_is_told_too(scan: ScanResult) -> None:
    assert len(scan.passed) > 100
    assert "CKV_AWS_18" not in scan.passed


def test_all_of_it_is_valid_sarif(findings: Sequence[Finding]) -> None:
    schema = json.loads((Path(__file__).parents[2] / "fixtures" / "sarif-2.1.0.json").read_text())
    document = render_sarif(fingerprinted(findings))
    jsonschema.validate(document, schema)
    results = document["runs"][0]["results"]
    assert len({result["partialFingerprints"]["agents/v1"] for result in results}) == len(findings)
