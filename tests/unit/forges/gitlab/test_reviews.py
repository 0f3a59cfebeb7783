"""Remarks on changed lines."""

from typing import Any

import pytest
import responses

from app.domain.publication import InlineComment
from app.forges.gitlab.errors import Unclear
from app.forges.gitlab.host import GitLabForge
from tests.unit.forges.gitlab.conftest import PROJECT, sent

THREAD = f"{PROJECT}/merge_requests/7"
DIFF = "@@ -1,3 +1,4 @@\n one\n+two\n+three\n four\n"


@pytest.fixture(autouse=True)
def prepared(answers: responses.RequestsMock) -> None:
    answers.get(f"{THREAD}/diffs", json=[{"old_path": "old.tf", "new_path": "main.tf", "diff": DIFF}])


def version(identity: int, head: str) -> dict[str, Any]:
    return {
        "id": identity,
        "head_commit_sha": head,
        "base_commit_sha": f"b{identity}",
        "start_commit_sha": f"s{identity}",
    }


def remark(key: str, line: int, end_line: int, path: str = "main.tf", body: str = "text") -> InlineComment:
    return InlineComment(key, path, line, end_line, body)


def test_the_version_of_that_head(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(f"{THREAD}/discussions", json=[])
    answers.get(f"{THREAD}/versions", json=[version(3, "h3"), version(2, "h2")])
    answers.post(f"{THREAD}/discussions", json={"id": "x"})
    assert forge.ensure_review(7, "h2", [remark("k", 2, 2)]) == 1
    body = sent(answers, "POST")[0]
    assert body["body"] == "<!-- agents key=finding-k -->\ntext"
    assert body["position"] == {
        "position_type": "text",
        "base_sha": "b2",
        "start_sha": "s2",
        "head_sha": "h2",
        "old_path": "old.tf",
        "new_path": "main.tf",
        "new_line": 2,
    }


def test_a_head_that_gitlab_does_not_know_yet(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(f"{THREAD}/discussions", json=[])
    answers.get(f"{THREAD}/versions", json=[])
    answers.get(f"{THREAD}/versions", json=[version(1, "before")])
    answers.get(f"{THREAD}/versions", json=[version(2, "h"), version(1, "before")])
    answers.post(f"{THREAD}/discussions", json={"id": "x"})
    assert forge.ensure_review(7, "h", [remark("k", 2, 2)]) == 1
    assert sent(answers, "POST")[0]["position"]["base_sha"] == "b2"


def test_a_head_that_never_comes(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    """Nothing is said on lines that may be others by now."""
    answers.get(f"{THREAD}/discussions", json=[])
    answers.get(f"{THREAD}/versions", json=[version(1, "before")])
    assert forge.ensure_review(7, "h", [remark("k", 2, 2)]) == 0
    assert sent(answers, "POST") == []


@pytest.mark.parametrize(
    ("line", "end_line", "new_line", "old_line", "range_"),
    [
        (2, 3, 2, None, "-0+1"),
        (1, 2, 1, 1, "-0+1"),
        (4, 4, 4, 2, "-0+0"),
        (4, 6, 4, 2, "-0+2"),
        (3, 1, 3, None, "-0+0"),
    ],
)
def test_places(
    forge: GitLabForge,
    answers: responses.RequestsMock,
    line: int,
    end_line: int,
    new_line: int,
    old_line: int | None,
    range_: str,
) -> None:
    answers.get(f"{THREAD}/discussions", json=[])
    answers.get(f"{THREAD}/versions", json=[version(1, "h")])
    answers.post(f"{THREAD}/discussions", json={"id": "x"})
    forge.ensure_review(7, "h", [remark("k", line, end_line, body="```suggestion\nx\n```")])
    body = sent(answers, "POST")[0]
    assert (body["position"]["new_line"], body["position"].get("old_line")) == (new_line, old_line)
    assert f"```suggestion:{range_}\n" in body["body"]


@pytest.mark.parametrize("comment", [remark("k", 9, 9), remark("k", 2, 300), remark("k", 2, 2, "other.tf")])
def test_a_line_outside_is_left_out(
    forge: GitLabForge, answers: responses.RequestsMock, comment: InlineComment
) -> None:
    answers.get(f"{THREAD}/discussions", json=[])
    answers.get(f"{THREAD}/versions", json=[version(1, "h")])
    assert forge.ensure_review(7, "h", [comment]) == 0
    assert sent(answers, "POST") == []


def test_a_line_that_gitlab_refuses_is_left_out(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(f"{THREAD}/discussions", json=[])
    answers.get(f"{THREAD}/versions", json=[version(1, "h")])
    answers.post(f"{THREAD}/discussions", status=400, json={"message": "line_code can't be blank"})
    answers.post(f"{THREAD}/discussions", json={"id": "x"})
    assert forge.ensure_review(7, "h", [remark("k1", 2, 2), remark("k2", 3, 3)]) == 1


def test_a_gitlab_that_is_down_is_no_line_left_out(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(f"{THREAD}/discussions", json=[])
    answers.get(f"{THREAD}/versions", json=[version(1, "h")])
    answers.post(f"{THREAD}/discussions", status=502)
    with pytest.raises(Unclear):
        forge.ensure_review(7, "h", [remark("k1", 2, 2)])


def test_what_is_there_already(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    ours, theirs = {"username": "bot"}, {"username": "ada"}
    marked = "<!-- agents key=finding-{} -->\ntext"
    notes = [{"body": marked.format("k1"), "author": ours}, {"body": marked.format("k2"), "author": theirs}]
    answers.get(f"{THREAD}/discussions", json=[{"id": "d", "notes": notes}])
    answers.get(f"{THREAD}/versions", json=[version(1, "h")])
    answers.post(f"{THREAD}/discussions", json={"id": "x"})
    assert forge.ensure_review(7, "h", [remark("k1", 2, 2), remark("k2", 2, 2)]) == 1
