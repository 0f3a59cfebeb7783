"""What keeps GitHub from working, whatever it is asked with."""

import time
from typing import Any

import pytest
import responses

from app.domain.check import Check
from app.forges.github.examine import examine_github, examine_job
from tests.fakes.github import FakeGitHub
from tests.fakes.github.fake import APP_ID, TOKEN
from tests.unit.forges.github.conftest import REPOSITORY

HOOK = "https://agents.example.com/webhooks/github"


def as_app(github: FakeGitHub, **other: Any) -> dict[str, Check]:
    """Checks by name, with the App's own key unless told otherwise."""
    words: dict[str, Any] = {
        "api_url": github.api_url,
        "app_id": APP_ID,
        "private_key": github.private_key,
        "token": "",
        "named": (REPOSITORY,),
        "owners": ("acme",),
        "webhook": HOOK,
    }
    return {check.name: check for check in examine_github(**(words | other))}


def as_account(github: FakeGitHub, **other: Any) -> dict[str, Check]:
    return as_app(github, **({"app_id": "", "private_key": "", "token": TOKEN} | other))


def test_a_key_that_is_none() -> None:
    (check,) = examine_github(
        api_url="https://api.github.com",
        app_id="7",
        private_key="-----BEGIN nothing",
        token="",
        named=(),
        owners=(),
        webhook="",
    )
    assert (check.state, "cannot be read" in check.found) == ("broken", True)


def test_a_clock_that_is_wrong(github: FakeGitHub) -> None:
    check = as_app(github, now=lambda: time.time() + 600)["clock"]
    assert (check.state, "ahead of" in check.found, "timedatectl" in check.mend) == ("broken", True, True)


def test_nobody_answers() -> None:
    (check,) = examine_github(
        api_url="http://127.0.0.1:9", app_id="", private_key="", token="t", named=(), owners=(), webhook=""
    )
    assert (check.state, check.name) == ("broken", "address")
    assert "no connection" in check.found
    assert "curl" in check.mend


def test_an_address_that_is_no_api(github: FakeGitHub) -> None:
    found = as_account(github, api_url=f"{github.url}/nowhere", named=())
    assert found["address"].state == "broken"
    assert "AGENTS_GITHUB_API_URL" in found["address"].mend


def test_an_account_with_a_token(github: FakeGitHub) -> None:
    found = {name: check.state for name, check in as_account(github).items()}
    assert found == {
        "address": "ok",
        "token": "ok",
        f"repository {REPOSITORY}": "ok",
        f"webhook of {REPOSITORY}": "absent",  # an administrator alone is shown it
    }


def test_a_token_that_is_refused(github: FakeGitHub) -> None:
    found = as_account(github, token="github_pat_of_nobody")
    assert found["token"].state == "broken"
    assert "401" in found["token"].found


def test_a_repository_that_a_token_does_not_see(github: FakeGitHub) -> None:
    check = as_account(github, named=("acme/hidden",))["repository acme/hidden"]
    assert (check.state, "404" in check.found) == ("broken", True)


API = "https://git.example:443/api/v3"
"""With the port that the client names."""


@pytest.mark.parametrize(
    ("headers", "name", "state", "words"),
    [
        ({"X-OAuth-Scopes": "repo, read:org"}, "token", "ok", "repo, read:org"),
        ({"X-OAuth-Scopes": "gist"}, "token", "broken", "gist"),
        ({"X-OAuth-Scopes": ""}, "token", "broken", "none"),
        ({"GitHub-Authentication-Token-Expiration": "2026-01-05 00:00:00 UTC"}, "token's end", "limited", "4 days"),
        ({"X-RateLimit-Remaining": "12"}, "calls", "limited", "12 left"),
        ({"X-GitHub-Enterprise-Version": "3.14.1"}, "address", "ok", "Enterprise Server 3.14.1"),
    ],
)
def test_what_the_headers_tell(headers: dict[str, str], name: str, state: str, words: str) -> None:
    now = 1_767_225_600.0  # 2026-01-01
    with responses.RequestsMock() as answers:
        answers.get(f"{API}/user", json={"login": "bot"}, headers=headers)
        found = {
            check.name: check
            for check in examine_github(
                api_url=API, app_id="", private_key="", token="t", named=(), owners=(), webhook="", now=lambda: now
            )
        }
    assert (found[name].state, words in found[name].found) == (state, True), found


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        ({"permissions": {"push": False}}, "broken", "may not push"),
        ({"permissions": {"push": True}, "archived": True}, "limited", "archived"),
    ],
)
def test_a_repository_that_cannot_be_written(answer: dict[str, Any], state: str, words: str) -> None:
    with responses.RequestsMock() as answers:
        answers.get(f"{API}/user", json={"login": "bot"})
        answers.get(f"{API}/repos/{REPOSITORY}", json=answer)
        answers.get(f"{API}/repos/{REPOSITORY}/hooks", json={"message": "Not Found"}, status=404)
        *_, check, _ = examine_github(
            api_url=API, app_id="", private_key="", token="t", named=(REPOSITORY,), owners=(), webhook=""
        )
    assert (check.state, words in check.found) == (state, True)


def test_of_an_apps_token_it_is_not_believed_that_it_may_not_push() -> None:
    with responses.RequestsMock() as answers:
        answers.get(f"{API}/user", json={"message": "Resource not accessible by integration"}, status=403)
        answers.get(f"{API}/repos/{REPOSITORY}", json={"permissions": {"push": False}})
        answers.get(f"{API}/repos/{REPOSITORY}/hooks", json={"message": "Not Found"}, status=404)
        *_, check, _ = examine_github(
            api_url=API, app_id="", private_key="", token="t", named=(REPOSITORY,), owners=(), webhook=""
        )
    assert check.state == "ok"


def test_a_jobs_token(github: FakeGitHub) -> None:
    found = list(examine_job(api_url=github.api_url, token=TOKEN, repository=REPOSITORY))
    assert [(check.name, check.state) for check in found] == [("token", "ok")]


def test_a_jobs_token_with_few_rights() -> None:
    refusal = {"message": "Resource not accessible by integration"}
    with responses.RequestsMock() as answers:
        answers.get(f"{API}/repos/{REPOSITORY}", json={"permissions": {"push": False}})
        answers.get(f"{API}/repos/{REPOSITORY}/issues", json=refusal, status=403)
        answers.get(f"{API}/repos/{REPOSITORY}/pulls", json=[])
        may, may_not = examine_job(api_url=API, token="t", repository=REPOSITORY)
    assert may.state == "ok"
    assert (may_not.state, "issues: write" in may_not.mend) == ("limited", True)


@pytest.mark.parametrize("status", [401, 404])
def test_a_jobs_token_that_sees_nothing(status: int) -> None:
    with responses.RequestsMock() as answers:
        answers.get(f"{API}/repos/{REPOSITORY}", json={"message": "no"}, status=status)
        (check,) = examine_job(api_url=API, token="t", repository=REPOSITORY)
    assert (check.state, str(status) in check.found) == ("broken", True)


def test_a_job_without_a_way_out() -> None:
    (check,) = examine_job(api_url="http://127.0.0.1:9", token="t", repository=REPOSITORY)
    assert (check.state, check.name) == ("broken", "address")
