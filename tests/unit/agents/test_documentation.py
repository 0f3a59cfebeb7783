"""The documentation agent."""

from dataclasses import replace
from pathlib import Path

from app.agents.base import Context
from app.agents.documentation import Documentation
from app.domain.stack import Stack
from app.domain.thought import Thought
from tests.builders import finding
from tests.fakes.thinker import Answering
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


TEXT = "Orders wait in `orders`, an `Amazon SQS queue`, until somebody works on them."


def written(**facts: object) -> tuple[str, tuple[Thought, ...]]:
    result = Documentation().run(replace(context(Path()), **facts))  # type: ignore[arg-type]
    return result.artifacts[0].content, result.thoughts


def test_a_model_may_open_the_readme_and_is_named() -> None:
    thinker = Answering({"documentation": [{"overview": TEXT}]})
    readme, thoughts = written(thinker=thinker)
    plain, nobody = written()
    assert [thought.kept for thought in thoughts] == [True]
    assert nobody == ()
    head, _, rest = readme.partition("<!-- agents:overview ")
    block, _, rest = rest.partition("<!-- /agents:overview -->\n\n")
    assert head + rest == plain, "all else stays as it is"
    assert f"> {TEXT}\n" in block
    assert "Written by a model (Claude, claude-test-1)" in block


def test_the_paragraph_stays_until_there_is_something_else_to_speak_of() -> None:
    first, _ = written(thinker=Answering({"documentation": [{"overview": TEXT}]}))
    other = Answering({"documentation": [{"overview": "It is something else."}]})
    assert written(thinker=other, readme=first) == (first, ())
    assert written(readme=first) == (first, ()), "also without a model"
    more = replace(ARCHITECTURE, components=(replace(ARCHITECTURE.components[0], count=2),))
    assert "It is something else." in written(thinker=other, readme=first, architecture=more)[0]
    assert "agents:overview" not in written(readme=first, architecture=more)[0]


def test_without_a_good_paragraph_there_is_none() -> None:
    readme, thoughts = written(thinker=Answering({"documentation": [{"overview": "See `billing`."}] * 3}))
    assert readme == written()[0]
    assert [(thought.ended, thought.kept) for thought in thoughts] == [("malformed", False)]


def test_code_that_a_model_wrote_beyond_the_design_is_named() -> None:
    kept = Thought("developer", "write", "answered", "understands 1 of 1", kept=True)
    words = "Claude, claude-test-1 wrote part of the code beyond these components"
    assert words in written(thinker=Answering(), thoughts=(kept,))[0]
    assert words not in written(thinker=Answering(), thoughts=(replace(kept, kept=False),))[0]
