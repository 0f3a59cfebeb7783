"""Runs the real service in a process of its own and posts deliveries to it."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import weakref
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
PATIENCE = 180.0
"""Seconds after which a run that has not ended never will."""


class Forge(Protocol):
    """What the harness needs of a fake."""

    secret: str


class Service:
    """``agents serve`` with one data folder; may be killed and started again, and leaves no scratch behind."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        scratch = tempfile.mkdtemp(prefix="served-")
        weakref.finalize(self, shutil.rmtree, scratch, ignore_errors=True)
        self.environment = {"TMPDIR": scratch, **environment}
        self.process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self, **more: str) -> None:
        """Start and wait until it serves."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("AGENTS_")}
        cache = {"AGENTS_CACHE_DIR": os.environ["AGENTS_CACHE_DIR"]} if "AGENTS_CACHE_DIR" in os.environ else {}
        ours = {"AGENTS_TERRAFORM": "embedded", "AGENTS_DATA_DIR": str(self.folder), "AGENTS_FORGE_WRITE_INTERVAL": "0"}
        with (self.folder.parent / "service.log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app", "serve", "--port", "0"],
                env=kept | ours | cache | self.environment | more,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, f"{line!r}\n{self.log()[-3000:]}"
        self.url = found[0]

    def log(self) -> str:
        """What it wrote."""
        return (self.folder.parent / "service.log").read_text()

    def kill(self) -> None:
        """``kill -9`` of all its processes, as when the power goes."""
        if self.process and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._close()

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        self._close()
        return code

    def _close(self) -> None:
        if self.process and self.process.stdout:
            self.process.stdout.close()

    def post(self, forge: str, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        """Deliver; status and answer."""
        request = urllib.request.Request(f"{self.url}/webhooks/{forge}", body, dict(headers), method="POST")
        try:
            with urllib.request.urlopen(request, timeout=90) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def get(self, path: str, accept: str = "application/json") -> tuple[int, str]:
        """Status and text."""
        request = urllib.request.Request(f"{self.url}{path}", headers={"Accept": accept})
        try:
            with urllib.request.urlopen(request, timeout=90) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def run(self, run: str) -> dict[str, Any]:
        """The run's record."""
        status, text = self.get(f"/runs/{run}")
        assert status == 200, text
        found: dict[str, Any] = json.loads(text)
        return found

    def ended(self, run: str, patience: float = PATIENCE) -> dict[str, Any]:
        """The run's record once it has ended."""
        return wait_for(
            lambda: record if (record := self.run(run))["status"] not in {"queued", "running"} else None,
            patience,
            lambda: f"{self.run(run)}\n{self.log()[-3000:]}",
        )

    def accepted(self, forge: str, delivery: tuple[Mapping[str, str], bytes]) -> str:
        """Deliver what must be accepted; the run."""
        status, answer = self.post(forge, *delivery)
        assert status == 202, (status, answer)
        return str(answer["run"])


def wait_for(look: Callable[[], T | None], patience: float, told: Callable[[], str]) -> T:
    """What ``look`` finds, once it finds something."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {patience} s in vain: {told()}")


@contextlib.contextmanager
def serving(folder: Path, environment: Mapping[str, str], **more: str) -> Iterator[Service]:
    """A service that is ended with the block."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    service = Service(folder / "data", environment)
    try:
        service.start(**more)
        yield service
    finally:
        service.kill()
