"""A container, seen from inside."""

from pathlib import Path

import pytest

from app.cli.doctor import container
from app.cli.doctor.container import MOUNTED, door
from app.processes.machine import Kind, Mount
from tests.unit.cli.doctor.scenes import scene, seen


@pytest.mark.parametrize(("kind", "wanted"), [("", False), ("docker", True), ("kubernetes", True)])
def test_who_wants_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Kind, wanted: bool) -> None:
    monkeypatch.setattr(container, "container_kind", lambda: kind)
    assert door().set_up(scene(tmp_path)) is wanted


@pytest.mark.parametrize(
    ("user", "kind", "state", "mend"),
    [
        (10001, "docker", "ok", ""),
        (0, "docker", "limited", "--user 10001"),
        (0, "kubernetes", "limited", "runAsNonRoot"),
    ],
)
def test_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: int, kind: Kind, state: str, mend: str
) -> None:
    monkeypatch.setattr(container, "container_kind", lambda: kind)
    monkeypatch.setattr("app.cli.doctor.container.os.geteuid", lambda: user)
    check = seen(door(), scene(tmp_path))["user"]
    assert (check.state, mend in check.mend) == (state, True)


@pytest.mark.parametrize(("read_only", "state"), [(True, "ok"), (False, "limited")])
def test_the_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_only: bool, state: str) -> None:
    monkeypatch.setattr(container, "mount_of", lambda _: Mount(read_only, no_exec=False, free=0, own=True))
    assert seen(door(), scene(tmp_path))["file system"].state == state


def test_a_service_account(tmp_path: Path) -> None:
    assert list(container._pod(tmp_path)) == []
    (tmp_path / MOUNTED).parent.mkdir(parents=True)
    (tmp_path / MOUNTED).write_text("x")
    (check,) = container._pod(tmp_path)
    assert check.mend == "automountServiceAccountToken: false"


def test_the_data_volume(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_mount", lambda _: False)
    assert seen(door(), scene(tmp_path))["data volume"].state == "limited"
    monkeypatch.setattr(Path, "is_mount", lambda path: path == tmp_path)
    assert seen(door(), scene(tmp_path))["data volume"].state == "ok"
