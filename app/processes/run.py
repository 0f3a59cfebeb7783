"""Run a program to its end: bounded in time, its whole process group killed when we stop waiting."""

import contextlib
import contextvars
import functools
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.domain.errors import Failure, ToolMissing

OUTPUT_LIMIT = 64 * 1024 * 1024
"""Bytes of output that are kept; a plan of 2,000 resources is about 10 MB."""


@dataclass(frozen=True, slots=True)
class Completed:
    """How a program ended. Text is decoded as UTF-8 with replacement; ``exit_code`` is negative for a signal."""

    exit_code: int
    stdout: str
    stderr: str
    seconds: float
    timed_out: bool = False


FAMILY = 'trap "kill -9 0" TERM; exec 3<&0; "$@" <&3 3<&- & wait $!'
"""A shell at the head of a process group: told that we are gone, it kills the group, children of children included."""

OURS = ("AGENTS_", "ANTHROPIC_", "INPUT_")
"""How variables begin that are for us alone, keys and tokens among them: no program that we start inherits them."""

_live: dict[int, str] = {}
"""Process groups that are running, and whose they are."""

_refused: set[str] = set()
_lock = threading.Lock()
_stopping = threading.Event()
_owner: contextvars.ContextVar[str] = contextvars.ContextVar("owner", default="")


@contextlib.contextmanager
def owned_by(owner: str) -> Iterator[None]:
    """What is started inside is the owner's (``run`` or ``run/step``), in this context and in copies of it."""
    token = _owner.set(owner)
    try:
        yield
    finally:
        _owner.reset(token)


def inherited() -> dict[str, str]:
    """Our environment, without what is for us alone."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def stop_all() -> None:
    """Kill every program that is running and refuse new ones: the user has interrupted us."""
    _stopping.set()
    with _lock:
        for group in _live:
            _kill(group)


def stop_owned(owner: str) -> int:
    """Kill what the owner (and ``owner/…``) has running and refuse new ones until ``allow_owned``; returns how many."""
    with _lock:
        _refused.add(owner)
        groups = [group for group, whose in _live.items() if _belongs(whose, owner)]
        for group in groups:
            _kill(group)
    return len(groups)


def allow_owned(owner: str) -> None:
    """Let the owner start programs again."""
    with _lock:
        _refused.discard(owner)


def _belongs(whose: str, owner: str) -> bool:
    return whose == owner or whose.startswith(f"{owner}/")


def run(
    argv: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float = 60.0,
    input: str = "",
    limit: int = OUTPUT_LIMIT,
    family: bool = False,
) -> Completed:
    """Run ``argv`` and wait at most ``timeout`` seconds.

    ``environment`` replaces the ``inherited`` one when given. Raises ``ToolMissing`` where the program does not exist
    and ``Failure`` once ``stop_all`` was called, or ``stop_owned`` for the owner we are in. The program dies with the
    thread that waits for it here, and with ``family`` so does what it started itself (whose death by a signal is then
    told as 128 and more).
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as feed:
        feed.write(input.encode())
        feed.seek(0)
        started = time.monotonic()
        words = [*_bound_to_us(str(argv[0]), environment, family), *(str(part) for part in argv)]
        process = _start(words, str(argv[0]), cwd, environment, feed, out, err)
        timed_out = False
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            _end(process)
        return Completed(
            process.returncode, _text(out, limit), _text(err, limit), round(time.monotonic() - started, 3), timed_out
        )


def _start(
    words: list[str],
    program: str,
    cwd: Path | None,
    environment: Mapping[str, str] | None,
    feed: IO[bytes],
    out: IO[bytes],
    err: IO[bytes],
) -> subprocess.Popen[bytes]:
    owner = _owner.get()
    with _lock:
        if _stopping.is_set() or any(_belongs(owner, refused) for refused in _refused):
            raise Failure(f"starting {program}", "interrupted")
        try:
            process = subprocess.Popen(
                words,
                cwd=cwd,
                env=dict(environment) if environment is not None else inherited(),
                stdin=feed,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        except FileNotFoundError as error:
            if cwd is not None and not cwd.is_dir():
                raise Failure(f"starting {program}", f"there is no directory {cwd}") from error
            raise ToolMissing(f"starting {program}", "it is not installed", "run `agents doctor`") from error
        except OSError as error:
            raise Failure(f"starting {program}", str(error.strerror or error)) from error
        _live[process.pid] = owner
        return process


def _bound_to_us(program: str, environment: Mapping[str, str] | None, family: bool) -> tuple[str, ...]:
    """Words before a program's own that end it when we are killed and cannot do it (1 ms; 2 ms with its family).

    Empty where there is no ``setpriv``, and for a program that cannot be started: then the error is the program's.
    """
    guard = _setpriv()
    path = environment.get("PATH", os.defpath) if environment is not None else None
    if not guard or not shutil.which(program, path=path):
        return ()
    if family:
        return (guard, "--pdeathsig", "TERM", "--", "/bin/sh", "-c", FAMILY, "sh")
    return (guard, "--pdeathsig", "KILL", "--")


@functools.cache
def _setpriv() -> str | None:
    """util-linux's ``setpriv``, where it knows the option (BusyBox's does not)."""
    found = shutil.which("setpriv")
    if not found:
        return None
    words = [found, "--pdeathsig", "KILL", "--", "true"]
    tried = subprocess.run(words, capture_output=True, check=False, env=inherited())
    return None if tried.returncode else found


def _end(process: subprocess.Popen[bytes]) -> None:
    _kill(process.pid)
    process.wait()
    with _lock:
        _live.pop(process.pid, None)


def _kill(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _text(stream: IO[bytes], limit: int) -> str:
    stream.seek(0)
    return stream.read(limit).decode("utf-8", "replace")
