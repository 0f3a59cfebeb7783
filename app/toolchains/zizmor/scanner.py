"""Scans workflow files with zizmor: copy, run offline in the sandbox with our configuration only, normalise."""

import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.evidence import Evidence
from app.domain.finding import fingerprinted
from app.toolchains.checkov.charts import Runner
from app.toolchains.checkov.inbox import FILE_LIMIT, walk
from app.toolchains.checkov.scanner import ScanResult
from app.toolchains.zizmor.records import SOURCE, findings_of, satisfied, unreadable

if TYPE_CHECKING:
    from app.processes.run import Completed

CONFIG = Path(__file__).with_name("zizmor.yml")
TIMEOUT = 120.0
LARGE = 20_000_000
"""Characters of an answer that are read."""
WORKFLOW = re.compile(r"(?:^|/)\.github/(?:workflows/[^/]+|dependabot)\.ya?ml$|(?:^|/)action\.ya?ml$")
COMPLETED = re.compile(r"completed (?:\./)?(\S.*?)\s*$", re.MULTILINE)
OPTIONS = ("--offline", "--no-progress", "--color", "never", "--no-ignores", "--no-exit-codes", "--collect", "all")
"""``--no-ignores`` because what a comment ignores is shown as waived instead."""


class Isolated(Runner, Protocol):
    """What the scanner needs of a sandbox."""

    isolation: str


class WorkflowScanner:
    """zizmor. ``python`` is its tool environment's, or None where that was not made yet."""

    def __init__(self, sandbox: Isolated, python: Path | None, *, timeout: float = TIMEOUT) -> None:
        self._sandbox = sandbox
        self._python = python
        self._timeout = timeout

    def scan(self, root: Path, paths: Sequence[str] = ()) -> ScanResult:
        """Look at the workflow, action and Dependabot files below ``root`` (with ``paths`` only below those)."""
        files = list(_files(root, paths))
        if not files:
            return ScanResult()
        if self._python is None:
            return ScanResult(status="not_run", why="zizmor is not installed: run `agents tools install`")
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="agents-workflows-") as folder:
            place = Path(folder).resolve()
            digest = hashlib.sha256()
            for name in files:
                content = (root / name).read_bytes()
                digest.update(os.fsencode(f"{name}\0{len(content)}\0") + content)
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(content)
            done = self._run(self._python, place)
        records = _records(done.stdout)
        if done.exit_code or records is None:
            last = (done.stderr.strip().splitlines() or ["no words"])[-1][:200]
            return ScanResult(status="failed", why=f"zizmor ended with {done.exit_code}: {last}")
        looked_at = set(files) & set(COMPLETED.findall(done.stderr))
        findings = [*unreadable(set(files) - looked_at), *findings_of(records)]
        evidence = Evidence(
            tool=SOURCE,
            version=self._version(self._python),
            command=f"zizmor {' '.join(OPTIONS)} ({len(files)} workflow files)",
            exit_code=done.exit_code,
            digest=digest.hexdigest(),
            seconds=round(time.monotonic() - started, 3),
            isolation=self._sandbox.isolation,
        )
        return ScanResult(fingerprinted(findings), (evidence,), passed=satisfied(findings, looked_at))

    def _run(self, python: Path, place: Path) -> "Completed":
        program = python.with_name("zizmor")
        words: list[str | Path] = [
            program,
            *OPTIONS,
            "--persona",
            "auditor",
            "--format",
            "json-v1",
            "--config",
            CONFIG,
            ".",
        ]
        return self._sandbox.run(
            words, workdir=place, read_only=[python.parent.parent, CONFIG.parent], timeout=self._timeout
        )

    def _version(self, python: Path) -> str:
        """The version that the environment holds, from its metadata: asking the program would start it once more."""
        found = next(python.parent.parent.glob("lib/python*/site-packages/zizmor-*.dist-info"), None)
        return found.name.removeprefix("zizmor-").removesuffix(".dist-info") if found else ""


def _files(root: Path, paths: Sequence[str]) -> Iterator[str]:
    folders = sorted(paths) or ["."]
    for path in walk(root):
        name = path.relative_to(root).as_posix()
        below = any(folder in {".", name} or name.startswith(f"{folder}/") for folder in folders)
        if below and WORKFLOW.search(name) and path.stat().st_size <= FILE_LIMIT:
            yield name


def _records(text: str) -> list[Mapping[str, Any]] | None:
    if len(text) > LARGE:
        return None
    try:
        answer = json.loads(text)
    except ValueError:
        return None
    return answer if isinstance(answer, list) else None
