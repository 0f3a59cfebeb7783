"""Every mechanical rule on untidy code that plans: mended, proven by its check, planned again, nothing else moved."""

import difflib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app.domain.finding import Finding
from app.domain.plan import StackResult
from app.domain.stack import Stack
from app.knowledge.schemas import provider_versions
from app.processes.sandbox import Sandbox
from app.toolchains.checkov.scanner import Scanner
from app.toolchains.terraform.binary import choose_terraform
from app.toolchains.terraform.deployment import Deployment
from app.toolchains.terraform.repair.edits import Choose, Edit, Key, Lookup, Set
from app.toolchains.terraform.repair.mend import RepairResult, repair
from app.toolchains.terraform.repair.rules import RULES
from tests.unit.toolchains.terraform.repair.plannable import plannable, stack_of

CASES = plannable()
STACK = "stack"
KEPT = re.compile(r"#keep-\d+:   said   by somebody")

pytestmark = pytest.mark.checkov


class Proof:
    """The code before and after, what the scans said of it, and its plans."""

    def __init__(self, root: Path, scanner: Scanner) -> None:
        self.code = {f"{folder}/main.tf": code for folder, (_, code) in CASES.items()}
        _write(root, {**self.code, f"{STACK}/main.tf": stack_of(CASES)})
        self.before = _by_folder(scanner.scan(root, list(CASES)).findings)
        self.planned_before = _plan(root)
        self.repaired: RepairResult = repair(self.code, list(self.before.values()))
        _write(root, self.repaired.files)
        self.after = _by_folder(scanner.scan(root, list(CASES)).findings)
        self.planned_after = _plan(root)

    def texts(self, folder: str) -> tuple[str, str]:
        """A case's text before and after."""
        path = f"{folder}/main.tf"
        return self.code[path], self.repaired.files[path]


@pytest.fixture(scope="module")
def proof(scanner: Scanner, tmp_path_factory: pytest.TempPathFactory) -> Proof:
    return Proof(tmp_path_factory.mktemp("proofs"), scanner)


def test_every_rule_is_tried(proof: Proof) -> None:
    assert {rule for rule, _ in CASES.values()} == set(RULES)
    assert set(proof.before) == set(CASES)


def test_the_code_plans_before(proof: Proof) -> None:
    assert _step(proof.planned_before, "plan") == "passed"
    assert proof.planned_before.plan.add >= len(CASES)


def test_all_of_it_is_mended_and_proven(proof: Proof) -> None:
    assert {item.finding.path: item.why for item in proof.repaired.left} == {}
    assert proof.after == {}


def test_all_of_it_still_plans(proof: Proof) -> None:
    assert [(step.step, step.detail) for step in proof.planned_after.steps if step.step in {"validate", "plan"}] == [
        ("validate", ""),
        ("plan", ""),
    ]
    assert proof.planned_after.plan.add >= proof.planned_before.plan.add


@pytest.mark.parametrize("folder", CASES)
def test_every_comment_is_kept_in_its_order(folder: str, proof: Proof) -> None:
    before, after = proof.texts(folder)
    assert KEPT.findall(after) == KEPT.findall(before)


@pytest.mark.parametrize("folder", CASES)
def test_no_line_changes_but_those_that_the_rule_is_about(folder: str, proof: Proof) -> None:
    before, after = proof.texts(folder)
    names = set(_names(RULES[CASES[folder][0]]))
    gone = [line[2:] for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line.startswith("- ")]
    assert [line for line in gone if line.split("=")[0].strip() not in names] == []


def _names(edits: tuple[Edit, ...]) -> Iterator[str]:
    """The arguments that a rule's edits set."""
    for edit in edits:
        if isinstance(edit, Set | Key | Choose | Lookup):
            yield edit.path.rpartition(".")[2]


def _plan(root: Path) -> StackResult:
    deployment = Deployment(Sandbox.detect(), choose_terraform("auto"), provider_versions(), lambda *_: ())
    (result,) = deployment.plan(root, [Stack(STACK, modules=tuple(CASES))])
    return result


def _step(result: StackResult, name: str) -> str:
    return next(step.status for step in result.steps if step.step == name)


def _by_folder(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    """The finding of each folder's own rule."""
    places = ((finding, finding.path.partition("/")[0]) for finding in findings)
    return {folder: finding for finding, folder in places if folder in CASES and CASES[folder][0] == finding.rule}


def _write(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
