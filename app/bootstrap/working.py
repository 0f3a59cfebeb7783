"""Working folders of runs, in the data folder: what a crash leaves there is swept by whoever starts next."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import IO

from app.domain.errors import Failure

LOCK = ".lock"


class WorkingFolder:
    """This process's folder below ``parent``, with one for each run.

    A lock beside it says that the process lives: the kernel gives it back however the process ends, and it is seen
    from another container with the same data folder, where process ids mean nothing.
    """

    def __init__(self, parent: Path) -> None:
        self.path = parent / f"{os.getpid()}-{secrets.token_hex(4)}"
        self._lock: IO[str] | None = None

    def open(self) -> None:
        """Remove what processes that are no more have left, and make our own."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(self.path.parent)
        self._lock = _locked(_lock_of(self.path))
        self.path.mkdir()

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A private folder for one run, removed at its end; raises ``Failure`` where none can be made."""
        try:
            made = Path(mkdtemp(dir=self.path))
        except OSError as error:
            raise Failure("making a working folder", error.strerror or str(error), "free some disk space") from error
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def close(self) -> None:
        """Remove it."""
        if self._lock:
            shutil.rmtree(self.path, ignore_errors=True)
            _lock_of(self.path).unlink(missing_ok=True)
            self._lock.close()
            self._lock = None


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{LOCK}")


def _locked(path: Path) -> IO[str] | None:
    """The file, locked; None where somebody else has it."""
    file = path.open("a", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _sweep(parent: Path) -> None:
    for left in parent.iterdir():
        if not left.is_dir():
            continue  # a lock: its folder may be about to be made
        lock = _locked(_lock_of(left))
        if lock:
            with lock:
                shutil.rmtree(left, ignore_errors=True)
                _lock_of(left).unlink(missing_ok=True)
