"""Run a program to its end: bounded in time, its whole process group killed when we stop waiting."""

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
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


_live: set[int] = set()
_lock = threading.Lock()
_stopping = threading.Event()


def stop_all() -> None:
    """Kill every program that is running and refuse new ones: the user has interrupted us."""
    _stopping.set()
    with _lock:
        for group in _live:
            _kill(group)


def run(
    argv: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float = 60.0,
    input: str = "",
    limit: int = OUTPUT_LIMIT,
) -> Completed:
    """Run ``argv`` and wait at most ``timeout`` seconds.

    ``environment`` replaces the inherited one when given. Raises ``ToolMissing`` where the program does not exist
    and ``Failure`` once ``stop_all`` was called.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as feed:
        feed.write(input.encode())
        feed.seek(0)
        started = time.monotonic()
        process = _start(argv, cwd, environment, feed, out, err)
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
    argv: Sequence[str | Path],
    cwd: Path | None,
    environment: Mapping[str, str] | None,
    feed: IO[bytes],
    out: IO[bytes],
    err: IO[bytes],
) -> subprocess.Popen[bytes]:
    with _lock:
        if _stopping.is_set():
            raise Failure(f"starting {argv[0]}", "interrupted")
        try:
            process = subprocess.Popen(
                [str(part) for part in argv],
                cwd=cwd,
                env=dict(environment) if environment is not None else None,
                stdin=feed,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        except FileNotFoundError as error:
            if cwd is not None and not cwd.is_dir():
                raise Failure(f"starting {argv[0]}", f"there is no directory {cwd}") from error
            raise ToolMissing(f"starting {argv[0]}", "it is not installed", "run `agents doctor`") from error
        except OSError as error:
            raise Failure(f"starting {argv[0]}", str(error.strerror or error)) from error
        _live.add(process.pid)
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    _kill(process.pid)
    process.wait()
    with _lock:
        _live.discard(process.pid)


def _kill(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _text(stream: IO[bytes], limit: int) -> str:
    stream.seek(0)
    return stream.read(limit).decode("utf-8", "replace")
