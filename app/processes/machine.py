"""What the machine gives and forbids, read from the kernel: a container, memory, mounts, user namespaces."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.domain.errors import AgentsError
from app.processes.run import run

Kind = Literal["", "docker", "podman", "kubernetes", "container"]
ROOT = Path("/")


@dataclass(frozen=True, slots=True)
class Mount:
    """The mount that a path lies on; sizes in bytes."""

    read_only: bool
    no_exec: bool
    free: int
    own: bool


def git_version() -> tuple[int, ...] | None:
    """Git's version as numbers, or None where git is missing or does not say."""
    try:
        done = run(["git", "--version"], timeout=10)
    except AgentsError:
        return None
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", done.stdout)
    return tuple(int(part) for part in found.groups() if part) if found else None


def container_kind(root: Path = ROOT) -> Kind:
    """The kind of container that we are in, or empty."""
    if os.environ.get("KUBERNETES_SERVICE_HOST"):
        return "kubernetes"
    if (root / ".dockerenv").exists():
        return "docker"
    if (root / "run/.containerenv").exists():
        return "podman"
    return "container" if read(root / "run/systemd/container") else ""


def memory(root: Path = ROOT) -> int | None:
    """Bytes of memory that may be used: the machine's, or less where a control group says so; None where unknown."""
    total = re.search(r"MemTotal:\s+(\d+) kB", read(root / "proc/meminfo"))
    limits = [int(total[1]) * 1024] if total else []
    for name in ("sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes"):
        text = read(root / name)
        if text.isdigit():
            limits.append(int(text))
    return min(limits, default=None)


def mount_of(path: Path) -> Mount:
    """About the nearest part of the path that exists; ``own`` where it is a mount of its own, as volumes are."""
    place = next(one for one in (path, *path.absolute().parents) if one.exists())
    flags = os.statvfs(place)
    return Mount(
        read_only=bool(flags.f_flag & os.ST_RDONLY),
        no_exec=bool(flags.f_flag & getattr(os, "ST_NOEXEC", 8)),
        free=flags.f_bavail * flags.f_frsize,
        own=place.is_mount(),
    )


def kernel_number(name: str, root: Path = ROOT) -> int | None:
    """A number of ``sysctl`` by its dotted name, or None where the kernel has none of it."""
    text = read(root / "proc/sys" / name.replace(".", "/"))
    return int(text) if text.isdigit() else None


def read(path: Path) -> str:
    """A small file's text without its last newline; empty where it cannot be read."""
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
