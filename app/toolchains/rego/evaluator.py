"""Runs the worker that evaluates Rego, bounded in time and memory; what ends it is a problem, never a silent pass."""

import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from app.domain.company import PolicyProblem, RegoAnswer, RegoFile, Violation
from app.domain.evidence import Evidence
from app.domain.finding import Severity
from app.processes.run import Completed
from app.toolchains.terraform.sensitive import BLANK, without_sensitive

TIMEOUT = 20.0
"""Seconds for all policies on one stack."""
MEMORY = 2 * 1024**3
"""Address space of the worker."""
ATTEMPTS = 4
"""Workers that are started for one stack: each but the first goes on without what ended the one before."""


class Launcher(Protocol):
    """What is needed of a sandbox."""

    isolation: str

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        workdir: Path,
        timeout: float = 300.0,
        input: str = "",  # noqa: A002
        memory: int = MEMORY,
    ) -> Completed:
        """Run to the end."""
        ...


class Rego:
    """Evaluates a company's policies."""

    def __init__(self, sandbox: Launcher, timeout: float = TIMEOUT) -> None:
        self._sandbox = sandbox
        self._timeout = timeout

    def evaluate(self, files: Sequence[RegoFile], document: Mapping[str, Any], missing: Sequence[str]) -> RegoAnswer:
        """Evaluate every ``deny``, ``violation`` and ``warn``; ``missing`` are parts that the document has not."""
        started = time.monotonic()
        job = {"files": [[one.path, one.text] for one in files], "input": _discreet(document), "missing": list(missing)}
        heard = _Heard()
        with tempfile.TemporaryDirectory(prefix="agents-rego-") as folder:
            for _ in range(ATTEMPTS):
                left = self._timeout - (time.monotonic() - started)
                done = self._run(Path(folder), job | {"skip": sorted(heard.settled)}, max(left, 1.0))
                heard.listen(done.stdout)
                if heard.done:
                    break
                heard.blame(_why(done, self._timeout))
        if not heard.done:
            heard.give_up()
        return heard.answer(self._evidence(files, job, heard, time.monotonic() - started))

    def _run(self, folder: Path, job: Mapping[str, Any], seconds: float) -> Completed:
        argv = [sys.executable, "-I", "-B", "-m", "app.toolchains.rego.worker"]
        return self._sandbox.run(argv, workdir=folder, timeout=seconds, input=json.dumps(job), memory=MEMORY)

    def _evidence(self, files: Sequence[RegoFile], job: Mapping[str, Any], heard: "_Heard", seconds: float) -> Evidence:
        digest = hashlib.sha256(json.dumps([job["files"], job["input"]], sort_keys=True).encode()).hexdigest()
        count = f"{len(files)} file{'s' if len(files) != 1 else ''}"
        return Evidence(
            tool="regorus",
            version=version("gordon-to-regorus"),
            command=f"rego policies ({count})",
            exit_code=1 if heard.problems else 0,
            digest=digest,
            seconds=round(seconds, 3),
            isolation=self._sandbox.isolation,
        )


def _discreet(document: Mapping[str, Any]) -> dict[str, Any]:
    """The plan without what Terraform calls sensitive: a policy's message is read by many."""
    blank = without_sensitive(document)
    declared = ((document.get("configuration") or {}).get("root_module") or {}).get("variables") or {}
    secret = {name for name, facts in declared.items() if facts.get("sensitive")} & set(blank.get("variables") or ())
    if secret:
        blank["variables"] = blank["variables"] | {name: {"value": BLANK} for name in secret}
    return blank


class _Heard:
    """What workers have told so far."""

    def __init__(self) -> None:
        self.problems: dict[PolicyProblem, None] = {}
        self.settled: set[str] = set()
        self.done = False
        self._said: dict[str, list[Violation]] = {}
        self._passed: dict[str, str] = {}
        self._at: tuple[str, str, int | None] = ("", "policies", None)

    def listen(self, text: str) -> None:
        """Take in a worker's lines; the last may be cut."""
        for line in text.splitlines():
            try:
                record = json.loads(line)
            except ValueError:
                break
            self._take(record)

    def _take(self, record: Mapping[str, Any]) -> None:
        if "at" in record:
            self._finish()
            self._at = (record["at"], record["path"], record["line"])
        elif "problem" in record:
            self.problems[PolicyProblem(*record["problem"])] = None
        elif "said" in record:
            self._said.setdefault(self._at[0], []).append(_violation(record["said"]))
        elif "passed" in record:
            self._passed[self._at[0]] = record["passed"]
        elif "done" in record:
            self._finish()
            self.done = True

    def _finish(self) -> None:
        """What was at work has ended well: a rule need not be evaluated again. Files are parsed anew each time."""
        if self._at[0].startswith("data."):
            self.settled.add(self._at[0])

    def blame(self, why: str) -> None:
        """The worker ended while it was at something: that is a problem, and the next goes on without it."""
        name, path, line = self._at
        self.problems[PolicyProblem(path, line, f"{name.removeprefix('data.')} {why}" if line else why)] = None
        self._said.pop(name, None)
        self.settled.add(name)

    def give_up(self) -> None:
        """What is left was not looked at."""
        self.problems[PolicyProblem("policies", None, "the other policies were not judged, for too many broke off")] = (
            None
        )

    def answer(self, evidence: Evidence) -> RegoAnswer:
        """All of it; a rule counts as passed only where nothing at all broke."""
        passed = tuple(sorted(set(self._passed.values()) - {one.rule for said in self._said.values() for one in said}))
        violations = tuple(one for said in self._said.values() for one in said)
        return RegoAnswer(violations, tuple(self.problems), passed, evidence)


def _violation(record: Mapping[str, Any]) -> Violation:
    return Violation(
        rule=record["rule"],
        severity=Severity.parse(record["severity"]),
        message=record["message"],
        resource=record["resource"],
        detail=record["detail"],
        controls={framework: tuple(ids) for framework, ids in record["controls"].items()},
    )


def _why(done: Completed, timeout: float) -> str:
    if done.timed_out:
        return f"took too long and was stopped (all policies together have {timeout:g} s)"
    last = done.stderr.strip().splitlines()[-1:]
    how = "ran out of memory or stack" if done.exit_code < 0 or done.exit_code > 128 else " ".join(last)
    return f"broke off: {how or f'exit code {done.exit_code}'}"
