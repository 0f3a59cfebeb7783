"""The documentation agent."""

from dataclasses import replace
from pathlib import Path

from app.agents.base import Context
from app.agents.documentation import Documentation
from app.domain.stack import Stack
from tests.builders import finding
from tests.unit.reports.test_documents import ARCHITECTURE, REQUEST, RESOURCES


def context(tmp_path: Path) -> Context:
    return Context(
        "r",
        "run",
        tmp_path,
        date="2026-01-01",
        request=REQUEST,
        architecture=ARCHITECTURE,
        resources=RESOURCES,
        stacks=(Stack("stacks/orders"),),
        findings=(replace(finding("CKV_1"), explained="by design"), finding("CKV_2")),
    )


def test_the_documents_of_the_stack(tmp_path: Path) -> None:
    result = Documentation().run(context(tmp_path))
    paths = [artifact.path for artifact in result.artifacts]
    wanted = ["README.md", "docs/decisions.md", "docs/runbook.md", "docs/request.md", "CHANGELOG.md"]
    assert paths == [f"stacks/orders/{name}" for name in wanted]
    decisions = result.artifacts[1].content
    assert "CKV_1" in decisions
    assert "CKV_2" not in decisions


def test_the_changelog_that_was_there_is_kept(tmp_path: Path) -> None:
    earlier = replace(context(tmp_path), changelog="# Changelog\n\n## 2025-01-01: Before\n\n- x\n")
    changelog = Documentation().run(earlier).artifacts[-1].content
    assert "2025-01-01: Before" in changelog
    assert "2026-01-01: Orders" in changelog


def test_without_a_design_there_is_nothing_to_document(tmp_path: Path) -> None:
    assert Documentation().run(Context("r", "run", tmp_path)).status == "not_run"
