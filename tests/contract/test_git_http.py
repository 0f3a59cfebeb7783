"""The fakes' git server: real clones and pushes, with tokens, chunks and compressed bodies."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.processes.git import git, require_git
from tests.fakes.faults import Faults, Serving, serve
from tests.fakes.git_http import bare_repository, commit, git_application, run_git

TOKEN = "secret-token"


def authorised(token: str = TOKEN) -> dict[str, str]:
    basic = base64.b64encode(f"oauth2:{token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "http.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {basic}",
    }


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def server(tmp_path: Path, faults: Faults) -> Iterator[Serving]:
    root = tmp_path / "root"
    bare_repository(root, "a/b/c", {"main.tf": "# ü\n"})
    with serve(
        faults.wrap(git_application(root, lambda repository, token: (repository, token) == ("a/b/c", TOKEN)))
    ) as it:
        yield it


def test_clone_and_push(server: Serving, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    require_git("x", "clone", "-q", f"{server.url}/a/b/c.git", str(clone), cwd=tmp_path, environment=authorised())
    assert (clone / "main.tf").read_text("utf-8") == "# ü\n"
    head = commit(clone / ".git", "work", {"new.tf": "x\n"}, "New", onto="HEAD")
    require_git("x", "push", "-q", "origin", "work", cwd=clone, environment=authorised())
    assert run_git(tmp_path / "root/a/b/c.git", "rev-parse", "refs/heads/work") == head


@pytest.mark.parametrize("environment", [{}, authorised("wrong")])
def test_without_the_token_nothing_is_given(server: Serving, tmp_path: Path, environment: dict[str, str]) -> None:
    done = git("clone", "-q", f"{server.url}/a/b/c.git", "clone", cwd=tmp_path, environment=environment)
    assert done.exit_code


def test_an_unknown_repository_is_not_found(server: Serving, tmp_path: Path) -> None:
    done = git("ls-remote", f"{server.url}/a/b/d.git", cwd=tmp_path, environment=authorised())
    assert "not found" in done.stderr


def test_a_large_push_comes_in_chunks(server: Serving, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    require_git("x", "clone", "-q", f"{server.url}/a/b/c.git", str(clone), cwd=tmp_path, environment=authorised())
    noise = "".join(f"{number * 7919 % 1000003:x} {number}\n" for number in range(200_000))
    head = commit(clone / ".git", "large", {"noise.txt": noise}, "Large", onto="HEAD")
    small = ("-c", "http.postBuffer=65536")  # more than this is sent in chunks
    require_git("x", *small, "push", "-q", "origin", "large", cwd=clone, environment=authorised())
    assert run_git(tmp_path / "root/a/b/c.git", "rev-parse", "refs/heads/large") == head


def test_a_fetch_with_many_haves_is_compressed(server: Serving, tmp_path: Path) -> None:
    clone, bare = tmp_path / "clone", tmp_path / "root/a/b/c.git"
    require_git("x", "clone", "-q", f"{server.url}/a/b/c.git", str(clone), cwd=tmp_path, environment=authorised())
    for number in range(40):
        commit(clone / ".git", "main", {"f": f"{number}\n"}, f"Here {number}")
    there = commit(bare, "main", {"g": "there\n"}, "There")
    require_git("x", "fetch", "-q", "origin", "main", cwd=clone, environment=authorised())
    assert require_git("x", "rev-parse", "FETCH_HEAD", cwd=clone) == there


def test_a_fault_after_the_push_has_pushed(server: Serving, faults: Faults, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    require_git("x", "clone", "-q", f"{server.url}/a/b/c.git", str(clone), cwd=tmp_path, environment=authorised())
    head = commit(clone / ".git", "work", {"new.tf": "x\n"}, "New", onto="HEAD")
    faults.add("POST", "git-receive-pack", "after")
    assert git("push", "-q", "origin", "work", cwd=clone, environment=authorised()).exit_code
    assert run_git(tmp_path / "root/a/b/c.git", "rev-parse", "refs/heads/work") == head
    assert [kind for _, _, kind in faults.fired] == ["after"]
