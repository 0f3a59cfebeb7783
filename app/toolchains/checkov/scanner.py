"""Scans folders and plans with checkov: copy, ask the warm worker, normalise."""

import hashlib
import json
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

from app.domain.errors import Failure
from app.domain.evidence import Evidence
from app.domain.finding import Finding, fingerprinted
from app.domain.plan import Status
from app.toolchains.checkov.charts import Runner, helm_command, render_charts
from app.toolchains.checkov.inbox import Inbox, fill_inbox
from app.toolchains.checkov.link import WorkerLink
from app.toolchains.checkov.records import SECRETS, findings_of, trouble_findings, with_leaks
from app.toolchains.secrets.leaks import RULES as LEAKS
from app.toolchains.terraform.repair.rules import advice

if TYPE_CHECKING:
    import subprocess

WORKER = Path(__file__).with_name("worker.py")
TIMEOUT = 300.0


class Launcher(Runner, Protocol):
    """What the scanner needs of a sandbox."""

    isolation: str

    def start(
        self,
        argv: Sequence[str | Path],
        *,
        workdir: Path,
        read_only: Sequence[Path] = (),
        environment: Mapping[str, str] | None = None,
    ) -> "subprocess.Popen[str]":
        """Start a long-lived worker with text pipes."""
        ...


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan brought. ``status`` tells whether it ran to its end, not whether it found anything.

    ``passed`` are the rules that looked at something somewhere and were content.
    """

    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    status: Status = "passed"
    why: str = ""
    passed: tuple[str, ...] = ()


class Scanner:
    """checkov, kept warm. ``python`` is its tool environment's, or None where that was not made yet.

    ``advice`` gives a sentence on how to mend a rule; ``helm`` is the Python of Helm's environment, which stands in for
    a ``helm`` on PATH. Close it, or use it in a ``with`` statement.
    """

    def __init__(
        self,
        sandbox: Launcher,
        python: Path | None,
        *,
        timeout: float = TIMEOUT,
        advice: Callable[[str], str] = advice,
        helm: Path | None = None,
    ) -> None:
        self._sandbox = sandbox
        self._python = python
        self._timeout = timeout
        self._advice = advice
        self._helm = helm
        self._folder: Path | None = None
        self._guard = threading.Lock()
        self._link = WorkerLink(self._spawn)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Warm up in the background, so that the imports overlap with other work."""
        if self._python is not None:
            self._link.start()

    def close(self) -> None:
        """End the worker and remove what was copied."""
        self._link.close()
        with self._guard:
            folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def scan(self, root: Path, paths: Sequence[str] = ()) -> ScanResult:
        """Look at everything below ``root``, or with ``paths`` only at those files and folders."""
        return self._scan(lambda place: fill_inbox(root, place, paths), "static checks and secrets")

    def scan_plan(self, plan: Mapping[str, Any], name: str = "plan.json") -> ScanResult:
        """Look at Terraform's plan document; findings carry ``name`` as path and no line."""

        def fill(place: Path) -> Inbox:
            content = json.dumps(plan).encode()
            (place / "plan.json").write_bytes(content)
            return Inbox(["terraform_plan"], {"plan.json": name}, [], hashlib.sha256(content).hexdigest())

        return self._scan(fill, "static checks on the plan")

    def _scan(self, fill: Callable[[Path], Inbox], what: str) -> ScanResult:
        if self._python is None:
            why = "checkov is not installed: run `agents tools install`"
            return ScanResult(status="not_run", why=why)
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="scan-", dir=self._inbox()) as folder:
            place = Path(folder).resolve()
            inbox = fill(place)
            charts = render_charts(place, helm_command(self._helm), self._sandbox)
            if charts.templates:
                inbox.frameworks = sorted({*inbox.frameworks, "kubernetes"})
            try:
                answer = self._ask(place, inbox.frameworks)
            except Failure as failure:
                return ScanResult(status="failed", why=f"{failure}; {failure.hint}")
            found = findings_of(charts.kept(answer["records"], place), place, inbox.names, self._advice)
            found = charts.told(found, place)
            found = with_leaks(found, inbox.leaks, lambda path, line: _line_of(place, inbox, path, line))
        if "terraform_plan" in inbox.frameworks:
            found = [_without_lines(finding) for finding in found]
        troubles = answer["troubles"]
        evidence = Evidence(
            tool="checkov",
            version=self._link.version,
            command=f"checkov ({what}: {', '.join(inbox.frameworks) or 'no file of interest'})",
            exit_code=1 if troubles else 0,
            digest=inbox.digest,
            seconds=round(time.monotonic() - started, 3),
            isolation=self._sandbox.isolation,
        )
        return ScanResult(
            fingerprinted([*trouble_findings(troubles, inbox.left_out), *found]),
            (evidence,),
            "failed" if troubles else "passed",
            "; ".join(f"{framework}: {why}" for framework, why in sorted(troubles.items())),
            (*answer["passed"], *_no_secrets(inbox, found, troubles)),
        )

    def _ask(self, place: Path, frameworks: Sequence[str]) -> dict[str, Any]:
        if not frameworks:
            return {"records": [], "passed": [], "troubles": {}}
        request: dict[str, Any] = {"root": str(place), "frameworks": list(frameworks)}
        if "terraform_plan" in frameworks:
            request["file"] = str(place / "plan.json")
        return self._link.ask(request, self._timeout)

    def _inbox(self) -> Path:
        """The folder that the sandboxed worker sees; scans come and go in it."""
        with self._guard:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="agents-scan-")).resolve()
            return self._folder

    def _spawn(self) -> "subprocess.Popen[str]":
        if self._python is None:
            raise Failure("starting checkov", "it is not installed", "run `agents tools install`")
        home = self._python.parent.parent
        return self._sandbox.start(
            [self._python, "-I", WORKER],
            workdir=self._inbox(),
            read_only=[home, WORKER.parent],
            environment={"CHECKOV_PARALLELIZATION_TYPE": "none"},
        )


def _no_secrets(inbox: Inbox, found: Sequence[Finding], troubles: Mapping[str, str]) -> tuple[str, ...]:
    """The rules of our scan for secrets, where there were files to look at and nobody found one."""
    looked = "secrets" in inbox.frameworks and "secrets" not in troubles
    return LEAKS if looked and not any(finding.source == SECRETS for finding in found) else ()


def _line_of(place: Path, inbox: Inbox, path: str, line: int) -> str:
    """A line of a scanned file, by the original's path."""
    copies = {original: copy for copy, original in inbox.names.items()}
    lines = (place / copies.get(path, path)).read_text("utf-8", "replace").splitlines()
    return lines[line - 1] if 0 < line <= len(lines) else ""


def _without_lines(finding: Finding) -> Finding:
    return replace(finding, line=None, end_line=None)
