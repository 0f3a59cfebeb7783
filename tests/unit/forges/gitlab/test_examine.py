"""What keeps GitLab from working, seen with the bot's token."""

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import responses

from app.domain.check import Check
from app.forges.gitlab.examine import examine_gitlab
from tests.fakes.gitlab.server import FakeGitLab, running
from tests.fakes.gitlab.state import BOT, BOT_TOKEN

PROJECT = "acme/platform/web"
HOOK = "https://agents.example.com/webhooks/gitlab"
GOOD_HOOK = {
    "url": HOOK,
    "alert_status": "executable",
    "note_events": True,
    "issues_events": True,
    "merge_requests_events": True,
    "enable_ssl_verification": True,
}


@pytest.fixture
def gitlab(tmp_path: Path) -> Iterator[FakeGitLab]:
    """With one project, where the bot is a developer."""
    with running(tmp_path) as fake:
        fake.project(PROJECT, {"main.tf": ""})
        yield fake


def seen(gitlab: FakeGitLab, **other: Any) -> dict[str, Check]:
    words: dict[str, Any] = {
        "url": gitlab.url,
        "token": BOT_TOKEN,
        "secrets": ("a-secret",),
        "named": (PROJECT,),
        "served": lambda name: name.startswith("acme/"),
        "webhook": HOOK,
    }
    return {check.name: check for check in examine_gitlab(**(words | other))}


def test_a_bot_that_lacks_nothing(gitlab: FakeGitLab) -> None:
    found = seen(gitlab)
    assert [(name, check.state) for name, check in found.items()] == [
        ("address", "ok"),
        ("token", "ok"),
        ("scopes", "ok"),
        (f"project {PROJECT}", "ok"),
        (f"webhook of {PROJECT}", "absent"),
    ]
    assert "18.9.0" in found["address"].found
    assert {method for method, _ in gitlab.calls} == {"GET"}


def hooked(gitlab: FakeGitLab, **other: Any) -> None:
    """The bot is a maintainer, so that it is shown the project's webhooks."""
    project = gitlab.world.project_of(PROJECT)
    project.members[BOT] = 40
    project.hooks.append(GOOD_HOOK | other)


def promoted(gitlab: FakeGitLab) -> None:
    gitlab.world.project_of(PROJECT).members[BOT] = 40


CASES: Mapping[str, tuple[Callable[[FakeGitLab], object], str, str, str]] = {
    "scope": (lambda lab: setattr(lab.world.people[BOT], "scopes", ("read_api",)), "scopes", "broken", "read_api"),
    "end": (
        lambda lab: setattr(lab.world.people[BOT], "expires", "2026-01-05"),
        "token's end",
        "limited",
        "2026-01-05",
    ),
    "role": (
        lambda lab: lab.world.project_of(PROJECT).members.update({BOT: 20}),
        f"project {PROJECT}",
        "broken",
        "(20)",
    ),
    "member": (lambda lab: lab.world.project_of(PROJECT).members.pop(BOT), f"project {PROJECT}", "broken", "404"),
    "archived": (
        lambda lab: setattr(lab.world.project_of(PROJECT), "archived", True),
        f"project {PROJECT}",
        "limited",
        "archived",
    ),
    "hook": (hooked, f"webhook of {PROJECT}", "ok", HOOK),
    "no hook": (promoted, f"webhook of {PROJECT}", "broken", "none"),
    "hook off": (lambda lab: hooked(lab, alert_status="disabled"), f"webhook of {PROJECT}", "broken", "disabled"),
    "hook deaf": (lambda lab: hooked(lab, note_events=False), f"webhook of {PROJECT}", "broken", "Comments"),
    "hook lax": (
        lambda lab: hooked(lab, enable_ssl_verification=False),
        f"webhook of {PROJECT}",
        "limited",
        "certificate",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_told_with_how_to_mend_it(gitlab: FakeGitLab, case: str) -> None:
    prepare, name, state, words = CASES[case]
    prepare(gitlab)
    check = seen(gitlab, now=lambda: 1_767_225_600.0)[name]  # 2026-01-01
    assert (check.state, words in check.found) == (state, True), check
    assert check.mend or state == "ok"


def test_webhooks_that_gitlab_does_not_show(gitlab: FakeGitLab) -> None:
    promoted(gitlab)
    gitlab.fault("GET", "/hooks", "forbidden")
    assert seen(gitlab)[f"webhook of {PROJECT}"].state == "absent"


def test_a_webhook_of_another_address_is_told(gitlab: FakeGitLab) -> None:
    hooked(gitlab, url="https://other.example.com/webhooks/gitlab")
    check = seen(gitlab)[f"webhook of {PROJECT}"]
    assert (check.state, "other.example.com" in check.found) == ("limited", True)
    gitlab.world.project_of(PROJECT).hooks.append(GOOD_HOOK)
    assert seen(gitlab)[f"webhook of {PROJECT}"].state == "ok"


def test_projects_are_looked_for_where_none_is_named(gitlab: FakeGitLab) -> None:
    assert seen(gitlab, named=())[f"project {PROJECT}"].state == "ok"
    found = seen(gitlab, named=(), served=lambda name: name.startswith("beta/"))
    assert found["projects"].state == "broken"
    assert BOT in found["projects"].mend


def test_no_webhook_is_wanted(gitlab: FakeGitLab) -> None:
    assert f"webhook of {PROJECT}" not in seen(gitlab, webhook=None)


def test_a_token_that_is_refused(gitlab: FakeGitLab) -> None:
    found = seen(gitlab, token="glpat-of-nobody")
    assert (found["token"].state, "AGENTS_GITLAB_TOKEN" in found["token"].mend) == ("broken", True)


def test_a_secret_that_cannot_be_used(gitlab: FakeGitLab) -> None:
    check = seen(gitlab, secrets=("whsec_%%%",))["webhook secret"]
    assert (check.state, "%%%" in check.found) == ("broken", False)


def test_a_clock_that_is_wrong(gitlab: FakeGitLab) -> None:
    check = seen(gitlab, now=lambda: time.time() - 600)["clock"]
    assert (check.state, "behind" in check.found) == ("broken", True)


def test_nobody_answers(gitlab: FakeGitLab) -> None:
    found = seen(gitlab, url="http://127.0.0.1:9")
    assert [(check.name, check.state) for check in found.values()] == [("address", "broken")]
    assert "curl" in found["address"].mend


def test_an_old_gitlab_and_a_jobs_token() -> None:
    api = "https://git.example/api/v4"
    with responses.RequestsMock() as answers:
        answers.get(f"{api}/version", json={"version": "16.11.1-ee"})
        answers.get(f"{api}/user", json={"username": "job", "id": 1})
        answers.get(f"{api}/personal_access_tokens/self", json={"message": "404 Not found"}, status=404)
        answers.get(f"{api}/projects", json=[])
        found = {
            check.name: check.state
            for check in examine_gitlab(
                url="https://git.example", token="t", secrets=(), named=(), served=lambda _: True, webhook=""
            )
        }
    assert found == {"address": "limited", "token": "ok", "projects": "broken"}
