"""What the kernel tells, on a machine made of files."""

import os
from pathlib import Path
from typing import NamedTuple

import pytest

from app.processes.machine import container_kind, git_version, kernel_number, memory, mount_of, read

GIB = 1024**3


def machine(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_gits_version() -> None:
    version = git_version()
    assert version is not None
    assert version >= (2, 0)


def test_a_git_that_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "git").write_text("#!/bin/sh\necho hello\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert git_version() is None


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git_version() is None


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({}, ""),
        ({".dockerenv": ""}, "docker"),
        ({"run/.containerenv": ""}, "podman"),
        ({"run/systemd/container": "systemd-nspawn\n"}, "container"),
    ],
)
def test_containers(tmp_path: Path, files: dict[str, str], kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)
    assert container_kind(machine(tmp_path, files)) == kind


def test_a_pod(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "10.0.0.1")
    assert container_kind(tmp_path) == "kubernetes"


@pytest.mark.parametrize(
    ("files", "size"),
    [
        ({}, None),
        ({"proc/meminfo": "MemTotal:        4194304 kB\nMemFree: 1 kB\n"}, 4 * GIB),
        ({"proc/meminfo": "MemTotal: 4194304 kB\n", "sys/fs/cgroup/memory.max": f"{GIB}\n"}, GIB),
        ({"proc/meminfo": "MemTotal: 4194304 kB\n", "sys/fs/cgroup/memory.max": "max\n"}, 4 * GIB),
        ({"sys/fs/cgroup/memory/memory.limit_in_bytes": f"{2 * GIB}"}, 2 * GIB),
    ],
)
def test_memory_is_the_least_of_the_limits(tmp_path: Path, files: dict[str, str], size: int | None) -> None:
    assert memory(machine(tmp_path, files)) == size


class Flags(NamedTuple):
    """What ``statvfs`` answers, as far as it is read."""

    f_flag: int
    f_bavail: int
    f_frsize: int


def test_a_mount(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def statvfs(path: Path) -> Flags:
        asked.append(path)
        return Flags(os.ST_RDONLY | 8, 10, 4096)

    monkeypatch.setattr("app.processes.machine.os.statvfs", statvfs)
    mount = mount_of(tmp_path / "not" / "there")
    assert asked == [tmp_path]
    assert (mount.read_only, mount.no_exec, mount.free, mount.own) == (True, True, 40960, False)
    assert mount_of(Path("/proc")).own


def test_numbers_of_the_kernel(tmp_path: Path) -> None:
    root = machine(tmp_path, {"proc/sys/user/max_user_namespaces": "0\n", "proc/sys/kernel/x": "none"})
    assert kernel_number("user.max_user_namespaces", root) == 0
    assert kernel_number("kernel.x", root) is None
    assert kernel_number("kernel.y", root) is None
    assert read(root / "nothing") == ""
