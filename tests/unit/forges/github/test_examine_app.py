"""What an App lacks, seen with its own key."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from tests.fakes.github import FakeGitHub
from tests.unit.forges.github.conftest import REPOSITORY
from tests.unit.forges.github.test_examine import HOOK, as_app


def test_an_app_that_lacks_nothing(github: FakeGitHub) -> None:
    found = as_app(github)
    assert {check.state for check in found.values()} == {"ok"}
    assert list(found) == [
        "address",
        "App",
        "permissions",
        "events",
        "installation on acme",
        f"repository {REPOSITORY}",
        "webhook",
        "deliveries",
    ]
    assert "id and key belong together" in found["App"].found
    written = [call for call in github.state_.calls if call[0] != "GET"]
    assert [path.rpartition("/")[2] for _, path, _ in written] == ["access_tokens"]  # nothing but a token was made


BROKEN: Mapping[str, tuple[Callable[[FakeGitHub], object], str, str, str]] = {
    "an essential permission": (lambda hub: hub.allow("contents", "read"), "permissions", "broken", "contents: write"),
    "a permission more": (lambda hub: hub.allow("checks", ""), "permissions", "limited", "checks: write"),
    "an event": (lambda hub: hub.state_.events.remove("issues"), "events", "broken", "issues"),
    "an acceptance": (
        lambda hub: hub.state_.accepted.update({**hub.state_.permissions, "contents": "read"}),
        "installation on acme",
        "broken",
        "not accepted yet: contents",
    ),
    "a suspension": (
        lambda hub: setattr(hub.state_, "suspended", "2026-01-01T00:00:00Z"),
        "installation on acme",
        "broken",
        "suspended",
    ),
    "an installation": (
        lambda hub: setattr(hub.state_.repositories[REPOSITORY], "installed", False),
        "installations",
        "broken",
        "installed on: nowhere",
    ),
    "a repository": (
        lambda hub: setattr(hub.state_.repositories[REPOSITORY], "installed", False),
        f"repository {REPOSITORY}",
        "broken",
        "Not Found",
    ),
    "an archived repository": (
        lambda hub: setattr(hub.state_.repositories[REPOSITORY], "archived", True),
        f"repository {REPOSITORY}",
        "limited",
        "archived",
    ),
    "a hidden repository": (
        lambda hub: hub.fault("GET", f"/repos/{REPOSITORY}$", "missing"),
        f"repository {REPOSITORY}",
        "broken",
        "404",
    ),
    "the address": (lambda hub: hub.state_.hook.update(url="https://old.example.com"), "webhook", "broken", HOOK),
    "the content type": (lambda hub: hub.state_.hook.update(content_type="form"), "webhook", "broken", "json"),
    "a secret": (lambda hub: hub.state_.hook.pop("secret"), "webhook", "broken", "no secret"),
    "a certificate": (lambda hub: hub.state_.hook.update(insecure_ssl="1"), "webhook", "limited", "certificate"),
}


@pytest.mark.parametrize("lacking", BROKEN)
def test_what_an_app_lacks_is_told_with_how_to_mend_it(github: FakeGitHub, lacking: str) -> None:
    break_it, name, state, words = BROKEN[lacking]
    break_it(github)
    check = as_app(github)[name]
    assert (check.state, words in check.found) == (state, True), check
    assert check.mend


def test_a_key_of_another_app(github: FakeGitHub) -> None:
    found = as_app(github, app_id="8")
    assert found["App"].state == "broken"
    assert "AGENTS_GITHUB_APP_ID" in found["App"].mend
    assert "permissions" not in found


@pytest.mark.parametrize(
    ("statuses", "state", "words"),
    [
        ((202, 202), "ok", "the last 2 arrived"),
        ((202, 403), "broken", "AGENTS_GITHUB_WEBHOOK_SECRET"),
        ((502, 202), "limited", "the log"),
        ((404,), "broken", "/webhooks/github"),
        ((0,), "broken", "nobody answers"),
    ],
)
def test_deliveries_that_failed(github: FakeGitHub, statuses: Sequence[int], state: str, words: str) -> None:
    number = github.issue(REPOSITORY, "T")
    for status in statuses:
        github.delivery("issues", REPOSITORY, number, status=status)
    check = as_app(github)["deliveries"]
    assert (check.state, words in f"{check.found} {check.mend}") == (state, True), check


def test_what_github_does_not_show_is_left_out(github: FakeGitHub) -> None:
    github.fault("GET", "/app/hook/config", "forbidden")
    github.fault("GET", "/app/hook/deliveries", "missing")
    found = as_app(github)
    assert not {"webhook", "deliveries"} & set(found)
    assert {check.state for check in found.values()} == {"ok"}
