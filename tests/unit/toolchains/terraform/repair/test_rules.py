"""Every rule of the table is proven with the real checkov: failing code, repair, the same check passes."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.domain.finding import Finding
from app.toolchains.checkov.scanner import Scanner
from app.toolchains.terraform.hcl import read_source
from app.toolchains.terraform.repair.mend import RepairResult, repair
from app.toolchains.terraform.repair.rules import RULES, advice
from app.toolchains.terraform.repair.rules.decisions import DECISIONS
from tests.unit.toolchains.terraform.repair.failing import failing

CASES = failing()


def test_every_rule_has_failing_code() -> None:
    assert {rule for rule, _ in CASES.values()} == set(RULES)
    assert len(RULES) >= 60


def test_a_rule_is_mended_or_decided_never_both() -> None:
    assert not set(RULES) & set(DECISIONS)


@pytest.mark.parametrize("rule", [*RULES, *DECISIONS])
def test_every_rule_has_advice_in_a_sentence(rule: str) -> None:
    text = advice(rule)
    assert text.endswith(".")
    assert len(text) > 20


def test_an_unknown_rule_has_no_advice() -> None:
    assert advice("CKV_AWS_99999") == ""


@pytest.fixture(scope="module")
def proof(scanner: Scanner, tmp_path_factory: pytest.TempPathFactory) -> "Proof":
    root = tmp_path_factory.mktemp("rules")
    files = {f"{folder}/main.tf": code for folder, (_, code) in CASES.items()}
    _write(root, files)
    before = _by_folder(scanner.scan(root).findings)
    repaired = repair(files, list(before.values()))
    _write(root, repaired.files)
    after = _by_folder(scanner.scan(root).findings)
    return Proof(before, repaired, after)


class Proof:
    def __init__(self, before: Mapping[str, Finding], repaired: RepairResult, after: Mapping[str, Finding]) -> None:
        self.before = before
        self.repaired = repaired
        self.after = after


@pytest.mark.checkov
@pytest.mark.parametrize("folder", CASES)
def test_the_repair_makes_the_same_check_pass(folder: str, proof: Proof) -> None:
    assert folder in proof.before, "the code does not break the rule"
    reasons = [item.why for item in proof.repaired.left if item.finding.path.startswith(f"{folder}/")]
    assert not reasons
    assert folder not in proof.after


@pytest.mark.checkov
def test_repaired_files_are_sound(proof: Proof) -> None:
    for path, text in proof.repaired.files.items():
        assert read_source(path, text).error is None, path


def _by_folder(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    """The finding of each folder's own rule."""
    found = {}
    for finding in findings:
        folder = finding.path.partition("/")[0]
        if folder in CASES and CASES[folder][0] == finding.rule:
            found[folder] = finding
    return found


def _write(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
