"""The loop: mend, check again, believe only the check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.agents.base import AgentResult, Context
from app.agents.developer import Developer
from app.domain.artifact import Artifact
from app.domain.finding import Finding
from app.domain.run import StageResult
from app.durable.inline import InlineSteps
from app.pipeline.repairing import ROUNDS, repair
from app.pipeline.runner import Runner
from tests.builders import finding, stack_result
from tests.unit.pipeline.test_runner import Watcher


@dataclass
class Mended:
    files: Mapping[str, str] = field(default_factory=dict)
    applied: Sequence[tuple[Finding, str, str]] = ()
    left: Sequence[tuple[Finding, str]] = ()
    warnings: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Check:
    """Asks for every rule whose name does not stand in the file yet; breaks where the file says so."""

    rules: tuple[str, ...]
    files: dict[str, str]
    name: str = "security"
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    turns: int = 0

    def run(self, context: Context) -> AgentResult:
        self.turns += 1
        text = self.files["a.tf"]
        status = "failed" if "broken" in text else "passed"
        findings = tuple(finding(rule) for rule in self.rules if rule not in text)
        return AgentResult(findings=findings, results=(stack_result(".", status),))  # type: ignore[arg-type]


def never(*_: object, **__: object) -> tuple[Artifact, ...]:
    raise AssertionError


def scenario(rules: tuple[str, ...], mend: Mapping[str, str]) -> tuple[Runner, Developer, Check, dict[str, str]]:
    """``mend`` gives the text that the repairer writes for a rule; a rule without one is left."""
    disk = {"a.tf": "# code"}

    def repairer(files: Mapping[str, str], findings: Sequence[Finding]) -> Mended:
        text, applied, left = files["a.tf"], [], []
        for asked in findings:
            if asked.rule in mend:
                text += mend[asked.rule]
                applied.append((asked, "old", mend[asked.rule]))
            else:
                left.append((asked, "needs a decision"))
        return Mended({"a.tf": text} if applied else {}, applied, left)

    runner = Runner(Context("r", "run", Path()), InlineSteps(), Watcher())

    def write(artifacts: Sequence[Artifact]) -> None:
        disk.update({artifact.path: artifact.content for artifact in artifacts})

    runner.write = write
    check = Check(rules, disk)
    seed = AgentResult(artifacts=(Artifact("a.tf", disk["a.tf"], "developer"),))

    @dataclass
    class Start:
        name: str = "developer"
        reads: tuple[str, ...] = ()
        writes: tuple[str, ...] = ()

        def run(self, context: Context) -> AgentResult:
            return seed

    runner.walk([Start()])
    runner.walk([check])
    return runner, Developer(never, repairer), check, disk


def row(runner: Runner) -> StageResult:
    return next(stage for stage in runner.stages if stage.stage == "repair")


def test_nothing_to_mend_runs_nothing_again() -> None:
    runner, developer, check, _ = scenario((), {})
    assert repair(runner, developer, [check]) == ((), ())
    assert check.turns == 1
    assert (row(runner).status, row(runner).why) == ("passed", "nothing to mend")


def test_a_repair_counts_when_the_check_no_longer_asks() -> None:
    runner, developer, check, files = scenario(("R1",), {"R1": " R1"})
    proven, left = repair(runner, developer, [check])
    assert [(r.rule, bool(r.proof)) for r in proven] == [("R1", True)]
    assert left == ()
    assert files["a.tf"] == "# code R1"
    assert row(runner).status == "passed"


def test_a_repair_that_does_not_help_is_not_claimed_and_the_loop_ends() -> None:
    runner, developer, check, _ = scenario(("R1",), {"R1": " useless"})
    proven, left = repair(runner, developer, [check])
    assert proven == ()
    assert [f.rule for f, _ in left] == ["R1"]
    assert check.turns == 1 + ROUNDS
    assert row(runner).status == "failed"


def test_what_needs_a_decision_is_left_with_the_reason() -> None:
    runner, developer, check, _ = scenario(("R1", "R2"), {"R1": " R1"})
    proven, left = repair(runner, developer, [check])
    assert [r.rule for r in proven] == ["R1"]
    assert [(f.rule, why) for f, why in left] == [("R2", "needs a decision")]


def test_a_repair_that_breaks_the_deployment_is_taken_back() -> None:
    runner, developer, check, files = scenario(("R1",), {"R1": " R1 broken"})
    proven, left = repair(runner, developer, [check])
    assert proven == ()
    assert left[0][1] == "mending it breaks the deployment"
    assert files["a.tf"] == "# code"
    assert runner.context.results[0].status == "passed"
