"""compose.yaml: at one with the image, the settings and what stands in the repository."""

import json
import re
from typing import Any

import pytest

from app.settings import FILE, read_settings
from tests.unit.deploy.files import ROOT, SETTINGS, documents, environment, is_ignored, one

(COMPOSE,) = documents("compose.yaml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
AGENTS = SERVICES["agents"]
GUIDE = (ROOT / "docs" / "guides" / "container.md").read_text("utf-8")


def test_every_variable_is_a_setting_and_together_they_serve() -> None:
    given: dict[str, str] = AGENTS["environment"]
    assert set(given) <= SETTINGS
    values = {name: re.sub(r"\$\{[A-Z_]+(:[-?].*)?\}", "7", text) for name, text in given.items()}
    values |= {name: __file__ for name in values if name.endswith(FILE)}
    database = {"AGENTS_DATABASE_URL": "postgresql://agents:word@database/agents", "AGENTS_DATABASE_URL_FILE": ""}
    key = {"AGENTS_GITHUB_PRIVATE_KEY": "-----BEGIN RSA PRIVATE KEY-----", "AGENTS_GITHUB_PRIVATE_KEY_FILE": ""}
    settings = read_settings(values | database | key | {"AGENTS_PUBLIC_URL": ""})
    assert settings.serving_problems() == ()


def test_secrets_are_files_that_are_declared_and_never_in_the_image() -> None:
    files = {name: facts["file"] for name, facts in COMPOSE["secrets"].items()}
    assert [path for path in files.values() if not is_ignored(path)] == []
    for service in SERVICES.values():
        assert set(service["secrets"]) <= set(files)
        named = [str(value) for name, value in service["environment"].items() if name.endswith(FILE)]
        assert {value.removeprefix("/run/secrets/") for value in named} == set(service["secrets"])
    assert [path for path in files.values() if path not in GUIDE] == []
    assert "/secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_it_is_at_one_with_the_image() -> None:
    folders = [volume.partition(":")[2] for volume in AGENTS["volumes"]]
    assert folders == json.loads(one("VOLUME")) == [environment()["AGENTS_DATA_DIR"]]
    assert AGENTS["ports"] == [f"127.0.0.1:{one('EXPOSE')}:{one('EXPOSE')}"]
    assert (ROOT / AGENTS["build"]["context"] / "Dockerfile").is_file()
    declared = set(COMPOSE["volumes"])
    assert {volume.partition(":")[0] for each in SERVICES.values() for volume in each["volumes"]} == declared
    assert {network for each in SERVICES.values() for network in each["networks"]} == set(COMPOSE["networks"])


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_may_do_no_more_than_it_must(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service
    assert any(mount.partition(":")[0] == "/tmp" for mount in service["tmpfs"])  # noqa: S108


def test_the_database_is_reached_by_the_bot_alone() -> None:
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["database"]["networks"] == ["inside"]
    assert "ports" not in SERVICES["database"]
    assert AGENTS["depends_on"]["database"]["condition"] == "service_healthy"


def test_a_stop_has_the_time_that_it_takes() -> None:
    operating = (ROOT / "docs" / "guides" / "operating.md").read_text("utf-8")
    assert AGENTS["stop_grace_period"] == "60s"
    assert "Give it 60 seconds before SIGKILL" in operating
