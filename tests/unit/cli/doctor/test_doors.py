"""All doors together."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.doctor import examine, verdicts
from app.cli.doctor.base import Door
from app.cli.doctor.doors import DOORS
from app.domain.check import Check
from app.domain.errors import Failure
from app.knowledge import commands

SECRET = "a-secret-word-of-the-webhook"


def only(monkeypatch: pytest.MonkeyPatch, *looks: object, set_up: bool = True) -> None:
    """One door with these looks."""
    absent = Check("absent", "thing", "not there", "get one")
    made = Door("Test", lambda _: set_up, lambda _: looks, absent)  # type: ignore[arg-type, return-value]
    monkeypatch.setattr("app.cli.doctor.doors.DOORS", {"terminal": made})


def test_the_command_knows_every_door() -> None:
    assert set(commands.DOORS) == {"all", *DOORS}


def test_each_check_has_its_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, lambda: [Check("ok", "a", "1")], lambda: [Check("limited", "b", "2")])
    assert [(check.door, check.name) for check in examine(tmp_path)] == [("terminal", "a"), ("terminal", "b")]


def test_one_that_is_not_set_up_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, set_up=False)
    assert [(check.door, check.state) for check in examine(tmp_path)] == [("terminal", "absent")]


def test_a_look_that_breaks_off_is_a_line_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> Iterator[Check]:
        yield Check("ok", "first", "")
        raise Failure("asking", "nobody is there", "try again")

    def bug() -> Iterator[Check]:
        yield Check("ok", "second", "")
        raise ZeroDivisionError("oh")

    only(monkeypatch, refused, bug)
    found = [(check.name, check.state, check.found) for check in examine(tmp_path)]
    assert found == [
        ("first", "ok", ""),
        ("asking", "broken", "nobody is there"),
        ("second", "ok", ""),
        ("look", "limited", "it broke off (ZeroDivisionError: oh)"),
    ]


def test_a_door_that_cannot_be_asked_is_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wanted(_: object) -> bool:
        raise PermissionError(13, "Permission denied", "a.yml")

    made = Door("Test", wanted, lambda _: (), Check("absent", "", ""))
    monkeypatch.setattr("app.cli.doctor.doors.DOORS", {"terminal": made})
    (check,) = examine(tmp_path)
    assert (check.state, "a.yml" in check.found) == ("limited", True)


def test_nothing_secret_and_nothing_live_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, lambda: [Check("broken", "a", f"said {SECRET}\n\x1b[31m", f"try {SECRET}", f"as {SECRET}")])
    (check,) = examine(tmp_path, None, {"AGENTS_GITLAB_WEBHOOK_SECRET": SECRET})
    assert (check.found, check.mend, check.why) == ("said [redacted]", "try [redacted]", "as [redacted]")


def test_the_commands_that_are_shown_are_not_taken_for_secrets(tmp_path: Path) -> None:
    mends = " ".join(check.mend for check in examine(tmp_path, "service", {}))
    assert "AGENTS_GITHUB_PRIVATE_KEY=FILE" in mends
    assert "[redacted]" not in mends


def test_settings_that_cannot_be_read(tmp_path: Path) -> None:
    variables = {"AGENTS_WORKERS": "2", "AGENTS_REASONER": "oracle", "AGENTS_TERRAFORM": "/no/such"}
    checks = examine(tmp_path, "terminal", variables | {"AGENTS_DATA_DIR": str(tmp_path / "mine")})
    wrong = [check.found.split(":")[0] for check in checks if check.name == "settings"]
    assert wrong == ["AGENTS_TERRAFORM", "AGENTS_REASONER", "AGENTS_WORKERS"]
    assert any(str(tmp_path / "mine") in check.found for check in checks if check.name == "data folder")


@pytest.mark.parametrize(
    ("door", "shown"),
    [
        ("repository", {"repository"}),
        ("github", {"service", "github"}),
        ("gitlab", {"service", "gitlab"}),
        ("service", {"service", "github", "gitlab"}),
    ],
)
def test_one_door(tmp_path: Path, door: str, shown: set[str]) -> None:
    assert {check.door for check in examine(tmp_path, door, {})} == shown


def test_verdicts() -> None:
    def check(door: str, state: str) -> Check:
        return Check(state, "x", "", door=door)  # type: ignore[arg-type]

    found = [check("a", "ok"), check("a", "broken"), check("b", "limited"), check("b", "absent"), check("c", "absent")]
    assert verdicts(found) == {"a": "broken", "b": "ready", "c": "not set up"}
