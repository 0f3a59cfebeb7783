"""The service's doors."""

from pathlib import Path

import pytest

from app.cli.doctor.service import door, forge_door
from app.domain.check import Check
from tests.unit.cli.doctor.scenes import scene, seen, taken, unread

SERVING = {
    "AGENTS_REPO_ALLOWLIST": "acme/*",
    "AGENTS_GITHUB_TOKEN": "a-token",
    "AGENTS_GITHUB_WEBHOOK_SECRET": "a-secret",
}


def test_a_service_that_nobody_wants(tmp_path: Path) -> None:
    doors = (door(), forge_door("github"), forge_door("gitlab"))
    assert not any(one.set_up(scene(tmp_path)) for one in doors)
    assert all(one.absent.state == "absent" and one.absent.mend for one in doors)


def test_settings_that_cannot_be_read(tmp_path: Path) -> None:
    assert not door().set_up(unread(tmp_path, {"AGENTS_WORKERS": "x"}))
    at = unread(tmp_path, {"AGENTS_GITHUB_TOKEN": "x", "AGENTS_DATA_DIR": "x"})
    assert (door().set_up(at), forge_door("github").set_up(at), forge_door("gitlab").set_up(at)) == (True, True, False)
    for one in (door(), forge_door("github")):
        assert [(check.state, check.name) for check in taken(one.looks(at))] == [("broken", "settings")]


def test_a_service_that_can_be_started(tmp_path: Path) -> None:
    at = scene(tmp_path, SERVING)
    assert (door().set_up(at), forge_door("github").set_up(at), forge_door("gitlab").set_up(at)) == (True, True, False)
    found = seen(door(), at)
    assert (found["service"].state, "GitHub for acme/*" in found["service"].found) == ("ok", True)
    assert found["database"].state == "ok"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("missing", SERVING)
def test_every_gap_has_the_command_that_fills_it(tmp_path: Path, missing: str) -> None:
    at = scene(tmp_path, {name: value for name, value in SERVING.items() if name != missing})
    gaps = [check for check in taken(door().looks(at)) if check.name == "service"]
    assert [(check.state, check.mend.startswith("export AGENTS_")) for check in gaps] == [("broken", True)]
    assert missing in gaps[0].mend


def test_gaps_of_gitlab(tmp_path: Path) -> None:
    for name in ("AGENTS_GITLAB_TOKEN", "AGENTS_GITLAB_WEBHOOK_SECRET"):
        at = scene(tmp_path, {"AGENTS_REPO_ALLOWLIST": "acme/*", name: "x"})
        (gap,) = [check for check in taken(door().looks(at)) if check.name == "service"]
        assert (gap.state, gap.mend.startswith("export AGENTS_GITLAB_")) == ("broken", True)


@pytest.mark.parametrize(
    ("name", "variables", "usable"),
    [
        ("github", {"AGENTS_GITHUB_WEBHOOK_SECRET": "x"}, False),
        ("github", {"AGENTS_GITHUB_TOKEN": "x"}, True),
        ("gitlab", {"AGENTS_GITLAB_WEBHOOK_SECRET": "x"}, False),
        ("gitlab", {"AGENTS_GITLAB_TOKEN": "x"}, True),
    ],
)
def test_a_forge_is_asked_only_with_credentials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, variables: dict[str, str], usable: bool
) -> None:
    monkeypatch.setattr("app.bootstrap.examine.examine_forge", lambda forge, _: [Check("ok", "asked", forge)])
    found = seen(forge_door(name), scene(tmp_path, variables))
    assert list(found) == (["asked"] if usable else ["credentials"])


@pytest.mark.parametrize("job", ["GITHUB_ACTIONS", "GITLAB_CI"])
def test_a_jobs_token_is_no_service(tmp_path: Path, job: str) -> None:
    variables = {job: "true", "AGENTS_GITLAB_TOKEN": "x", "AGENTS_GITHUB_TOKEN": "x"}
    assert not door().set_up(scene(tmp_path, variables))
    assert door().set_up(scene(tmp_path, variables | {"AGENTS_GITLAB_WEBHOOK_SECRET": "x"}))


@pytest.mark.parametrize(
    ("url", "wrong", "state", "words"),
    [
        ("", "", "limited", "not set"),
        ("https://agents.example.com", "", "ok", "https://agents.example.com"),
        ("https://agents.example.com", "down", "limited", "not reached from here"),
    ],
)
def test_the_address_is_only_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, wrong: str, state: str, words: str
) -> None:
    asked: list[str] = []

    def unreachable(address: str) -> str:
        asked.append(address)
        return wrong

    monkeypatch.setattr("app.bootstrap.examine.unreachable", unreachable)
    check = seen(door(), scene(tmp_path, SERVING | {"AGENTS_PUBLIC_URL": url}))["service address"]
    assert (check.state, words in check.found) == (state, True)
    assert asked == ([f"{url}/healthz"] if url else [])
