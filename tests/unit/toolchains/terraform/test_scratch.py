import os
from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.toolchains.terraform import scratch
from app.toolchains.terraform.scratch import copy_repository
from tests.unit.toolchains.terraform.trees import plant


def test_content_is_copied_and_what_steers_tools_is_not(tmp_path: Path) -> None:
    root = plant(
        tmp_path / "repo",
        {
            "main.tf": "a",
            "deep/er/x.json": "b",
            ".git/config": "c",
            ".terraform/x": "c",
            "s/terraform.d/plugins/evil": "c",
            ".terraformrc": "c",
            "terraform.tfstate": "c",
            "s/x.tfstate.backup": "c",
            ".terraform.lock.hcl": "c",
            "node_modules/x.js": "c",
        },
    )
    copied = copy_repository(root, tmp_path / "copy")
    found = sorted(path.relative_to(tmp_path / "copy").as_posix() for path in (tmp_path / "copy").rglob("*"))
    assert found == ["deep", "deep/er", "deep/er/x.json", "main.tf", "s"]
    assert (copied.files, copied.left_out) == (2, [])


def test_links(tmp_path: Path) -> None:
    outside = plant(tmp_path / "outside", {"secret": "secret"})
    root = plant(tmp_path / "repo", {"a/real.txt": "x", ".git/hook": "x"})
    (root / "inside").symlink_to("a/real.txt")
    (root / "absolute").symlink_to(root / "a" / "real.txt")
    (root / "folder").symlink_to("a")
    (root / "out").symlink_to(outside / "secret")
    (root / "up").symlink_to("../outside")
    (root / "chain").symlink_to("up/secret")
    (root / "git").symlink_to(".git/hook")
    (root / "broken").symlink_to("nowhere")
    (root / "loop").symlink_to("loop")
    copied = copy_repository(root, tmp_path / "copy")
    copy = tmp_path / "copy"
    assert sorted(path.name for path in copy.iterdir()) == ["a", "absolute", "folder", "inside"]
    assert (copy / "folder").readlink() == Path("a")
    assert (copy / "absolute").read_text() == (copy / "inside").read_text() == "x"
    assert not (copy / "inside").is_symlink()
    assert (copy / "folder" / "real.txt").read_text() == "x"
    assert {path for path, _ in copied.left_out} == {"out", "up", "chain", "git"}


def test_large_and_special_files_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = plant(tmp_path / "repo", {"a": "x"})
    with (root / "big.bin").open("wb") as file:
        file.truncate(200 * 1024**2)
    os.mkfifo(root / "pipe")
    copied = copy_repository(root, tmp_path / "copy")
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["a"]
    assert copied.left_out == [("big.bin", "larger than 16 MB"), ("pipe", "not a regular file")]


def test_a_repository_beyond_all_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "MOST_FILES", 2)
    root = plant(tmp_path / "repo", {"a": "", "b": "", "c": ""})
    with pytest.raises(Failure, match="larger than"):
        copy_repository(root, tmp_path / "copy")


def test_only_what_is_wanted(tmp_path: Path) -> None:
    files = ("a/main.tf", "a/x/y.txt", "ab/main.tf", "modules/m/main.tf", "modules/n/main.tf", "top.tf", "lib/f.json")
    root = plant(tmp_path / "repo", dict.fromkeys(files, ""))
    copy_repository(root, tmp_path / "copy", ("a", "modules/m", "lib/f.json"))
    found = sorted(path.relative_to(tmp_path / "copy").as_posix() for path in (tmp_path / "copy").rglob("*.*"))
    assert found == ["a/main.tf", "a/x/y.txt", "lib/f.json", "modules/m/main.tf"]


def test_links_reach_beyond_what_is_wanted(tmp_path: Path) -> None:
    root = plant(tmp_path / "repo", {"a/main.tf": "", "shared/common.tf": "x", "lib/z/f.json": "y"})
    (root / "a" / "common.tf").symlink_to("../shared/common.tf")
    copy_repository(root, tmp_path / "one", ("a",))
    assert (tmp_path / "one/a/common.tf").read_text() == "x"
    assert not (tmp_path / "one/lib").exists()
    (root / "a" / "lib").symlink_to("../lib")
    copy_repository(root, tmp_path / "two", ("a",))
    assert (tmp_path / "two/a/lib/z/f.json").read_text() == "y"
