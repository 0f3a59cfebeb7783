"""Repairs in place."""

import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from app.domain.finding import Finding
from app.domain.plan import StackResult
from app.domain.stack import Stack
from app.pipeline.fix import Fixed, fix
from tests.builders import finding, stack_result
from tests.unit.pipeline.test_repairing import Mended

STACKS = (Stack("a"), Stack("b"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    for name in ("a", "b"):
        (folder / name).mkdir(parents=True)
        (folder / name / "main.tf").write_text(f"# {name}\n")
    return folder


def check(root: Path, stacks: Sequence[Stack]) -> tuple[Finding, ...]:
    """Every file that does not say `good` has a finding."""
    paths = [f"{stack.path}/main.tf" for stack in stacks]
    return tuple(finding("R1", path=path) for path in paths if "good" not in (root / path).read_text())


def plan(root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
    def status(stack: Stack) -> str:
        return "failed" if "broken" in (root / stack.path / "main.tf").read_text() else "passed"

    return tuple(stack_result(stack.path, status(stack)) for stack in stacks)  # type: ignore[arg-type]


def run(root: Path, tmp_path: Path, words: Mapping[str, str], rules: Sequence[str] = ()) -> Fixed:
    def repairer(files: Mapping[str, str], findings: Sequence[Finding]) -> Mended:
        texts = {f.path: files[f.path] + words[f.path] for f in findings if f.path in words}
        applied = [(f, "old", words[f.path]) for f in findings if f.path in words]
        return Mended(texts, applied, [(f, "needs a decision") for f in findings if f.path not in words])

    return fix(root, STACKS, rules, repairer, check, plan, tmp_path / "scratch")


def test_proven_repairs_are_written_and_the_rest_is_left(root: Path, tmp_path: Path) -> None:
    (root / "a" / "main.tf").chmod(0o600)
    done = run(root, tmp_path, {"a/main.tf": "good\n"})
    assert [(r.path, bool(r.proof)) for r in done.fixed] == [("a/main.tf", True)]
    assert [(f.path, why) for f, why in done.left] == [("b/main.tf", "needs a decision")]
    assert done.files == ("a/main.tf",)
    assert (root / "a" / "main.tf").read_text() == "# a\ngood\n"
    assert stat.S_IMODE((root / "a" / "main.tf").stat().st_mode) == 0o600
    assert sorted(path.name for path in (root / "a").iterdir()) == ["main.tf"]


def test_what_breaks_the_plan_is_not_written(root: Path, tmp_path: Path) -> None:
    done = run(root, tmp_path, {"a/main.tf": "good broken\n", "b/main.tf": "good\n"})
    assert [r.path for r in done.fixed] == ["b/main.tf"]
    assert (root / "a" / "main.tf").read_text() == "# a\n"
    assert done.left[0][1] == "mending it breaks the plan of its stack"


def test_what_the_check_still_asks_for_is_not_claimed(root: Path, tmp_path: Path) -> None:
    done = run(root, tmp_path, {"a/main.tf": "useless\n"})
    assert done.fixed == ()
    assert (root / "a" / "main.tf").read_text() == "# a\n"
    assert {why for _, why in done.left} == {"needs a decision", "the check still asks for it after the repair"}


def test_only_the_rules_asked_for(root: Path, tmp_path: Path) -> None:
    assert run(root, tmp_path, {"a/main.tf": "good\n"}, ["OTHER"]) == Fixed((), (), ())
