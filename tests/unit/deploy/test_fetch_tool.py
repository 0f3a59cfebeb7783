"""Fetching one program out of an archive that was pinned."""

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.unit.deploy.files import ROOT

PROGRAM = b"#!/bin/sh\necho runs\n"


def tarball(path: Path) -> Path:
    with tarfile.open(path, "w:gz") as box:
        for name in ("LICENSE", "tofu"):
            facts = tarfile.TarInfo(name)
            facts.size = len(PROGRAM)
            box.addfile(facts, io.BytesIO(PROGRAM))
    return path


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("tofu", PROGRAM)
    return path


def fetch(archive: Path, digest: str, member: str, target: Path) -> tuple[int, str]:
    """As the Dockerfile calls it."""
    words = [sys.executable, "deploy/fetch_tool.py", archive.as_uri(), digest, member, str(target)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr.strip()


@pytest.mark.parametrize(("make", "name"), [(tarball, "a.tar.gz"), (zipped, "a.zip")])
def test_the_program_of_the_pinned_archive_can_be_run(make: type, name: str, tmp_path: Path) -> None:
    archive = make(tmp_path / name)
    target = tmp_path / "out" / "tofu"
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert fetch(archive, digest, "tofu", target) == (0, "")
    assert subprocess.run([target], capture_output=True, text=True, check=True).stdout == "runs\n"
    assert [path.name for path in target.parent.iterdir()] == ["tofu"]


@pytest.mark.parametrize("digest", ["0" * 64, ""])
def test_of_another_archive_nothing_is_written(digest: str, tmp_path: Path) -> None:
    archive = tarball(tmp_path / "a.tar.gz")
    code, words = fetch(archive, digest, "tofu", tmp_path / "out" / "tofu")
    assert code == 1
    assert f"not {digest or 'one that was pinned'}" in words
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("make", "name"), [(tarball, "a.tar.gz"), (zipped, "a.zip")])
def test_a_member_that_is_not_there_is_named(make: type, name: str, tmp_path: Path) -> None:
    archive = make(tmp_path / name)
    code, words = fetch(archive, hashlib.sha256(archive.read_bytes()).hexdigest(), "terraform", tmp_path / "terraform")
    assert (code, words.startswith("fetching terraform: ")) == (1, True)
    assert not (tmp_path / "terraform").exists()


def test_what_cannot_be_had_is_said(tmp_path: Path) -> None:
    code, words = fetch(tmp_path / "missing.zip", "0" * 64, "tofu", tmp_path / "tofu")
    assert (code, words.startswith("fetching tofu: ")) == (1, True)
