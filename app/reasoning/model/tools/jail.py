"""The repository as a model may read it: regular text files below the root, by their plain names, without secrets.

Every part of a path is opened in the folder before it and never through a link, so that a name that changes meanwhile
leads nowhere else. What is kept back can neither be read nor listed nor found.
"""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.domain.redaction import redact
from app.reasoning.model.quoting import without_secrets
from app.reasoning.model.tools.keeping import Kept

LARGEST = 200_000
"""Bytes of a file that is read; code that people write is smaller."""
DEEPEST = 30
LONGEST_PATH = 300
MOST_NAMES = 20_000
"""In one folder: a fuller one is left out whole, since which names come first in it is chance."""
MOST_ENTRIES = 100_000
IDLE = frozenset({"node_modules", "vendor", "venv", ".venv", "__pycache__", ".cache"})
"""Folders of other people's code."""
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


@dataclass(slots=True)
class Walk:
    """What a walk left out besides what is kept back: whether it ended early, and how many odd names and large folders
    it passed by. Complete when the walk is."""

    seen: int = 0
    ended: bool = False
    odd: int = 0
    large: int = 0

    @property
    def told(self) -> tuple[str, ...]:
        """In words, one line each."""
        ended = ("(there is more than was looked at: ask for fewer files)",) if self.ended else ()
        odd = (f"({self.odd} with names that cannot be shown left out)",) if self.odd else ()
        large = (f"({self.large} folders that are too deep or too full left out)",) if self.large else ()
        return ended + odd + large


class Jail:
    """A checkout at ``root`` without what ``keep_back`` and the built-in list keep."""

    def __init__(self, root: Path, keep_back: Sequence[str] = ()) -> None:
        self._root = root
        self._kept = Kept(keep_back)

    def path(self, given: str) -> str:
        """A path as it is written here; raises ``ValueError`` for one that may not be read."""
        if given.startswith(("/", "~")) or "\\" in given or ".." in given.split("/"):
            raise ValueError("the path must be relative to the repository's top, with / and without ..")
        path = "/".join(part for part in given.split("/") if part not in {"", "."})
        if not path or not _speakable(path) or redact(path) != path:
            raise ValueError("this is no name that can be shown")
        if why := self._kept.why(path):
            raise ValueError(f"{path} is kept back: {why}")
        return path

    def text(self, given: str) -> str:
        """A file's text without secrets, whole; raises ``ValueError`` where there is none that may be read."""
        return without_secrets(self.raw(given))

    def raw(self, given: str) -> str:
        """The same with its secrets: for looking whether ``text`` is worth the time, never to be shown."""
        path = self.path(given)
        try:
            text = self._read(path).decode()
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            raise ValueError(f"{path} is no text")
        return text

    def _read(self, path: str) -> bytes:
        *folders, name = path.split("/")
        try:
            with _Opened(os.open(self._root, FOLDER)) as folder:
                for part in folders:
                    folder.enter(part)
                with _Opened(os.open(name, FILE, dir_fd=folder.descriptor)) as file:
                    status = os.fstat(file.descriptor)
                    if not stat.S_ISREG(status.st_mode):
                        raise ValueError(f"{path} is no regular file")
                    if status.st_size > LARGEST:
                        raise ValueError(f"{path} is larger than {LARGEST} bytes")
                    with os.fdopen(file.descriptor, "rb", closefd=False) as stream:
                        return stream.read(LARGEST)
        except OSError as error:
            missing = error.errno == errno.ENOENT
            wrong = f"there is no file {path}" if missing else f"{path} cannot be read, or goes through a link"
            raise ValueError(wrong) from None

    def files(self, walk: Walk | None = None) -> Iterator[str]:
        """The paths of all files that may be read, in a fixed order; ``walk`` is told what was left out."""
        walk = walk or Walk()
        try:
            top = os.open(self._root, FOLDER)
        except OSError:
            return
        yield from self._below(top, "", DEEPEST, walk)

    def _below(self, descriptor: int, prefix: str, depth: int, walk: Walk) -> Iterator[str]:
        """The files of an open folder, which is closed at the end."""
        with _Opened(descriptor) as folder:
            for name, is_folder in folder.entries(walk):
                path = f"{prefix}{name}"
                walk.seen += 1
                if walk.seen > MOST_ENTRIES:
                    walk.ended = True
                    return
                if not _speakable(path):
                    walk.odd += 1
                elif self._kept.why(path) or (is_folder and name in IDLE):
                    continue
                elif not is_folder:
                    yield path
                elif not depth:
                    walk.large += 1
                elif (inner := folder.inner(name)) is not None:
                    yield from self._below(inner, f"{path}/", depth - 1, walk)


class _Opened:
    """An open file or folder."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.descriptor)

    def enter(self, name: str) -> None:
        """Go into a folder in it, never through a link."""
        inner = os.open(name, FOLDER | os.O_NOFOLLOW, dir_fd=self.descriptor)
        os.close(self.descriptor)
        self.descriptor = inner

    def inner(self, name: str) -> int | None:
        """A folder in it, opened; None where it is none (any more)."""
        try:
            return os.open(name, FOLDER | os.O_NOFOLLOW, dir_fd=self.descriptor)
        except OSError:
            return None

    def entries(self, walk: Walk) -> list[tuple[str, bool]]:
        """Names of regular files and folders, the latter with True, in order; none of one that holds too many."""
        found: list[tuple[str, bool]] = []
        with os.scandir(self.descriptor) as names:
            for count, one in enumerate(names):
                if count >= MOST_NAMES:
                    walk.large += 1
                    return []
                if one.is_dir(follow_symlinks=False) or one.is_file(follow_symlinks=False):
                    found.append((one.name, one.is_dir(follow_symlinks=False)))
        return sorted(found)


def _speakable(path: str) -> bool:
    """Whether a path can be shown as it is: no control or invisible character, no half of a surrogate pair."""
    return path.isprintable() and len(path) <= LONGEST_PATH
