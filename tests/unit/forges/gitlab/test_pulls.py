"""Issues and merge requests."""

from typing import Any

import pytest
import responses

from app.forges.gitlab.errors import Refused
from app.forges.gitlab.host import GitLabForge
from tests.unit.forges.gitlab.conftest import PROJECT, asked, sent


def entry(**changes: Any) -> dict[str, Any]:
    return {
        "iid": 7,
        "title": "T",
        "description": None,
        "author": {"username": "bot"},
        "sha": "a" * 40,
        "state": "opened",
        "source_branch": "agents/1",
        "target_branch": "main",
        "source_project_id": 1,
        "target_project_id": 1,
        **changes,
    }


@pytest.fixture(autouse=True)
def base(answers: responses.RequestsMock) -> None:
    answers.get(f"{PROJECT}/repository/branches/main", json={"commit": {"id": "b" * 40}})
    answers.get(f"{PROJECT}/repository/branches/agents%2F1", json={"commit": {"id": "f" * 40}})


@pytest.mark.parametrize(
    ("state", "is_open", "merged"),
    [("opened", True, False), ("locked", True, False), ("closed", False, False), ("merged", False, True)],
)
def test_states(forge: GitLabForge, answers: responses.RequestsMock, state: str, is_open: bool, merged: bool) -> None:
    answers.get(f"{PROJECT}/merge_requests/7", json=entry(state=state, source_project_id=2))
    pull = forge.pull_request(7)
    assert (pull.open, pull.merged, pull.fork, pull.body) == (is_open, merged, True, "")
    assert (pull.base, pull.fetch) == ("b" * 40, "refs/merge-requests/7/head")


def test_git_knows_the_head_before_gitlab_does(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(f"{PROJECT}/merge_requests/7", json=entry(sha=None))
    pull = forge.pull_request(7)
    assert (pull.head, pull.fetch) == ("f" * 40, "refs/heads/agents/1")
    answers.replace("GET", f"{PROJECT}/merge_requests/7", json=entry(state="closed"))
    assert forge.pull_request(7).head == "a" * 40


def test_a_forks_merge_request_of_the_same_branch_is_not_ours(
    forge: GitLabForge, answers: responses.RequestsMock
) -> None:
    answers.get(f"{PROJECT}/merge_requests", json=[entry(iid=3, source_project_id=9), entry(iid=8), entry(iid=5)])
    assert forge.ensure_pull_request("agents/1", "main", "T", "").number == 5
    assert asked(answers, 0)["source_branch"] == "agents/1"
    assert sent(answers, "POST") == []
    assert sent(answers, "PUT") == []


def test_one_that_appears_meanwhile_is_taken(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(f"{PROJECT}/merge_requests", json=[])
    answers.post(f"{PROJECT}/merge_requests", status=409, json={"message": ["Another open merge request"]})
    answers.get(f"{PROJECT}/merge_requests", json=[entry()])
    assert forge.ensure_pull_request("agents/1", "main", "T", "").number == 7


def test_a_refusal_for_another_reason_is_told(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(f"{PROJECT}/merge_requests", json=[])
    answers.post(f"{PROJECT}/merge_requests", status=403, json={"message": "403 Forbidden"})
    with pytest.raises(Refused, match="403"):
        forge.ensure_pull_request("agents/1", "main", "T", "")


def test_labels_that_are_right_cost_no_write(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(f"{PROJECT}/issues/3", json={"labels": ["a", "b"]})
    answers.put(f"{PROJECT}/issues/3", json={})
    forge.ensure_labels(3, False, ["a"], ["c"])
    assert sent(answers, "PUT") == []
    forge.ensure_labels(3, False, ["n1", "n2"], ["b"])
    forge.ensure_labels(3, False, [], ["b"])
    assert sent(answers, "PUT") == [{"add_labels": "n1,n2", "remove_labels": "b"}, {"remove_labels": "b"}]


def test_confidential_issues_are_left_out(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    issues = [{"iid": number, "title": "T", "state": "opened", "confidential": number == 2} for number in (1, 2, 3)]
    answers.get(f"{PROJECT}/issues", json=issues)
    assert [issue.number for issue in forge.labelled_issues("agents")] == [1, 3]
    assert asked(answers, 0)["labels"] == "agents"


def test_a_base_is_asked_for_once(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(f"{PROJECT}/merge_requests", json=[entry(iid=1), entry(iid=2), entry(iid=3)])
    assert [pull.base for pull in forge.open_pull_requests()] == ["b" * 40] * 3
    assert len(answers.calls) == 2
