"""``agents serve`` before anything listens."""

import os

import pytest

from app.cli.console import Console
from app.cli.serve import read_port, serving
from app.domain.errors import UsageFailure
from app.settings import Settings


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("8080", 8080), ("65535", 65535)])
def test_ports(text: str, number: int) -> None:
    assert read_port(text) == number


@pytest.mark.parametrize("text", ["", "-1", "65536", "http", "80.0", "²"])
def test_what_is_no_port(text: str) -> None:
    with pytest.raises(UsageFailure, match="no port"):
        read_port(text)


def never(_settings: Settings, _metrics: object) -> None:
    raise AssertionError


def test_what_is_missing_is_named_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AGENTS_")]:
        monkeypatch.delenv(name)
    with pytest.raises(UsageFailure) as caught:
        serving(never)(Console.make(), host="127.0.0.1", port="0")  # type: ignore[arg-type]
    assert "no forge" in caught.value.wrong
    assert "AGENTS_REPO_ALLOWLIST" in caught.value.wrong


def test_a_reasoner_without_its_key_is_named_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AGENTS_")]:
        monkeypatch.delenv(name)
    set_up = {"REPO_ALLOWLIST": "acme/*", "GITHUB_TOKEN": "t", "GITHUB_WEBHOOK_SECRET": "s", "REASONER": "claude"}
    for name, value in set_up.items():
        monkeypatch.setenv(f"AGENTS_{name}", value)
    with pytest.raises(UsageFailure, match="needs a key"):
        serving(never)(Console.make(), host="127.0.0.1", port="0")  # type: ignore[arg-type]
