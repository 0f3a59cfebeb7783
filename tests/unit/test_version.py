"""The version is made of tags, wherever the package is built from."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import commit, git_repository

ROOT = Path(__file__).parents[2]
FILES = ("pyproject.toml", "README.md", "LICENSE", "NOTICE", ".git_archival.txt", ".gitattributes")


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def version(folder: Path) -> str:
    """What the build backend says."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SETUPTOOLS_SCM_")}
    words = [sys.executable, "-m", "hatchling", "version"]
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with one commit that holds what the version is made of."""
    return git_repository(tmp_path / "clone", {name: (ROOT / name).read_text("utf-8") for name in FILES})


def archive(clone: Path, folder: Path) -> Path:
    """As GitHub packs a commit: what runners fetch for an action."""
    folder.mkdir()
    git(clone, "archive", "--output", str(folder / "a.tar"), "HEAD")
    shutil.unpack_archive(folder / "a.tar", folder)
    return folder


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        (["v1.2.3rc1"], "1.2.3rc1"),
        (["v1.2.3", "v1", "v1.3", "nightly-9.9.9"], "1.2.3"),
    ],
)
def test_a_tagged_commit(clone: Path, tmp_path: Path, tags: list[str], said: str) -> None:
    for tag in tags:
        git(clone, "tag", tag)
    assert version(clone) == said
    assert version(archive(clone, tmp_path / "archive")) == said
    assert git(clone, "status", "--porcelain") == "", "nothing is written into the checkout"


def test_a_commit_after_a_tag_and_after_the_moving_tag(clone: Path, tmp_path: Path) -> None:
    git(clone, "tag", "v1.2.3")
    later = git(commit(clone, {"more": "More.\n"}, "More"), "rev-parse", "HEAD")
    git(clone, "tag", "v1")
    assert version(clone).startswith(f"1.2.4.dev1+g{later[:7]}")
    assert version(archive(clone, tmp_path / "archive")).startswith(f"1.2.4.dev1+g{later[:7]}")


def test_before_the_first_tag(clone: Path, tmp_path: Path) -> None:
    first = git(clone, "rev-parse", "HEAD")
    assert version(clone).startswith(f"0.0.1.dev1+g{first[:7]}")
    assert version(archive(clone, tmp_path / "archive")) == "0.0"


def test_a_shallow_clone(clone: Path, tmp_path: Path) -> None:
    git(clone, "tag", "v1.2.3")
    later = git(commit(clone, {"more": "More.\n"}, "More"), "rev-parse", "HEAD")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", clone.as_uri(), str(shallow))
    assert version(shallow).startswith(f"0.0.1.dev1+g{later[:7]}")


def test_files_without_git(clone: Path) -> None:
    shutil.rmtree(clone / ".git")
    assert version(clone) == "0.0.0"


def test_an_sdist_says_its_own(clone: Path, tmp_path: Path) -> None:
    git(clone, "tag", "v1.2.3")
    (clone / "app").mkdir()
    words = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(tmp_path)]
    subprocess.run(words, cwd=clone, capture_output=True, check=True)
    shutil.unpack_archive(tmp_path / "iac_agents-1.2.3.tar.gz", tmp_path)
    assert version(tmp_path / "iac_agents-1.2.3") == "1.2.3"
