"""The operator's pages and manifests say what is so."""

import json
import re
from pathlib import Path

import pytest

from app.domain.event import Ignored
from app.forges.github.events import parse
from app.settings import FOR_TESTS, PREFIX, Settings, variable
from app.web.application import create_app
from app.web.metrics import Metrics, Present
from tests.unit.web.fakes import FakeService

DOCS = Path(__file__).parents[3] / "docs"
MANIFESTS = DOCS / "manifests"
SETTINGS = {variable(name) for name in Settings.model_fields} | FOR_TESTS
PAGES = [
    *sorted(MANIFESTS.iterdir()),
    DOCS / "guides" / "github-app.md",
    DOCS / "guides" / "operating.md",
    DOCS / "reference" / "http.md",
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_only_settings_that_exist_are_named(page: Path) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]*[A-Z]\b(?!_…)", page.read_text("utf-8")))
    assert named - SETTINGS == set()


def test_the_unit_names_settings_by_assignment() -> None:
    assigned = re.findall(r"^Environment=(\w+)=", (MANIFESTS / "agents.service").read_text(), re.MULTILINE)
    assert assigned
    assert set(assigned) <= SETTINGS


def manifest() -> dict[str, dict[str, str]]:
    value: dict[str, dict[str, str]] = json.loads((MANIFESTS / "github-app.json").read_text("utf-8"))
    return value


def test_the_guide_explains_every_permission_of_the_manifest() -> None:
    guide = (DOCS / "guides" / "github-app.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (read|write) \|", guide, re.MULTILINE))
    assert rows == manifest()["default_permissions"]


def test_the_manifest_asks_for_the_events_that_are_read() -> None:
    guide = (DOCS / "guides" / "github-app.md").read_text("utf-8")
    for event in manifest()["default_events"]:
        assert f"`{event}`" in guide
        answer = parse({"X-GitHub-Event": event}, {}, frozenset(), "agents")
        assert isinstance(answer, Ignored)
        assert "no interest" not in answer.why


def test_the_metrics_documented_are_those_shown() -> None:
    service, metrics = FakeService(), Metrics()
    metrics.delivery("github", "accepted")
    metrics.run("done", 1.0)
    metrics.stage("tester", "passed", 1.0)
    metrics.tool_failure("checkov")
    shown = metrics.shown(Present(service.store, service.hosts)).decode()
    families = set(re.findall(r"^# TYPE (agents_\w+?)(?<!_created) ", shown, re.MULTILINE))
    page = (DOCS / "reference" / "metrics.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(agents_\w+)` \|", page, re.MULTILINE)) == families
    guide = (DOCS / "guides" / "operating.md").read_text("utf-8")
    asked = set(re.findall(r"\b(agents_\w+?)(?:_bucket|_count|_sum)?\b", guide))
    assert asked <= families


def test_every_route_is_documented() -> None:
    page = (DOCS / "reference" / "http.md").read_text("utf-8")
    for rule in create_app(FakeService()).url_map.iter_rules():
        address = rule.rule.replace("<forge>", "github")
        assert f" {address}`" in page, address
