"""A plan made elsewhere."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.agents.base import AgentResult, Context
from app.domain.company import CompanyPolicies
from app.domain.errors import UsageFailure
from app.domain.finding import Severity
from app.domain.policy import Policy, Waiver
from app.domain.run import Outcome
from app.durable.inline import InlineSteps
from app.pipeline.review_plan import read_plans, review_plan
from tests.builders import finding, stack_result
from tests.unit.pipeline.test_runner import Watcher

TODAY = date(2026, 1, 1)


class Reviewer:
    """Finds one thing in every plan and tells what it was given."""

    name = "security"
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ("findings",)

    def run(self, context: Context) -> AgentResult:
        assert [one.path for one in context.base or ()] == ["before"]
        return AgentResult(findings=tuple(finding("P", path=one.path) for one in context.results))


def look(root: Path, policy: Policy) -> Outcome:
    results, before = [stack_result("plan.json")], [stack_result("before")]
    steps, company = InlineSteps(), CompanyPolicies()
    return review_plan("r", root, results, before, [Reviewer()], policy, company, TODAY, steps, Watcher())


def test_a_plan_is_reviewed_by_the_policy_of_the_folder(tmp_path: Path) -> None:
    outcome = look(tmp_path, Policy())
    assert [(f.rule, f.path, f.new) for f in outcome.findings] == [("P", "plan.json", None)]
    assert (outcome.gate.passed, outcome.title, outcome.stacks) == (False, "plan.json", ("plan.json",))
    waived = look(tmp_path, Policy(waivers=(Waiver("P", "dana", "known", date(2026, 2, 1)),)))
    assert waived.gate.passed
    assert look(tmp_path, Policy(fail_on=Severity.CRITICAL)).gate.passed


@pytest.mark.parametrize("count", [1, 2])
def test_a_file_holds_one_plan_or_a_list_of_them(tmp_path: Path, count: int) -> None:
    path = tmp_path / "plan.json"
    document = {"format_version": "1.2", "resource_changes": [], "planned_values": {}}
    path.write_text(json.dumps([document] * count if count > 1 else document))
    assert read_plans(path) == [document] * count


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_plan_is_read_however_a_shell_has_encoded_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text('{"resource_changes": [], "planned_values": {}, "x": "é"}', encoding)
    assert read_plans(path) == [{"resource_changes": [], "planned_values": {}, "x": "é"}]


def test_half_a_pair_of_surrogates_is_replaced_and_a_whole_one_kept(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text('{"resource_changes": [], "planned_values": {}, "x": "a\\ud800b", "y": "\\uD83D\\uDE00"}')
    (document,) = read_plans(path)
    assert (document["x"], document["y"]) == ("a?b", "\N{GRINNING FACE}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "{}",
        '{"resources": []}',
        "[1]",
        "[" * 100_000,
        '{"resource_changes": [], "planned_values": {}, "x": NaN}',
        '{"resource_changes": [], "planned_values": {}, "x": -Infinity}',
        '{"resource_changes": [{}], "planned_values": {}}',
    ],
)
def test_what_is_no_plan(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text)
    with pytest.raises(UsageFailure) as caught:
        read_plans(path)
    assert "terraform show -json" in caught.value.hint


def test_a_plan_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageFailure):
        read_plans(tmp_path / "gone.json")
