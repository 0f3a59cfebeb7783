"""Only the generated files: read, design, write; nothing is run or committed."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.agents.base import Context
from app.domain.artifact import Artifact
from app.domain.errors import Failure, UsageFailure
from app.domain.policy import Policy
from app.domain.request import Request
from app.domain.thought import Reasoned
from app.pipeline.runner import Runner
from app.pipeline.steps import Observer, StepRunner
from app.pipeline.team import Team
from app.pipeline.thinking import Offline, Reasoning, reasoned
from app.workspace import jailed


@dataclass(frozen=True, slots=True)
class Written:
    """The files (relative to the folder), what was read, and how it was thought."""

    files: tuple[str, ...]
    request: Request
    reasoned: Reasoned = field(default_factory=Reasoned)


def write_request(
    run: str,
    text: str,
    out: Path,
    team: Team,
    steps: StepRunner,
    observer: Observer,
    reasoning: Reasoning | None = None,
) -> Written:
    """Write the stack's files straight into ``out``; raises ``NothingToBuild`` before touching it.

    There is no repository and so no policy: ``reasoning`` is bound by the operator's limits alone.
    """
    thinking = reasoning or Offline()
    with tempfile.TemporaryDirectory(prefix="agents-") as folder:
        begun = thinking.begin(run, "", Policy(), Path(folder))
        context = Context(run, "write", Path(folder), text=text, hopeful=thinking.hopeful)
        runner = Runner(replace(context, thinker=begun.thinker), steps, observer)
        runner.walk((team.orchestrator, team.architect, team.developer))
    known = runner.context
    assert known.request is not None  # the orchestrator raises otherwise  # noqa: S101
    prefix = f"{known.stacks[0].path}/"
    artifacts = [(artifact.path.removeprefix(prefix), artifact) for artifact in known.artifacts]
    _write(out, artifacts)
    files = tuple(sorted(path for path, _ in artifacts))
    return Written(files, known.request, reasoned(thinking, begun, known.thoughts))


def _write(out: Path, artifacts: Sequence[tuple[str, Artifact]]) -> None:
    if out.exists() and not out.is_dir():
        raise UsageFailure(f"writing into {out}", "it is a file", "name a directory with --out")
    try:
        for path, artifact in artifacts:
            target = out / jailed(out, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(artifact.content, encoding="utf-8")
    except OSError as error:
        raise Failure(f"writing into {out}", error.strerror or str(error), "check its permissions and space") from error
