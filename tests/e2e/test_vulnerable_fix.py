"""The vulnerable repository, fixed: what is mechanical is mended and proven, and every stack plans as before."""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.domain.finding import Finding
from app.domain.plan import StackResult
from app.domain.stack import Stack
from app.knowledge.schemas import provider_versions
from app.pipeline.fix import Fixed, fix
from app.processes.environments import environment_python
from app.processes.sandbox import Sandbox
from app.settings import Settings
from app.toolchains.checkov.scanner import Scanner
from app.toolchains.terraform.binary import choose_terraform
from app.toolchains.terraform.deployment import Deployment
from app.toolchains.terraform.lint import lint
from app.toolchains.terraform.repair import repair
from app.toolchains.terraform.repair.rules import RULES
from app.toolchains.terraform.stacks import StackPolicy, find_stacks
from tests.plain_checkov import VULNERABLE

pytestmark = pytest.mark.checkov

DECISIONS = (
    "choose one",
    "choose a certificate",
    "the value comes from elsewhere",
)
"""How the reasons end why a mechanical rule is left to a person here."""


class Mended:
    """The repository before and after."""

    def __init__(self, root: Path, scanner: Scanner, scratch: Path) -> None:
        self.deployment = Deployment(Sandbox.detect(), choose_terraform("auto"), provider_versions(), lint)
        self.root = root
        self.stacks = find_stacks(root, StackPolicy(()))
        self._scanner = scanner
        self.before = self.check(root, self.stacks)
        self.fixed: Fixed = fix(root, self.stacks, (), repair, self.check, self.deployment.plan, scratch)
        self.after = self.check(root, self.stacks)

    def check(self, root: Path, stacks: Sequence[Stack]) -> tuple[Finding, ...]:
        """What the scanner says."""
        return self._scanner.scan(root).findings

    def plan(self) -> tuple[StackResult, ...]:
        """Format, lint, validate, plan."""
        return self.deployment.plan(self.root, self.stacks)


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mended]:
    python = environment_python("checkov", Settings().cache_dir)
    if python is None:
        pytest.skip("checkov's tool environment is not made: run `agents tools install`")
    root = tmp_path_factory.mktemp("vulnerable") / "repository"
    shutil.copytree(VULNERABLE, root)
    with Scanner(Sandbox.detect(), python) as scanner:
        yield Mended(root, scanner, tmp_path_factory.mktemp("scratch"))


def test_what_is_mechanical_is_mended_or_a_decision_is_named(mended: Mended) -> None:
    assert len({repair.rule for repair in mended.fixed.fixed}) >= 110
    left = [
        (one.rule, one.path, why) for one, why in mended.fixed.left if one.rule in RULES and one.path.endswith(".tf")
    ]
    assert [item for item in left if not item[2].endswith(DECISIONS)] == []
    assert len(left) <= 10


def test_the_check_no_longer_asks_and_asks_for_nothing_new(mended: Mended) -> None:
    before, after = (Counter(one.rule for one in found) for found in (mended.before, mended.after))
    fixed = Counter(repair.rule for repair in mended.fixed.fixed)
    gone = before - after
    assert fixed <= gone
    assert (gone - fixed).total() <= 5, "gone because of what was mended beside it"
    assert after - before == Counter()


def test_every_stack_is_formatted_and_plans_as_before(mended: Mended) -> None:
    assert [
        (result.path, step.step, step.detail)
        for result in mended.plan()
        for step in result.steps
        if step.status != "passed"
    ] == []
