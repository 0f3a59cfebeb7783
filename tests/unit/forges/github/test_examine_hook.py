"""A repository's own webhook."""

from typing import Any

import pytest

from app.domain.check import Check
from tests.fakes.github import FakeGitHub
from tests.unit.forges.github.conftest import REPOSITORY
from tests.unit.forges.github.test_examine import HOOK, as_account

CONFIG = {"url": HOOK, "content_type": "json", "insecure_ssl": "0", "secret": "********"}
GOOD: dict[str, Any] = {
    "active": True,
    "events": ["issues", "issue_comment", "pull_request"],
    "config": CONFIG,
    "last_response": {"code": 202, "status": "active", "message": "OK"},
}


def seen(github: FakeGitHub, *hooks: dict[str, Any]) -> Check:
    """What an administrator is told of it."""
    github.permit(REPOSITORY, "agents-bot", "admin")
    github.state_.repositories[REPOSITORY].hooks.extend(hooks)
    return as_account(github)[f"webhook of {REPOSITORY}"]


@pytest.mark.parametrize("events", [GOOD["events"], ["*"]])
def test_one_that_is_in_order(github: FakeGitHub, events: list[str]) -> None:
    assert seen(github, GOOD | {"events": events}).state == "ok"


@pytest.mark.parametrize(
    ("wrong", "state", "words"),
    [
        ({"active": False}, "broken", "switched off"),
        ({"events": ["push"]}, "broken", "not sent: issue_comment, issues, pull_request"),
        ({"last_response": {"code": 403, "status": "x", "message": "x"}}, "broken", "with 403"),
        ({"config": CONFIG | {"url": "https://other.example.com/webhooks/github"}}, "limited", f"not to {HOOK}"),
        ({"config": CONFIG | {"url": f"{HOOK}/more"}}, "broken", f"not {HOOK}"),
        ({"config": CONFIG | {"content_type": "form"}}, "broken", "application/json"),
        ({"config": CONFIG | {"insecure_ssl": "1"}}, "limited", "certificate"),
        ({"config": CONFIG | {"url": "https://ci.example.com/hook"}}, "limited", "none of its own"),
    ],
)
def test_one_that_is_not(github: FakeGitHub, wrong: dict[str, Any], state: str, words: str) -> None:
    check = seen(github, GOOD | wrong)
    assert (check.state, words in check.found, bool(check.mend)) == (state, True, True), check


def test_one_that_was_never_used(github: FakeGitHub) -> None:
    never = {"code": None, "status": "unused", "message": None}
    assert seen(github, GOOD | {"last_response": never}).state == "ok"
