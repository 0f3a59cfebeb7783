"""A walk over the stages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.agents.base import AgentResult, Context
from app.domain.artifact import Artifact
from app.domain.errors import Failure
from app.domain.run import StageResult
from app.durable.inline import InlineSteps
from app.pipeline.runner import Beside, Runner
from tests.builders import finding


@dataclass
class Turn:
    name: str
    result: AgentResult | Exception
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()

    def run(self, context: Context) -> AgentResult:
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


class Watcher:
    def __init__(self) -> None:
        self.seen: list[str] = []

    def started(self, stage: str) -> None:
        self.seen.append(f"{stage} started")

    def finished(self, result: StageResult) -> None:
        self.seen.append(f"{result.stage} {result.status}")


def runner(watcher: Watcher | None = None) -> Runner:
    return Runner(Context("r", "run", Path()), InlineSteps(), watcher or Watcher())


def test_results_become_context_rows_and_files() -> None:
    watcher = Watcher()
    walk = runner(watcher)
    written: list[str] = []

    def write(artifacts: Sequence[Artifact]) -> None:
        written.extend(artifact.path for artifact in artifacts)

    walk.write = write
    walk.walk([Turn("developer", AgentResult(artifacts=(Artifact("a.tf", "a", "x"),)))])
    assert written == ["a.tf"]
    assert walk.context.artifacts[0].path == "a.tf"
    assert [(row.stage, row.status) for row in walk.stages] == [("developer", "passed")]
    assert watcher.seen == ["developer started", "developer passed"]


def test_findings_of_a_second_turn_replace_those_of_the_first() -> None:
    walk = runner()
    walk.walk(
        [Turn("security", AgentResult(findings=(finding("A"),))), Turn("tester", AgentResult(findings=(finding("T"),)))]
    )
    walk.walk([Turn("security", AgentResult(findings=()))])
    assert [f.rule for f in walk.context.findings] == ["T"]


def test_a_later_artifact_replaces_the_one_of_the_same_path() -> None:
    walk = runner()
    walk.walk([Turn("developer", AgentResult(artifacts=(Artifact("a", "1", "x"), Artifact("b", "1", "x"))))])
    walk.walk([Turn("documentation", AgentResult(artifacts=(Artifact("a", "2", "x"),)))])
    assert [(artifact.path, artifact.content) for artifact in walk.context.artifacts] == [("a", "2"), ("b", "1")]


@pytest.mark.parametrize("error", [Failure("scanning", "refused", "try again"), ValueError("oops")])
def test_a_crashed_reviewer_is_a_finding_and_the_rest_goes_on(error: Exception) -> None:
    walk = runner()
    walk.walk([Turn("security", error), Turn("tester", AgentResult(findings=(finding("T"),)))])
    assert {f.rule for f in walk.context.findings} == {"AGT_AGENT_FAILED", "T"}
    assert {row.stage: row.status for row in walk.stages} == {"security": "failed", "tester": "passed"}


@pytest.mark.parametrize("name", ["orchestrator", "architect", "developer"])
def test_without_an_essential_agent_there_is_nothing_to_go_on_with(name: str) -> None:
    with pytest.raises(ValueError, match="oops"):
        runner().walk([Turn(name, ValueError("oops"))])


def test_agents_of_a_wave_see_the_same_context() -> None:
    seen: list[int] = []

    @dataclass
    class Counter:
        name: str
        reads: tuple[str, ...] = ()
        writes: tuple[str, ...] = ("findings",)

        def run(self, context: Context) -> AgentResult:
            seen.append(len(context.findings))
            return AgentResult(findings=(finding(self.name),))

    runner().walk([Counter("a"), Counter("b")])
    assert seen == [0, 0]


def test_work_beside_the_first_agents_is_there_for_those_that_follow() -> None:
    walk = runner()
    seen: list[str] = []

    def take(context: Context, found: str) -> Context:
        seen.append(found)
        return replace(context, date=found)

    first = Turn("tester", AgentResult(results=()), writes=("results",))
    second = Turn("cost", AgentResult(), reads=("results",))
    walk.walk((first, second), beside=Beside("base", lambda: "2026-01-01", take))
    assert seen == ["2026-01-01"]
    assert walk.context.date == "2026-01-01"
    assert [row.stage for row in walk.stages] == ["tester", "cost"]
