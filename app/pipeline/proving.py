"""Proofs: what the checks say of files that nobody has committed, found out in a copy that is thrown away."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock

from app.agents.base import AgentResult, Context, stack_path
from app.domain.artifact import Artifact
from app.domain.errors import Failure
from app.domain.finding import Finding
from app.domain.proof import Proof
from app.domain.request import Request
from app.domain.run import Gate, StageResult
from app.domain.stack import Stack
from app.pipeline.checking import Checks, run_checks, verdict
from app.pipeline.runner import Runner
from app.pipeline.steps import StepRunner
from app.reports.documents import generated_files
from app.workspace import Workspace, jailed

Guard = Callable[[str, Mapping[str, str], Mapping[str, str], Collection[tuple[str, str]]], tuple[str, ...]]
"""What code refuses in files without running them: the stack's path, the floor's files, the new ones, and the rules
that the design itself excuses, as (address, rule)."""
Widened = Callable[[Proof, Proof, Request | None], tuple[str, ...]]
"""What a proof opens that the floor's does not, and that the request does not ask for."""

REMEMBERED = 8
"""Proofs that are kept for files that come again."""


class Prover:
    """Is a ``Prove`` (``app.agents.base``).

    ``checks`` are those of the run itself, ``steps`` carries them out in process: a proof is part of one step.
    The context's ``findings`` are what is already known of the design and count; its ``request``, ``policy`` and
    ``conventions`` are what is checked against.
    """

    def __init__(self, checks: Checks, steps: StepRunner, guard: Guard, widened: Widened) -> None:
        self._checks = checks
        self._steps = steps
        self._guard = guard
        self._widened = widened
        self._known: dict[str, Proof] = {}
        self._lock = Lock()

    def __call__(self, context: Context, artifacts: Sequence[Artifact], floor: Proof | None) -> Proof:
        """Check artifacts, with all files of the stack, in a copy of the context's checkout.

        What code refuses at sight is not run: such a proof has not planned, and its gate failed.
        """
        if floor is None:
            return self._proven(context, artifacts)
        excused = {(one.address, one.rule) for one in (context.resources.acceptances if context.resources else ())}
        before, after = _texts(floor.artifacts), _texts(artifacts)
        places = _misplaced(context.workdir, _stack(context), before, after)
        conflicts = _conflicts(context, floor.artifacts, artifacts)
        refused = (*places, *self._guard(_stack(context), before, after, excused), *conflicts)
        if refused:
            return Proof(tuple(artifacts), planned=False, gate=Gate("failed", refused), refused=refused)
        proof = self._proven(context, artifacts)
        return replace(proof, refused=self._widened(floor, proof, context.request))

    def _proven(self, context: Context, artifacts: Sequence[Artifact]) -> Proof:
        """The proof without a floor; the same files in the same place are proven once."""
        key = _key(context, artifacts)
        with self._lock:
            known = self._known.get(key)
        if known is None:
            known = self._checked(context, artifacts)
            with self._lock:
                self._known[key] = known
                while len(self._known) > REMEMBERED:
                    del self._known[next(iter(self._known))]
        return known

    def _checked(self, context: Context, artifacts: Sequence[Artifact]) -> Proof:
        with tempfile.TemporaryDirectory(prefix="agents-proof-") as folder:
            workspace = Workspace(_copied(context.workdir, Path(folder)), "", "", None)
            _without_left_over(workspace, _stack(context), artifacts)
            runner = Runner(_start(context, workspace.root, artifacts), self._steps, _Unwatched())
            runner.write = lambda changed: workspace.write(_laid(context, changed))
            runner.write(artifacts)
            runner.walk((_Known(context.findings),))
            run_checks(runner, self._checks)
            done = runner.context
            results = done.results
            return Proof(
                artifacts=done.artifacts,
                planned=bool(results) and all(one.status == "passed" for one in results),
                gate=verdict(runner),
                findings=tuple(finding for finding in done.findings if finding.counts),
                monthly=done.estimate.monthly if done.estimate and done.estimate.resources else None,
                results=results,
                exposed=done.exposed,
            )


