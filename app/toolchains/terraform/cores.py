"""Two ways to run a Terraform command inside the sandbox: the embedded core's worker, or a program."""

import contextlib
import json
import queue
import re
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.processes.run import run
from app.processes.sandbox import Sandbox

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Ran:
    """How one command ended; ``exit_code`` is -1 where it was stopped or crashed."""

    exit_code: int
    stdout: str
    stderr: str
    seconds: float

    @property
    def text(self) -> str:
        """What it said about what went wrong, else what it said."""
        return plain(self.stderr.strip() or self.stdout.strip())


class Core(Protocol):
    """Runs Terraform commands in one directory."""

    def run(self, argv: Sequence[str], timeout: float) -> Ran:
        """Run one command, at most ``timeout`` seconds."""
        ...

    def close(self) -> None:
        """End what is running."""
        ...


class EmbeddedCore:
    """The worker of ``core.py``; started at once, so that loading it overlaps with what the caller does meanwhile."""

    def __init__(self, directory: Path, environment: Mapping[str, str]) -> None:
        argv = [sys.executable, "-I", "-B", str(Path(__file__).with_name("core.py"))]
        # The driver is inside the sandbox already: no second one.
        self._process = Sandbox(None).start(argv, workdir=directory, environment=environment)
        self._answers: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        if self._process.stdout:
            for line in self._process.stdout:
                self._answers.put(line)
        self._answers.put("")

    def run(self, argv: Sequence[str], timeout: float) -> Ran:
        """Run one command; after a time-out or a crash every further one fails at once."""
        if self._process.poll() is not None or not self._process.stdin:
            return Ran(-1, "", "the embedded Terraform core has ended", 0.0)
        try:
            self._process.stdin.write(json.dumps({"argv": list(argv)}) + "\n")
            self._process.stdin.flush()
            line = self._answers.get(timeout=timeout)
        except queue.Empty:
            self.close()
            return Ran(-1, "", f"stopped after {timeout:.0f} s", timeout)
        except BrokenPipeError:
            line = ""
        if not line:
            self.close()
            return Ran(-1, "", "the embedded Terraform core crashed", 0.0)
        answer = json.loads(line)
        return Ran(answer["exit_code"], answer["stdout"], answer["stderr"], answer["seconds"])

    def close(self) -> None:
        """Kill the worker."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                # What was not taken any more is lost with the worker.
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


class ProgramCore:
    """A ``terraform`` or ``tofu`` program."""

    def __init__(self, program: Path, directory: Path, environment: Mapping[str, str]) -> None:
        self._program = program
        self._directory = directory
        self._environment = environment

    def run(self, argv: Sequence[str], timeout: float) -> Ran:
        """Run one command as a process of its own."""
        done = run([self._program, *argv], cwd=self._directory, environment=self._environment, timeout=timeout)
        if done.timed_out:
            return Ran(-1, done.stdout, f"stopped after {timeout:.0f} s", done.seconds)
        return Ran(done.exit_code, done.stdout, done.stderr, done.seconds)

    def close(self) -> None:
        """Nothing lasts between commands."""


def plain(text: str) -> str:
    """Text without terminal codes and the frame that Terraform draws around its messages."""
    lines = (re.sub(r"^[│╷╵|] ?", "", line).rstrip() for line in _ANSI.sub("", text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
