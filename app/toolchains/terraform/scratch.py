"""A private copy of the repository in which Terraform may write.

The copy keeps relative paths, so ``../modules`` works; it leaves out what could steer our tools or lead outside: git's
and Terraform's own folders, states, plugin folders, command-line configurations, links that leave the repository, and
whatever is too large to be code.
"""

import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import Failure

SKIPPED_FOLDERS = {
    ".git",
    ".hg",
    ".svn",
    ".terraform",
    "terraform.d",
    "node_modules",
    ".venv",
    "__pycache__",
    ".terragrunt-cache",
}
SKIPPED_FILES = {".terraformrc", "terraform.rc", ".tofurc", ".terraform.lock.hcl", ".terraform.tfstate.lock.info"}
LARGEST_FILE = 16 * 1024**2
LARGEST_COPY = 1024**3
MOST_FILES = 100_000


@dataclass(slots=True)
class Copied:
    """What was left out of the copy although it looked like content: path and why."""

    left_out: list[tuple[str, str]] = field(default_factory=list)
    files: int = 0
    size: int = 0


def copy_repository(root: Path, target: Path, only: Sequence[str] | None = None) -> Copied:
    """Copy ``root`` to ``target``, which is made; with ``only``, what lies at and below these relative paths.

    Raises ``Failure`` where that is larger than a repository should be.
    """
    copied = Copied()
    if not _copy(root.resolve(), target, only, copied):
        # A linked folder leads to a place that was not asked for.
        shutil.rmtree(target)
        copied = Copied()
        _copy(root.resolve(), target, None, copied)
    return copied


def _copy(root: Path, target: Path, only: Sequence[str] | None, copied: Copied) -> bool:
    target.mkdir(parents=True)
    waiting = [(root, target)]
    while waiting:
        source, destination = waiting.pop()
        for entry in _entries(source):
            path = Path(entry.path)
            if only is not None and not _wanted(path.relative_to(root).as_posix(), only):
                continue
            if entry.is_symlink():
                if not _link(path, destination / entry.name, root, copied) and only is not None:
                    return False
            elif entry.is_dir(follow_symlinks=False):
                if entry.name not in SKIPPED_FOLDERS:
                    (destination / entry.name).mkdir()
                    waiting.append((path, destination / entry.name))
            elif not _skipped(entry.name):
                _file(path, destination / entry.name, path.relative_to(root).as_posix(), copied)
    return True


def _wanted(path: str, only: Sequence[str]) -> bool:
    """Whether ``path`` is, holds, or lies below one of the wanted ones."""
    return any(path == one or path.startswith(one + "/") or one.startswith(path + "/") for one in only)


def _entries(folder: Path) -> Iterator["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            yield from sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return


def _skipped(name: str) -> bool:
    return name in SKIPPED_FILES or name.endswith((".tfstate", ".tfstate.backup"))


def _link(link: Path, destination: Path, root: Path, copied: Copied) -> bool:
    """Copy what a link leads to: a file as a file, a folder as a link. False where it leads to a folder."""
    relative = link.relative_to(root).as_posix()
    try:
        real = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return True
    if not real.is_relative_to(root) or SKIPPED_FOLDERS & set(real.relative_to(root).parts):
        copied.left_out.append((relative, "a link that leaves the repository"))
        return True
    if not real.is_dir():
        if not _skipped(real.name):
            _file(real, destination, relative, copied)
        return True
    # Where the link really leads, not what it says: a link through another one could leave the copy.
    destination.symlink_to(os.path.relpath(real, link.parent.resolve()))
    return False


def _file(path: Path, destination: Path, relative: str, copied: Copied) -> None:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        copied.left_out.append((relative, "not a regular file"))
        return
    if status.st_size > LARGEST_FILE:
        copied.left_out.append((relative, f"larger than {LARGEST_FILE // 1024**2} MB"))
        return
    copied.files += 1
    copied.size += status.st_size
    if copied.files > MOST_FILES or copied.size > LARGEST_COPY:
        raise Failure(
            "copying the repository for a simulated deployment",
            f"it is larger than {LARGEST_COPY // 1024**2} MB or {MOST_FILES} files",
            "name a smaller directory",
        )
    try:
        shutil.copyfile(path, destination, follow_symlinks=False)
    except PermissionError:
        copied.left_out.append((relative, "not readable"))