class _Known:
    """Brings what was found before the files were written."""

    name = "architect"
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self._findings = findings

    def run(self, context: Context) -> AgentResult:  # noqa: ARG002 - as every agent
        """The findings."""
        return AgentResult(findings=self._findings)


class _Unwatched:
    """A proof's stages are nobody's to see: the run's own stages are."""

    def started(self, stage: str) -> None:
        """Nothing."""

    def finished(self, result: StageResult) -> None:
        """Nothing."""


def _stack(context: Context) -> str:
    if context.stacks:
        return context.stacks[0].path
    assert context.request is not None  # there is nothing to prove before it was read  # noqa: S101
    return stack_path(context.request, context.conventions)


def _start(context: Context, root: Path, artifacts: Sequence[Artifact]) -> Context:
    """The context of the first check: as in the run, without what later stages brought and without a model."""
    stacks = context.stacks or (Stack(_stack(context)),)
    return replace(
        context, workdir=root, artifacts=tuple(artifacts), stacks=stacks, findings=(), results=(), settled=(),
        evidence=(), exposed=(), passed=(), estimate=None, assessments=(), thinker=None,
    )  # fmt: skip


def _copied(root: Path, folder: Path) -> Path:
    """A copy of the checkout, links as links; ``workspace.write`` goes through none of them."""
    target = folder / "tree"
    if not root.is_dir():
        target.mkdir()
        return target
    shutil.copytree(root, target, symlinks=True, ignore=shutil.ignore_patterns(".git", ".terraform"))
    return target


def _without_left_over(workspace: Workspace, stack: str, artifacts: Sequence[Artifact]) -> None:
    """Remove what an earlier run wrote into the stack and these artifacts do not."""
    written = {artifact.path for artifact in artifacts}
    workspace.remove(path for path in _generated(workspace.root, stack) if path not in written)


def _generated(root: Path, stack: str) -> tuple[str, ...]:
    """The files that an earlier run wrote, as its README says."""
    readme = root / stack / "README.md"
    text = readme.read_text("utf-8", "replace") if readme.is_file() and not readme.is_symlink() else ""
    return generated_files(stack, text)


def _misplaced(root: Path, stack: str, before: Collection[str], after: Collection[str]) -> Iterator[str]:
    """What may not be written there: a path that leaves the checkout, goes through a link or steers something else;
    a new file where people have one."""
    ours = {*before, *_generated(root, stack)}
    for path in after:
        try:
            place = root / jailed(root, path)
        except Failure as failure:
            yield f"{path!r}: {failure.wrong}"
        else:
            if path not in ours and place.exists():
                yield f"{path!r} is there already, and not as a generated file"


def _laid(context: Context, artifacts: Sequence[Artifact]) -> Sequence[Artifact]:
    """The artifacts as the run would write them: merged with what people committed on the branch."""
    return context.lay(artifacts)[0] if context.lay else artifacts


def _conflicts(context: Context, before: Sequence[Artifact], after: Sequence[Artifact]) -> tuple[str, ...]:
    """Why these artifacts could not be pushed though the floor's could: what people committed stands against them."""
    if context.lay is None:
        return ()
    known = context.lay(before)[1]
    return tuple(reason for reason in context.lay(after)[1] if reason not in known)


def _texts(artifacts: Sequence[Artifact]) -> Mapping[str, str]:
    return {artifact.path: artifact.content for artifact in artifacts}


def _key(context: Context, artifacts: Sequence[Artifact]) -> str:
    """A digest of the files and of all that the checks hold them against."""
    known = sorted((one.rule, one.path, one.resource, one.title, str(one.explained)) for one in context.findings)
    request = replace(context.request, not_understood=()) if context.request else None
    against = (
        context.run, context.command, str(context.workdir), context.fail_on, request, context.conventions,
        context.resources, _stack(context), known, context.policy, context.company, context.base,
    )  # fmt: skip
    texts = sorted((artifact.path, artifact.content) for artifact in artifacts)
    return hashlib.sha256(repr((against, texts)).encode("utf-8", "surrogateescape")).hexdigest()
