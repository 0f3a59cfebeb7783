"""Checks as commit statuses."""

from typing import Any

import pytest
import responses

from app.domain.publication import Check, CheckState
from app.forges.gitlab.checks import DESCRIPTION
from app.forges.gitlab.errors import Missing, Refused
from app.forges.gitlab.host import GitLabForge
from tests.unit.forges.gitlab.conftest import PROJECT, sent

HEAD = "c" * 40
LIST = f"{PROJECT}/repository/commits/{HEAD}/statuses"
POST = f"{PROJECT}/statuses/{HEAD}"
OF = f"{PROJECT}/repository/commits/{HEAD}/merge_requests"


def status(identity: int, **changes: Any) -> dict[str, Any]:
    values = {"name": "agents", "status": "running", "description": "Working (run r1)", "ref": "agents/1"}
    return {"id": identity, **values, **changes}


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("queued", "pending"),
        ("running", "running"),
        ("success", "success"),
        ("failure", "failed"),
        ("neutral", "skipped"),
        ("cancelled", "canceled"),
    ],
)
def test_states(forge: GitLabForge, answers: responses.RequestsMock, state: CheckState, word: str) -> None:
    answers.get(LIST, json=[])
    answers.post(POST, json={"id": 1})
    forge.ensure_check(
        Check("agents / test", HEAD, "r1", state, "Two  lines\nof title", url="https://a.example/runs/r1")
    )
    assert sent(answers, "POST") == [
        {
            "state": word,
            "name": "agents / test",
            "description": "Two lines of title (run r1)",
            "target_url": "https://a.example/runs/r1",
        }
    ]


def test_a_status_that_is_right_costs_no_write(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(LIST, json=[status(1, status="success"), status(2)])
    forge.ensure_check(Check("agents", HEAD, "r1", "running", "Working"))
    assert sent(answers, "POST") == []


def test_an_older_status_of_the_name_does_not_count(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(LIST, json=[status(2, status="success"), status(1)])
    answers.post(POST, json={"id": 3})
    forge.ensure_check(Check("agents", HEAD, "r1", "running", "Working"))
    assert len(sent(answers, "POST")) == 1


@pytest.mark.parametrize("title", ["x" * 300, "ü" * 254, "short", ""])
def test_a_description_fits_and_ends_with_the_run(
    forge: GitLabForge, answers: responses.RequestsMock, title: str
) -> None:
    answers.get(LIST, json=[])
    answers.post(POST, json={"id": 1})
    forge.ensure_check(Check("agents", HEAD, "r1", "running", title))
    description = sent(answers, "POST")[0]["description"]
    assert len(description) <= DESCRIPTION
    assert description.endswith("(run r1)")
    assert description.startswith(title[:100])


def test_gitlab_wants_a_branch(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(LIST, json=[])
    answers.post(POST, status=404, json={"message": "404 References for commit Not Found"})
    answers.get(OF, json=[{"source_branch": "patch"}])
    answers.post(POST, json={"id": 1})
    forge.ensure_check(Check("agents", HEAD, "r1", "running", "Working"))
    assert [body.get("ref") for body in sent(answers, "POST")] == [None, "patch"]


@pytest.mark.parametrize(
    ("message", "raises"), [("404 References for commit Not Found", False), ("404 Commit Not Found", True)]
)
def test_no_branch_has_it(forge: GitLabForge, answers: responses.RequestsMock, message: str, raises: bool) -> None:
    answers.get(LIST, json=[])
    answers.post(POST, status=404, json={"message": message})
    answers.get(OF, json=[])
    check = Check("agents", HEAD, "r1", "running", "Working")
    if raises:
        with pytest.raises(Missing):
            forge.ensure_check(check)
    else:
        forge.ensure_check(check)


def test_the_same_state_again_is_no_failure(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(LIST, json=[status(1)])
    answers.post(POST, status=400, json={"message": "Cannot transition status via :run from :running"})
    forge.ensure_check(Check("agents", HEAD, "r1", "running", "Working on the second stack"))


def test_another_refusal_is_one(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(LIST, json=[])
    answers.post(POST, status=400, json={"message": "name is too long"})
    with pytest.raises(Refused, match="too long"):
        forge.ensure_check(Check("agents", HEAD, "r1", "running", "Working"))


def test_only_the_run_s_own_are_concluded(forge: GitLabForge, answers: responses.RequestsMock) -> None:
    answers.get(
        LIST,
        json=[
            status(1),
            status(2, name="agents / test", status="pending", target_url="https://a.example/r1"),
            status(3, name="agents / security", status="success"),
            status(4, name="agents / cost", description="Working (run r12)"),
            status(5, name="ci", description=None),
        ],
    )
    answers.post(POST, json={"id": 6})
    forge.conclude_checks(HEAD, "r1", "Superseded")
    assert [(body["name"], body["state"], body.get("target_url")) for body in sent(answers, "POST")] == [
        ("agents", "canceled", None),
        ("agents / test", "canceled", "https://a.example/r1"),
    ]
