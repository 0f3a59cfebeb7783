"""The parts of a command: what is started, and who looks at the base."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.agents.base import AgentResult, Context
from app.bootstrap.parts import Parts
from app.domain.finding import Finding, Severity
from app.domain.policy import Policy
from app.pipeline.inspect import Subject
from app.settings import read_settings


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = Parts(read_settings({"AGENTS_CACHE_DIR": str(tmp_path / "cache"), "AGENTS_DATA_DIR": str(tmp_path)}))
    yield made
    made.close()


@dataclass
class Finder:
    """Finds one thing, after what it was told of."""

    rule: str
    seen: list[tuple[str, ...]] = field(default_factory=list)

    def run(self, context: Context) -> AgentResult:
        self.seen.append(tuple(finding.rule for finding in context.findings))
        found = Finding(self.rule, Severity.LOW, "t", "main.tf", "s", 1)
        return AgentResult(findings=(found,))


@pytest.mark.parametrize(
    ("asked", "found"),
    [((), []), (("security",), ["S"]), (("security", "compliance"), ["C", "S"])],
    ids=["neither", "security", "both"],
)
def test_the_base_is_looked_at_by_those_who_look_at_the_head(
    parts: Parts, tmp_path: Path, asked: tuple[str, ...], found: list[str]
) -> None:
    team: Any = SimpleNamespace(tester=1, planner=2, cost=3, security=Finder("S"), compliance=Finder("C"))
    parts.__dict__["team"] = team
    subject = Subject(tmp_path, (), Policy(), "abc", tmp_path)
    before = parts.look(subject, [getattr(team, name) for name in asked])
    assert sorted(finding.rule for finding in before.findings) == found
    assert team.compliance.seen == ([("S",)] if "compliance" in asked else [])


def test_the_scanner_warms_up_only_when_asked(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    assert parts.team.security is not None
    monkeypatch.setattr(parts.scanner, "start", lambda: started.append("scanner"))
    assert parts.scanner._link._warming is None
    parts.warm_up()
    assert started == ["scanner"]
