"""Only the generated files: read, design, write; nothing is run or committed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.agents.base import Context
from app.domain.artifact import Artifact
from app.domain.errors import Failure, UsageFailure
from app.domain.request import Request
from app.pipeline.runner import Runner
from app.pipeline.steps import Observer, StepRunner
from app.pipeline.team import Team
from app.workspace import jailed


@dataclass(frozen=True, slots=True)
class Written:
    """The files (relative to the folder) and what was read."""

    files: tuple[str, ...]
    request: Request


def write_request(run: str, text: str, out: Path, team: Team, steps: StepRunner, observer: Observer) -> Written:
    """Write the stack's files straight into ``out``; raises ``NothingToBuild`` before touching it."""
    runner = Runner(Context(run, "write", out, text=text), steps, observer)
    runner.walk((team.orchestrator, team.architect, team.developer))
    request = runner.context.request
    assert request is not None  # the orchestrator raises otherwise  # noqa: S101
    prefix = f"{runner.context.stacks[0].path}/"
    artifacts = [(artifact.path.removeprefix(prefix), artifact) for artifact in runner.context.artifacts]
    _write(out, artifacts)
    return Written(tuple(sorted(path for path, _ in artifacts)), request)


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
