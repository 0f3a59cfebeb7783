from typing import Any

import pytest

from app.domain.errors import Failure, Forbidden
from app.forges.github.host import GitHubHost
from app.forges.github.repository import GitHubForge
from tests.fakes.github import FakeGitHub
from tests.unit.forges.github.conftest import REPOSITORY


def test_a_persons_pull_request(github: FakeGitHub, forge: GitHubForge) -> None:
    head = github.commit(REPOSITORY, "feature", {"main.tf": "b\n"})
    number = github.pull(REPOSITORY, "feature", "T", "B", draft=True)
    found = forge.pull_request(number)
    assert (found.head, found.head_branch, found.base, found.base_branch) == (
        head,
        "feature",
        forge.head_of("main"),
        "main",
    )
    assert (found.fetch, found.fork, found.draft, found.open, found.merged) == (
        "refs/pull/1/head",
        False,
        True,
        True,
        False,
    )
    moved = github.commit(REPOSITORY, "feature", {"main.tf": "c\n"})
    assert forge.pull_request(number).head == moved
    github.merge(REPOSITORY, number)
    assert (forge.pull_request(number).open, forge.pull_request(number).merged) == (False, True)
    with pytest.raises(Failure, match="Not Found"):
        forge.pull_request(77)


def test_a_forks_pull_request(github: FakeGitHub, forge: GitHubForge) -> None:
    fork = github.push_fork(REPOSITORY, "eve", "feature", {"main.tf": "evil\n"})
    number = github.pull(REPOSITORY, "feature", author="eve", source=fork)
    assert forge.pull_request(number).fork
    del github.state_.repositories[fork]
    github.api.checked = False  # GitHub answers so, its own file does not know it
    assert forge.pull_request(number).fork


def test_a_pull_request_is_opened_once(github: FakeGitHub, forge: GitHubForge) -> None:
    github.commit(REPOSITORY, "agents/1-site", {"main.tf": "b\n"})
    first = forge.ensure_pull_request("agents/1-site", "main", "T", "B")
    second = forge.ensure_pull_request("agents/1-site", "main", "T2", "B2 ñ")
    assert first.number == second.number
    assert (second.title, second.body) == ("T2", "B2 ñ")
    assert [one.number for one in forge.open_pull_requests()] == [first.number]


@pytest.mark.parametrize("kind", ["after", "hang-after", "before", "too-many", "exists"])
def test_it_is_opened_once_under_faults(github: FakeGitHub, forge: GitHubForge, kind: str) -> None:
    github.commit(REPOSITORY, "feature", {"main.tf": "b\n"})
    if kind == "exists":  # somebody was faster
        github.pull(REPOSITORY, "feature", "T", "B")
    github.fault("POST", "/pulls$", kind)
    assert forge.ensure_pull_request("feature", "main", "T", "B").number == 1
    assert len(github.state_.repositories[REPOSITORY].pulls) == 1


def test_one_opened_between_look_and_write_is_taken(github: FakeGitHub, forge: GitHubForge) -> None:
    """The list is empty, then GitHub says that there is one, then the list has it."""
    github.commit(REPOSITORY, "feature", {"main.tf": "b\n"})
    seen: list[str] = []
    pages = forge._client.pages

    def late(path: str, doing: str, key: str = "", **query: Any) -> Any:
        seen.append(path)
        if len(seen) == 1:
            list(pages(path, doing, key, **query))
            github.pull(REPOSITORY, "feature", "T", "B")
            return iter(())
        return pages(path, doing, key, **query)

    forge._client.pages = late  # type: ignore[method-assign]
    assert forge.ensure_pull_request("feature", "main", "T", "B").number == 1
    assert any(status == 422 for _, _, status in github.state_.calls)


def test_a_closed_one_is_not_used(github: FakeGitHub, forge: GitHubForge) -> None:
    github.commit(REPOSITORY, "feature", {"main.tf": "b\n"})
    first = forge.ensure_pull_request("feature", "main", "T", "B")
    github.close(REPOSITORY, first.number)
    second = forge.ensure_pull_request("feature", "main", "T", "B")
    assert second.number != first.number
    assert not forge.pull_request(first.number).open


def test_a_forks_branch_of_the_same_name_is_another(github: FakeGitHub, forge: GitHubForge) -> None:
    fork = github.push_fork(REPOSITORY, "eve", "feature", {"main.tf": "evil\n"})
    github.pull(REPOSITORY, "feature", author="eve", source=fork)
    github.commit(REPOSITORY, "feature", {"main.tf": "b\n"})
    assert not forge.ensure_pull_request("feature", "main", "T", "B").fork


@pytest.mark.parametrize(("branch", "wrong"), [("main", "No commits between"), ("gone", "head invalid")])
def test_what_cannot_be_opened_is_a_failure_with_a_hint(forge: GitHubForge, branch: str, wrong: str) -> None:
    with pytest.raises(Failure, match=wrong) as failure:
        forge.ensure_pull_request(branch, "main", "T", "B")
    assert failure.value.hint


def test_after_a_force_push_and_a_deleted_branch(github: FakeGitHub, forge: GitHubForge) -> None:
    old = github.commit(REPOSITORY, "feature", {"main.tf": "b\n"})
    number = github.pull(REPOSITORY, "feature")
    github.delete_branch(REPOSITORY, "feature")
    assert forge.head_of("feature") is None
    assert forge.pull_request(number).head == old
    new = github.commit(REPOSITORY, "feature", {"main.tf": "c\n"})
    assert forge.pull_request(number).head == new != old


def test_a_workflow_that_may_not_propose_is_told_of_the_setting(github: FakeGitHub) -> None:
    github.state_.workflows_propose = False
    github.commit(REPOSITORY, "feature", {"main.tf": "b\n"})
    token = github.workflow_token(REPOSITORY, contents="write", pull_requests="write")
    host = GitHubHost.make(api_url=github.api_url, token=token, write_interval=0)
    with pytest.raises(Failure, match="not permitted to create") as raised:
        host.open(REPOSITORY).ensure_pull_request("feature", "main", "T", "B")
    assert "Allow GitHub Actions to create" in raised.value.hint
    assert not isinstance(raised.value, Forbidden)
    host.close()
