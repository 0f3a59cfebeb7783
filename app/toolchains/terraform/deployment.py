"""Simulated deployment of stacks: each in a private copy, inside the sandbox, side by side on the cores."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path

from app.domain.errors import Failure
from app.domain.finding import Finding, Severity
from app.domain.plan import StackResult, Step
from app.domain.stack import Stack
from app.processes.sandbox import Sandbox
from app.toolchains.terraform.binary import Terraform
from app.toolchains.terraform.checkout import Checkout
from app.toolchains.terraform.job import Job
from app.toolchains.terraform.outcome import Said, Where, evidence_of, outcome_of, parse_driver
from app.toolchains.terraform.requirements import Requirements, requirements_of
from app.toolchains.terraform.scene import is_automatic, set_up

PLAN_STEPS = ("format", "lint", "validate", "plan")
SIMULATE_STEPS = ("validate", "plan", "apply", "replan", "destroy")
RESOLVE_STEPS = ("validate", "plan", "apply")
TEST_STEPS = ("format", "lint", "validate", "plan", "apply", "replan", "destroy")
LONGEST = 900.0
"""Seconds for all of one stack's steps; each step has a shorter limit of its own."""
QUIET = {"GRPC_VERBOSITY": "NONE"}

Lint = Callable[[Path, Stack], Sequence[Finding]]


