"""One process at a time on a SQLite database: a lock on a file beside it, held for as long as the process lives."""

import fcntl
import os
import time
from pathlib import Path
from typing import IO

from app.domain.errors import Failure

PATIENCE = 3.0
"""Seconds to wait for a process that is about to end, as at a reload of the server."""


class SoleWorker:
    """The lock; the kernel gives it back when the process ends, however it ends."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.lock")
        self._file: IO[str] | None = None

    def take(self, patience: float = PATIENCE) -> None:
        """Take it; raises ``Failure`` where another process holds it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+", encoding="ascii")
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() < deadline:
                    time.sleep(0.1)
                    continue
                file.seek(0)
                holder = file.read(20).strip() or "unknown"
                file.close()
                raise self._refused(holder) from None
            break
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def give_back(self) -> None:
        """Let another process have it."""
        if self._file:
            self._file.close()
            self._file = None

    def _refused(self, holder: str) -> Failure:
        return Failure(
            "starting the service",
            f"process {holder} already serves from {self._path.with_suffix('')}",
            "stop it first; for several workers set AGENTS_DATABASE_URL to a PostgreSQL database",
        )


def holder_of(database: Path) -> str:
    """The number of the process that serves from a SQLite database now; empty where none does, and nothing is taken."""
    try:
        with database.with_name(f"{database.name}.lock").open(encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read(20).strip() or "unknown"
    except OSError:
        return ""
    return ""
