"""Files without a repository: as the offline reader has them, or as a model that may be asked makes them better."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from app.agents.architect import Architect, Bench
from app.agents.base import NothingToBuild
from app.agents.developer import Developer
from app.domain.plan import StackResult
from app.domain.policy import Policy
from app.domain.proof import Proof
from app.domain.run import Gate, StageResult
from app.domain.stack import Stack
from app.durable.inline import InlineSteps
from app.knowledge.catalogue.registry import SERVICES
from app.pipeline.thinking import Begun, Offline, Reasoning
from app.pipeline.write_request import Written, write_request
from app.reasoning.offline.reasoner import OfflineReasoner
from app.toolchains.terraform.repair import repair
from app.toolchains.terraform.writer import write
from tests.builders import team
from tests.unit.reasoning.tasks.test_design_task import FORTNIGHT, ISSUE, KEEP, Answers


class NotAsked:
    """Nothing is planned where files are only written."""

    def test(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        raise AssertionError


class Silent:
    def started(self, stage: str) -> None:
        """Nobody watches."""

    def finished(self, result: StageResult) -> None:
        """Nobody watches."""


@dataclass
class Asked:
    """A model at hand; notes what it was bound by."""

    thinker: Answers
    asked: str = "claude"
    hopeful = True
    begun: list[tuple[str, str, Policy, tuple[str, ...]]] = field(default_factory=list)

    def begin(self, run: str, repository: str, policy: Policy, root: Path) -> Begun:
        self.begun.append((run, repository, policy, tuple(path.name for path in root.iterdir())))
        return Begun(self.thinker)


def written(text: str, out: Path, reasoning: Reasoning | None = None) -> Written:
    reasoner, developer = OfflineReasoner(SERVICES), Developer(write, repair)
    bench = Bench(
        SERVICES,
        lambda context: developer.run(context).artifacts,
        lambda context, artifacts, floor: Proof(tuple(artifacts), planned=True, gate=Gate()),
        lambda root, keep_back: "",
    )
    some = replace(team(reasoner, write, repair, NotAsked()), architect=Architect(reasoner, bench))
    return write_request("r1", text, out, some, InlineSteps(), Silent(), reasoning)


def test_without_a_model_nobody_is_asked(tmp_path: Path) -> None:
    plain, offline = written(ISSUE, tmp_path / "a"), written(ISSUE, tmp_path / "b", Offline())
    assert plain == offline
    assert plain.reasoned.asked == "offline"
    assert (plain.reasoned.used, plain.reasoned.thoughts) == ("offline", ())
    assert "messaging.tf" in plain.files
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in plain.files)


def test_what_a_model_understood_is_written(tmp_path: Path) -> None:
    reasoning = Asked(Answers(({"change": [KEEP], "understood": [FORTNIGHT]},)))
    done = written(ISSUE, tmp_path, reasoning)
    assert "1209600" in "".join((tmp_path / name).read_text() for name in done.files)
    assert (done.reasoned.asked, done.reasoned.used, done.reasoned.id) == ("claude", "claude", "claude-test")
    assert reasoning.begun == [("r1", "", Policy(), ())]


@pytest.mark.parametrize("reasoning", [None, Asked(Answers(()))])
def test_nothing_to_build_touches_nothing(tmp_path: Path, reasoning: Reasoning | None) -> None:
    with pytest.raises(NothingToBuild):
        written("Please set up the thing that Bob mentioned", tmp_path / "out", reasoning)
    assert not (tmp_path / "out").exists()