class Deployment:
    """Plans and deploys stacks against simulated providers.

    ``simulated`` maps provider names to schema versions; ``lint`` is the rule set run as the step ``lint``. No method
    raises for what is wrong with a stack: its result says it.
    """

    def __init__(
        self, sandbox: Sandbox, terraform: Terraform, simulated: Mapping[str, str], lint: Lint, workers: int = 0
    ) -> None:
        self._sandbox = sandbox
        self._terraform = terraform
        self._simulated = simulated
        self._lint = lint
        self._workers = workers or os.cpu_count() or 2

    def plan(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """Steps ``format lint validate plan``."""
        return self._all(root, stacks, PLAN_STEPS)

    def simulate(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """Steps ``validate plan apply replan destroy``."""
        return self._all(root, stacks, SIMULATE_STEPS)

    def resolve(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """Steps ``validate plan apply``: the graph with what only an apply tells."""
        return self._all(root, stacks, RESOLVE_STEPS)

    def test(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """All steps, with one plan."""
        return self._all(root, stacks, TEST_STEPS)

    def formatted(self, files: Mapping[str, str]) -> dict[str, str]:
        """The texts of ``.tf`` files by path, as ``terraform fmt`` writes them; what it cannot read stays as it is."""
        if not files:
            return {}
        private = _private_folder()
        try:
            tree = private / "tree"
            tree.mkdir()
            places = {path: tree / f"file{number}.tf" for number, path in enumerate(sorted(files))}
            for path, place in places.items():
                place.write_text(files[path], encoding="utf-8")
            self._drive(Job(str(tree), ".", ("rewrite",), str(self._terraform.path or "")), private)
            return {path: place.read_text("utf-8") for path, place in places.items()}
        except OSError as error:
            raise _no_room(error) from error
        finally:
            shutil.rmtree(private, ignore_errors=True)

    def _all(self, root: Path, stacks: Sequence[Stack], steps: tuple[str, ...]) -> tuple[StackResult, ...]:
        checkout = Checkout(root.resolve())
        with ThreadPoolExecutor(max(1, min(self._workers, len(stacks)))) as pool:
            contexts = [copy_context() for _ in stacks]  # what is started there is still the caller's
            turns = pool.map(lambda stack, context: context.run(self._one, checkout, stack, steps), stacks, contexts)
            return tuple(turns)

    def _one(self, checkout: Checkout, stack: Stack, steps: tuple[str, ...]) -> StackResult:
        isolated = self._sandbox.isolation != "none"
        needs = requirements_of(stack, checkout, self._simulated, isolated=isolated)
        private = _private_folder()
        try:
            return self._driven(checkout, stack, steps, needs, private)
        except RecursionError:
            why = "the code is nested too deeply to be read"
            rows = tuple(Step(step, "not_run", 0.0, why) for step in steps)
            return StackResult(stack.path, "failed", why, needs.providers, rows, changed=stack.changed)
        except OSError as error:
            raise _no_room(error) from error
        finally:
            shutil.rmtree(private, ignore_errors=True)

    def _driven(
        self, checkout: Checkout, stack: Stack, steps: tuple[str, ...], needs: Requirements, private: Path
    ) -> StackResult:
        scene = set_up(checkout, stack, private, self._terraform.kind)
        blocked, allowed = _bounds(needs, scene.unreadable)
        job = Job(
            root=str(scene.copy),
            stack=stack.path,
            steps=tuple(step for step in steps if step in allowed and step != "lint"),
            program=str(self._terraform.path or ""),
            modules=stack.modules,
            var_files=tuple(name for name in stack.var_files if not is_automatic(name)),
            providers=tuple(needs.providers),
            words=scene.words,
            types=scene.types,
            before_init=scene.before_init,
            before_plan=scene.before_plan,
        )
        with ThreadPoolExecutor(1) as beside:
            linting = beside.submit(self._linted, checkout.root, stack) if "lint" in steps else None
            said = self._drive(job, private) if job.steps else Said({})
            lint = linting.result() if linting else None
        outcome = outcome_of(steps, said, lint, scene.notes, Where(stack.path, str(scene.copy)), blocked)
        name, version = self._terraform.name, self._terraform.version
        return StackResult(
            path=stack.path,
            status=outcome.status,
            why=blocked if outcome.status == "not_run" and blocked else outcome.why,
            provider_schemas=needs.providers,
            steps=tuple(outcome.steps),
            plan=outcome.plan,
            idempotent=outcome.idempotent,
            changed=stack.changed,
            evidence=evidence_of(outcome, said, name, version, scene.digest, self._sandbox.isolation),
            plan_json=outcome.plan_json,
            planned=outcome.planned,
        )

    def _drive(self, job: Job, private: Path) -> Said:
        argv = [sys.executable, "-I", "-B", "-m", "app.toolchains.terraform.driver"]
        programs = [self._terraform.path] if self._terraform.path else []
        done = self._sandbox.run(
            argv, workdir=private, read_only=programs, environment=QUIET, timeout=LONGEST, input=job.written()
        )
        died = ""
        if done.timed_out:
            died = f"stopped after {LONGEST:.0f} s"
        elif done.exit_code:
            last = done.stderr.strip().splitlines()[-1:]
            died = f"the driver ended early: {' '.join(last) or done.exit_code}"
        return parse_driver(done.stdout.replace(f"{job.root}/", "").replace(job.root, "."), died)

    def _linted(self, root: Path, stack: Stack) -> Step:
        started = time.monotonic()
        findings = self._lint(root, stack)
        worst = [one for one in findings if one.severity >= Severity.HIGH]
        detail = "\n".join(f"{one.path}:{one.line}: {one.title} ({one.rule})" for one in findings)
        seconds = round(time.monotonic() - started, 3)
        return Step("lint", "failed" if worst else "passed", seconds, detail)


def _private_folder() -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix="agents-"))
    except OSError as error:
        raise _no_room(error) from error


def _no_room(error: OSError) -> Failure:
    return Failure(
        "preparing a simulated deployment",
        f"{error.strerror or error}: {error.filename or tempfile.gettempdir()}",
        f"free space in {tempfile.gettempdir()} or set TMPDIR",
    )


def _bounds(needs: Requirements, unreadable: Sequence[tuple[str, int, str]]) -> tuple[str, tuple[str, ...]]:
    """Why not every step is tried, and the steps that are.

    What cannot be had offline leaves only what needs no provider. A file that this house cannot read may hide a
    provisioner: Terraform says what is wrong with it, and nothing is deployed.
    """
    if unreadable:
        path, line, wrong = unreadable[0]
        return f"{path}:{line} could not be read: {wrong}", ("format",) if needs.missing else ("format", "validate")
    return ("; ".join(needs.missing), ("format",)) if needs.missing else ("", TEST_STEPS)
