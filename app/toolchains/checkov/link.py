"""The line to a warm worker: started in the background, restarted when it dies, one question at a time."""

import contextlib
import itertools
import json
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from app.domain.errors import Failure

if TYPE_CHECKING:
    import subprocess

STARTING = 120.0
"""Seconds for the imports; about 2.5 on a free core, much more on a crowded machine."""
GRACE = 15.0
"""Seconds beyond the scan's own time limit before the worker is given up."""


class WorkerLink:
    """Asks a worker process over JSON lines. ``spawn`` starts one with text pipes."""

    def __init__(self, spawn: Callable[[], "subprocess.Popen[str]"]) -> None:
        self._spawn = spawn
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str] = queue.Queue()
        self._numbers = itertools.count(1)
        self._warming: threading.Thread | None = None
        self._closed = threading.Event()
        self.version = ""

    def start(self) -> None:
        """Begin to warm up without waiting for it."""
        if self._warming is None:
            self._warming = threading.Thread(target=self._warm, name="checkov-warm", daemon=True)
            self._warming.start()

    def _warm(self) -> None:
        with contextlib.suppress(Failure, OSError), self._lock:
            self._ensure()

    def ask(self, request: Mapping[str, Any], timeout: float) -> dict[str, Any]:
        """The worker's answer; a worker that died on the way is replaced and asked once more.

        Raises ``Failure`` where it cannot be started, dies twice or keeps silent for ``timeout`` and the grace.
        """
        with self._lock:
            for _ in range(2):
                self._ensure()
                answer = self._exchange(dict(request), timeout)
                if answer is not None:
                    return answer
                self._drop()
            raise Failure("scanning with checkov", "its worker died twice", "run `agents doctor`")

    def close(self) -> None:
        """End the worker; one that is only just starting is not waited for."""
        self._closed.set()
        _kill(self._process)
        with self._lock:
            self._drop()

    @property
    def pid(self) -> int | None:
        """The worker's process id (the wrapper's, inside a sandbox), or None."""
        return self._process.pid if self._process else None

    def _ensure(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self._drop()
        if self._closed.is_set():
            raise Failure("starting checkov", "the run that wanted it has ended")
        process = self._process = self._spawn()
        if self._closed.is_set():
            _kill(process)
        lines = self._lines = queue.Queue()
        threading.Thread(target=_pump, args=(process, lines), name="checkov-answers", daemon=True).start()
        greeting = self._read(time.monotonic() + STARTING)
        if greeting is None or "ready" not in greeting:
            self._drop()
            raise Failure("starting checkov", "it did not start", "run `agents tools install`, then `agents doctor`")
        self.version = str(greeting["ready"])

    def _exchange(self, request: dict[str, Any], timeout: float) -> dict[str, Any] | None:
        """Send and receive; None where the worker died."""
        process = self._process
        if process is None or process.stdin is None:
            return None
        request |= {"id": next(self._numbers), "timeout": timeout}
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
        except OSError:
            return None
        deadline = time.monotonic() + timeout + GRACE
        while True:
            answer = self._read(deadline)
            # An answer to an older question belongs to someone who was interrupted while waiting.
            if answer is None or answer.get("id") == request["id"]:
                return answer

    def _read(self, deadline: float) -> dict[str, Any] | None:
        try:
            line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            self._drop()
            raise Failure("scanning with checkov", "no answer in time", "scan a smaller folder") from None
        try:
            answer = json.loads(line)
        except ValueError:
            return None
        return answer if isinstance(answer, dict) else None

    def _drop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _kill(process: "subprocess.Popen[str] | None") -> None:
    if process is not None and process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _pump(process: "subprocess.Popen[str]", lines: "queue.Queue[str]") -> None:
    """Move the worker's lines to the queue; an empty text marks its end."""
    if process.stdout is not None:
        with contextlib.suppress(ValueError, OSError):
            for line in process.stdout:
                lines.put(line)
    lines.put("")
