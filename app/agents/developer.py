"""The developer writes the code and mends it when a check speaks against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.agents.base import AgentResult, Context, stack_path
from app.domain.artifact import Artifact
from app.domain.finding import Finding, Repair
from app.domain.repo import Conventions
from app.domain.resources import Resources
from app.domain.stack import Stack


class Writer(Protocol):
    """Renders resources as the files of one stack."""

    def __call__(
        self,
        resources: Resources,
        stack_path: str,
        conventions: Conventions,
        *,
        title: str,
        environments: Sequence[str],
    ) -> tuple[Artifact, ...]:
        """The artifacts, formatted, in a stable order."""
        ...


class Mended(Protocol):
    """What a repairer answers: changed files, what was applied (finding, before, after) and what was left, and why."""

    @property
    def files(self) -> Mapping[str, str]:
        """Changed files: path → new text."""
        ...

    @property
    def applied(self) -> Sequence[tuple[Finding, str, str]]:
        """Finding, lines before, lines after."""
        ...

    @property
    def warnings(self) -> Mapping[str, str]:
        """What a repair costs, by the finding's fingerprint: Terraform would replace the resource."""
        ...

    @property
    def left(self) -> Sequence[tuple[Finding, str]]:
        """Finding and the reason why it was not mended."""
        ...


class Repairer(Protocol):
    """Mends files mechanically; pure."""

    def __call__(self, files: Mapping[str, str], findings: Sequence[Finding]) -> Mended:
        """Paths and texts in, changed texts out."""
        ...


@dataclass(frozen=True, slots=True)
class Attempt:
    """One round of repairs: the artifacts after it, what was changed and what was left with the reason."""

    artifacts: tuple[Artifact, ...]
    repairs: tuple[Repair, ...]
    left: tuple[tuple[Finding, str], ...]


class Developer:
    """Writes Terraform from resources."""

    name = "developer"
    reads: tuple[str, ...] = ("request", "resources")
    writes: tuple[str, ...] = ("artifacts", "stacks")

    def __init__(self, write: Writer, repair: Repairer) -> None:
        self._write = write
        self._repair = repair

    def run(self, context: Context) -> AgentResult:
        """Render the stack's files."""
        if context.request is None or context.resources is None:
            return AgentResult(status="not_run", why="there is no design")
        request = context.request
        path = stack_path(request, context.conventions)
        artifacts = self._write(
            context.resources,
            path,
            context.conventions,
            title=request.title,
            environments=request.constraints.environments or context.conventions.environments,
        )
        return AgentResult(artifacts=artifacts, stacks=(Stack(path),))

    def repair(self, artifacts: Sequence[Artifact], findings: Sequence[Finding]) -> Attempt:
        """Mend what can be mended mechanically; the caller proves it by running the same checks again."""
        mended = self._repair({a.path: a.content for a in artifacts if a.path.endswith(".tf")}, findings)
        texts = mended.files
        changed = tuple(replace(a, content=texts[a.path]) if a.path in texts else a for a in artifacts)
        known = {a.path for a in artifacts}
        added = tuple(Artifact(path, text, self.name) for path, text in texts.items() if path not in known)
        repairs = tuple(Repair(f.rule, f.path, f.line, before, after, "") for f, before, after in mended.applied)
        return Attempt(changed + added, repairs, tuple(mended.left))
