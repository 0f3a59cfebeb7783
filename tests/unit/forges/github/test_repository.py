import json
from pathlib import Path

import pytest

from app.domain.errors import Failure
from app.domain.publication import Role
from app.forges.github.host import GitHubHost
from app.forges.github.repository import GitHubForge
from app.processes.git import git, require_git
from tests.fakes.github import FakeGitHub
from tests.fakes.github.fake import TOKEN
from tests.unit.forges.github.conftest import REPOSITORY


def test_git_clones_and_pushes_with_the_credentials(github: FakeGitHub, forge: GitHubForge, tmp_path: Path) -> None:
    clone, environment = tmp_path / "clone", forge.credentials()
    require_git("cloning", "clone", "--quiet", forge.source(), str(clone), cwd=tmp_path, environment=environment)
    assert (clone / "main.tf").read_text() == "a\n"
    require_git(
        "pushing", "push", "--quiet", "origin", "HEAD:refs/heads/agents/1-site", cwd=clone, environment=environment
    )
    assert forge.head_of("agents/1-site") == forge.head_of("main")
    assert git("ls-remote", forge.source(), cwd=tmp_path).exit_code != 0
    assert all("ghs_" not in value for value in environment.values())
    assert "@" not in forge.source()


def test_the_credentials_are_for_this_repository_only(github: FakeGitHub, forge: GitHubForge, tmp_path: Path) -> None:
    github.repository("acme/other")
    other = forge.source().replace("web.git", "other.git")
    assert git("ls-remote", other, cwd=tmp_path, environment=forge.credentials()).exit_code != 0


def test_branches(github: FakeGitHub, forge: GitHubForge) -> None:
    assert forge.default_branch() == "main"
    assert forge.head_of("main") == github.state()["repositories"][REPOSITORY]["branches"]["main"]
    assert forge.head_of("none") is None
    github.commit(REPOSITORY, "ümlaut/x", {"main.tf": "b\n"})
    assert forge.head_of("ümlaut/x")
    assert forge.head_of("ümlaut") is None


def test_an_empty_repository(github: FakeGitHub, host: object, forge: GitHubForge) -> None:
    github.repository("acme/empty", {})
    empty = type(forge)(forge._access)
    empty._access.repository = empty.repository = "acme/empty"
    github.state_.tokens[empty._access.token()].repositories = None
    assert empty.default_branch() == ""
    assert empty.head_of("main") is None


@pytest.mark.parametrize(
    ("path", "revision", "text"),
    [
        ("main.tf", "main", "a\n"),
        ("docs/ñandú.md", "main", "¡hola!\n"),
        ("docs", "main", None),
        ("none", "main", None),
        ("main.tf", "none", None),
        ("main.tf", "feature", "b\n"),
    ],
)
def test_files(github: FakeGitHub, forge: GitHubForge, path: str, revision: str, text: str | None) -> None:
    github.commit(REPOSITORY, "feature", {"main.tf": "b\n"})
    assert forge.file(path, revision) == text


def test_a_file_over_a_megabyte(github: FakeGitHub, forge: GitHubForge) -> None:
    github.commit(REPOSITORY, "main", {"large.txt": "ñ" * 600_000})
    assert forge.file("large.txt", "main") == "ñ" * 600_000


def test_a_file_that_is_no_text(github: FakeGitHub, forge: GitHubForge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fakes.github.commits._blob", lambda repository, blob: b"\xff\x00")
    assert forge.file("main.tf", "main") is None


@pytest.mark.parametrize("role", ["none", "read", "triage", "write", "maintain", "admin"])
def test_roles(github: FakeGitHub, forge: GitHubForge, role: str) -> None:
    github.permit(REPOSITORY, "grace", role)
    assert forge.permission_of("grace") is Role[role.upper()]


@pytest.mark.parametrize("user", ["nobody", "", "../../../user", "a b", "ünknown"])
def test_unknown_people_may_do_nothing(forge: GitHubForge, user: str) -> None:
    assert forge.permission_of(user) is Role.NONE


@pytest.mark.parametrize("kind", ["before", "forbidden", "missing", "truncated", "html", "expired"])
def test_any_error_is_no_permission(github: FakeGitHub, forge: GitHubForge, kind: str) -> None:
    github.fault("GET", "/collaborators/", kind, times=9)
    assert forge.permission_of("ada") is Role.NONE


def test_teams(github: FakeGitHub, forge: GitHubForge) -> None:
    github.team("acme/platform", "ada")
    assert forge.member_of("acme/platform", "ada")
    assert not forge.member_of("acme/platform", "eve")
    assert not forge.member_of("platform", "ada")
    github.fault("GET", "/teams/", "before", times=9)
    assert not forge.member_of("acme/platform", "ada")


def test_sarif(github: FakeGitHub, forge: GitHubForge) -> None:
    head, text = forge.head_of("main") or "", json.dumps({"runs": ["ñ"]})
    assert forge.upload_sarif(head, "refs/heads/main", text)
    assert github.state_.repositories[REPOSITORY].sarifs == [{"commit": head, "ref": "refs/heads/main", "sarif": text}]
    github.state_.repositories[REPOSITORY].code_scanning = False
    assert not forge.upload_sarif(head, "refs/heads/main", text)


def test_a_repository_that_is_not_there(forge: GitHubForge, github: FakeGitHub) -> None:
    forge.ensure_repository()
    del github.state_.repositories[REPOSITORY]
    with pytest.raises(Failure, match="Not Found") as failure:
        forge.ensure_repository()
    assert "installed" in failure.value.hint


@pytest.mark.parametrize(
    ("answer", "wrong"), [({"archived": True}, "archived"), ({"permissions": {"push": False}}, "may not push")]
)
def test_a_repository_that_cannot_be_written(
    forge: GitHubForge, monkeypatch: pytest.MonkeyPatch, answer: dict[str, object], wrong: str
) -> None:
    monkeypatch.setattr(GitHubForge, "_repository", lambda self: answer)
    forge._access.login = lambda: "agents-bot"
    with pytest.raises(Failure, match=wrong):
        forge.ensure_repository()


def test_what_github_says_of_an_app_there_is_not_believed(forge: GitHubForge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an installation's token it says that it may nothing, whatever it may."""
    monkeypatch.setattr(GitHubForge, "_repository", lambda self: {"permissions": {"push": False, "pull": False}})
    forge.ensure_repository()


def test_a_renamed_repository_gives_no_wrong_answers(github: FakeGitHub, tmp_path: Path) -> None:
    """GitHub leads on to the new name and PyGithub loses the query on the way: lists come unfiltered."""
    host = GitHubHost.make(api_url=github.api_url, token=TOKEN, write_interval=0, sleep=lambda seconds: None)
    old = host.open(REPOSITORY)
    github.issue(REPOSITORY, "no label")
    labelled = github.issue(REPOSITORY, "label", labels=["agents"])
    for branch in ("one", "two"):
        github.commit(REPOSITORY, branch, {"main.tf": branch})
        github.pull(REPOSITORY, branch, "T", "B")
    github.rename(REPOSITORY, "acme/site")
    assert [one.number for one in old.labelled_issues("agents")] == [labelled]
    assert old.ensure_pull_request("one", "main", "T", "B").head_branch == "one"
    assert old.source().endswith("/acme/site.git")
    github.state_.most = 3
    with pytest.raises(Failure, match="repeats a page") as failure:
        old.labelled_issues("agents")
    assert "renamed" in failure.value.hint
    host.close()
