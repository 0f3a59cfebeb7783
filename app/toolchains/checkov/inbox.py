"""What a scan gets to see: a plain copy of the reviewed folder, and which frameworks the files in it call for."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.toolchains.secrets.leaks import Leak, leaks

LEFT_OUT = frozenset({".git", ".hg", ".svn", ".terraform", ".terragrunt-cache", "node_modules", ".venv", "__pycache__"})
"""Folders that hold no code of the repository's own."""
LOCK_FILES = frozenset(
    {".terraform.lock.hcl", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "go.sum", "poetry.lock", "uv.lock"}
    | {"Pipfile.lock", "Cargo.lock", "Gemfile.lock", "composer.lock"}
)
"""Files of checksums: nothing in them is configuration, and every line of them looks like a secret."""
FILE_LIMIT = 1_000_000
TOTAL_LIMIT = 200_000_000
COUNT_LIMIT = 20_000


@dataclass(slots=True)
class Inbox:
    """The copied files.

    ``names`` maps a path in the copy to the original's where they differ; ``left_out`` are the paths that were too many
    or too large; ``digest`` is the SHA-256 (hex) of all paths and contents; ``leaks`` are the secrets that our own scan
    finds, by path.
    """

    frameworks: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    digest: str = ""
    leaks: dict[str, tuple[Leak, ...]] = field(default_factory=dict)


def fill_inbox(root: Path, target: Path, paths: Sequence[str] = ()) -> Inbox:
    """Copy the text files below ``root`` (below ``paths`` where given) to ``target``.

    Links are never followed, binary files left out.
    """
    inbox = Inbox()
    digest = hashlib.sha256()
    wanted: set[str] = set()
    count = total = 0
    for path in _chosen(root, paths):
        relative = path.relative_to(root).as_posix()
        content = _content(path)
        if content is None:
            inbox.left_out.append(relative)
            continue
        if b"\0" in content:
            continue
        count, total = count + 1, total + len(content)
        if count > COUNT_LIMIT or total > TOTAL_LIMIT:
            inbox.left_out.append(relative)
            continue
        digest.update(os.fsencode(f"{relative}\0{len(content)}\0") + content)
        copy = _copy_name(root, relative)
        if copy != relative:
            inbox.names[copy] = relative
        place = target / copy
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        wanted |= _frameworks(relative, content)
        if found := tuple(leaks(relative, content.decode("utf-8", "replace"))):
            inbox.leaks[relative] = found
    inbox.digest = digest.hexdigest()
    inbox.frameworks = sorted(wanted)
    return inbox


def _chosen(root: Path, paths: Sequence[str]) -> Iterator[Path]:
    """The files of each path once, in order; overlapping paths do not repeat them."""
    if not paths:
        yield from walk(root)
        return
    seen: set[Path] = set()
    for name in sorted(paths):
        for path in walk(root / name) if (root / name).is_dir() else [root / name]:
            if path not in seen and path.is_file() and not path.is_symlink():
                seen.add(path)
                yield path


def walk(root: Path) -> Iterator[Path]:
    """The regular files below ``root`` that a scan looks at, in a fixed order."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in LEFT_OUT)
        for name in sorted(files):
            path = Path(folder, name)
            if name not in LOCK_FILES and path.is_file() and not path.is_symlink():
                yield path


def _content(path: Path) -> bytes | None:
    """The file's bytes, or None where it is too large or cannot be read."""
    try:
        if path.stat().st_size > FILE_LIMIT:
            return None
        return path.read_bytes()
    except OSError:
        return None


def _copy_name(root: Path, relative: str) -> str:
    """checkov does not know OpenTofu's ending: ``main.tofu`` is scanned as ``main.tf`` (which it stands in for)."""
    if not relative.endswith(".tofu"):
        return relative
    twin = relative.removesuffix("tofu") + "tf"
    return relative if (root / twin).exists() else twin


def _frameworks(relative: str, content: bytes) -> set[str]:
    """The scans that a file calls for; every text file is looked at for secrets."""
    name = relative.rsplit("/", 1)[-1]
    wanted = {"secrets"}
    if name.endswith((".tf", ".tf.json", ".tofu")):
        wanted.add("terraform")
    elif name == "Dockerfile" or name.startswith("Dockerfile.") or name.lower().endswith(".dockerfile"):
        wanted.add("dockerfile")
    elif name.endswith((".yaml", ".yml", ".json", ".template")):
        if b"AWSTemplateFormatVersion" in content or (b"Resources" in content and b"AWS::" in content):
            wanted.add("cloudformation")
        if b"apiVersion" in content and b"kind" in content:
            wanted.add("kubernetes")
        if ".github/workflows/" in f"/{relative}":
            wanted.add("github_actions")
    return wanted
