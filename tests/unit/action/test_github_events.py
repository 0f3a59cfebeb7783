import json
from pathlib import Path

import pytest

from app.action.github_events import Started, read_started
from app.domain.errors import UsageFailure

BASIS = {"GITHUB_REPOSITORY": "acme/web", "GITHUB_ACTOR": "ada", "GITHUB_RUN_ID": "7", "GITHUB_RUN_ATTEMPT": "2"}


def started(tmp_path: Path, kind: str, payload: object = None, **more: str) -> Started:
    path = tmp_path / "event.json"
    path.write_text(json.dumps({} if payload is None else payload))
    return read_started(BASIS | {"GITHUB_EVENT_NAME": kind, "GITHUB_EVENT_PATH": str(path)} | more)


def test_who_and_where(tmp_path: Path) -> None:
    found = started(tmp_path, "schedule")
    assert (found.kind, found.repository, found.actor, found.run) == ("schedule", "acme/web", "ada", "7/2")


def test_who_started_it_again_asks(tmp_path: Path) -> None:
    assert started(tmp_path, "workflow_dispatch", GITHUB_TRIGGERING_ACTOR="tim").actor == "tim"


@pytest.mark.parametrize(
    ("kind", "payload", "before"),
    [
        ("push", {"before": "a" * 40}, "a" * 40),
        ("push", {"before": "0" * 40}, ""),
        ("push", {"before": ["x"]}, ""),
        ("schedule", {}, ""),
        ("merge_group", {"merge_group": {"base_sha": "b" * 40}}, "b" * 40),
        ("merge_group", {"merge_group": "odd"}, ""),
    ],
)
def test_what_it_starts_from(tmp_path: Path, kind: str, payload: object, before: str) -> None:
    assert started(tmp_path, kind, payload).before == before


@pytest.mark.parametrize("kind", ["pull_request_target", "release", "workflow_run", ""])
def test_other_events_are_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(UsageFailure) as raised:
        started(tmp_path, kind)
    assert "pull_request" in raised.value.hint


@pytest.mark.parametrize("payload", [[], "text"])
def test_a_payload_that_is_none(tmp_path: Path, payload: object) -> None:
    with pytest.raises(UsageFailure, match="JSON object"):
        started(tmp_path, "push", payload)


def test_a_payload_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(UsageFailure, match="cannot be read"):
        started(tmp_path, "push", GITHUB_EVENT_PATH=str(tmp_path / "none"))


def test_a_payload_without_an_end(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text('{"a":' * 100_000)
    with pytest.raises(UsageFailure, match="cannot be read"):
        started(tmp_path, "push", GITHUB_EVENT_PATH=str(path))


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(UsageFailure, match="names no repository"):
        started(tmp_path, "push", GITHUB_REPOSITORY="")
