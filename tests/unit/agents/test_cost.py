"""Pricing what planned, naming what did not."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from app.agents.base import AgentResult, Context, PriceOf, ProductionOf
from app.agents.cost import Cost
from app.domain.cost import Estimate, Unpriced
from app.domain.plan import StackResult
from app.domain.planned import Planned
from app.domain.policy import Budget, Policy, ReasonerPolicy
from app.domain.thought import Remark
from tests.builders import stack_result
from tests.fakes.thinker import Answering
from tests.unit.reports.estimates import CHANGED

Asked = tuple[tuple[str, ...], tuple[str, ...] | None]


@dataclass
class Pricing:
    """Remembers what it was asked to price."""

    answer: Estimate = field(default_factory=Estimate)
    asked: list[Asked] = field(default_factory=list)

    def estimate(self, planned: Sequence[Planned], root: Path, base: Sequence[Planned] | None) -> Estimate:
        before = None if base is None else tuple(one.stack for one in base)
        self.asked.append((tuple(one.stack for one in planned), before))
        return self.answer

    def what_if(self, planned: Sequence[Planned], root: Path) -> tuple[PriceOf, ProductionOf]:
        return (lambda address, values: None), (lambda address: None)


def planned(path: str) -> StackResult:
    """A stack that planned."""
    return replace(stack_result(path), planned=Planned(path))


def run(pricing: Pricing, results: tuple[StackResult, ...], base: tuple[StackResult, ...] | None = None) -> AgentResult:
    return Cost(pricing).run(Context("r", "cost", Path(), results=results, base=base))


def test_every_stack_that_planned_is_priced() -> None:
    pricing = Pricing(Estimate(usage="medium"))
    result = run(pricing, (planned("a"), planned("b")))
    assert (result.status, result.why) == ("passed", "")
    assert result.estimate == Estimate(usage="medium")
    assert pricing.asked == [(("a", "b"), None)]


def test_what_could_not_be_priced_is_said() -> None:
    gaps = tuple(Unpriced(address, "aws_x", "no price") for address in ("aws_x.a", "aws_x.a", "aws_x.b"))
    result = run(Pricing(Estimate(unpriced=gaps)), (planned("a"), stack_result("b", "not_run")))
    assert result.status == "passed"
    assert result.why == "no plan to price: b; 2 resource(s) without a known price"


def test_without_any_plan_it_does_not_run() -> None:
    assert run(Pricing(), (stack_result("b", "failed"),)).status == "not_run"
    assert run(Pricing(), ()).why == "there is no stack here"


def test_a_base_is_priced_too_even_where_nothing_is_left() -> None:
    pricing = Pricing()
    assert run(pricing, (), (planned("old"),)).status == "passed"
    assert pricing.asked == [((), ("old",))]


def test_a_stack_without_a_plan_is_left_out_on_both_sides() -> None:
    pricing = Pricing()
    result = run(pricing, (planned("a"), stack_result("b", "failed")), (planned("a"), planned("b")))
    assert pricing.asked == [(("a",), ("a",))]
    assert result.why == "no plan to price: b"
    assert run(pricing, (stack_result("b", "failed"),), (planned("b"),)).status == "not_run"


def test_where_the_base_did_not_plan_there_is_no_difference_from_nothing() -> None:
    pricing = Pricing()
    result = run(pricing, (planned("a"), planned("b")), (planned("a"), stack_result("b", "failed")))
    assert pricing.asked == [(("a", "b"), None)]
    assert result.why == "no difference: what b cost before is not known"


def test_remarks_speak_of_resources_the_dearest_first() -> None:
    said = {"about": "n1", "kind": "explanation", "text": "It was 560.64 USD and is 1,121.28 USD: the size doubled."}
    made_up = said | {"text": "Half of it would do for 99 USD."}
    thinker = Answering({"cost": [{"remarks": [made_up]}, {"remarks": [said]}]})
    policy = Policy(budget=Budget(Decimal(1000)))
    context = Context("r", "cost", Path(), estimate=CHANGED, policy=policy, thinker=thinker)
    result = Cost(Pricing()).remark(context)
    assert "99 USD" in thinker.told[0]
    assert result.remarks == (Remark("cost", "explanation", said["text"], "aws_instance.web"),)
    assert result.estimate is None
    frame, first, *_ = thinker.tasks[0].data[0].text.splitlines()
    for words in ('"total_monthly": "1162.78"', '"difference_monthly": "462.78"', '"budget_monthly": "1000.00"'):
        assert words in frame
    assert '"before": "560.64"' in first
    assert '"action": "move to m6g.8xlarge", "monthly": "224.50"' in first


def test_where_nothing_costs_anything_nothing_is_asked() -> None:
    thinker = Answering()
    for estimate in (None, Estimate()):
        context = Context("r", "cost", Path(), estimate=estimate, thinker=thinker)
        assert Cost(Pricing()).remark(context) == AgentResult()
    assert Cost(Pricing()).remark(Context("r", "cost", Path(), estimate=CHANGED)) == AgentResult()
    assert thinker.tasks == []


def test_what_is_kept_back_is_told_to_nobody() -> None:
    thinker = Answering({"cost": [{"remarks": []}] * 2})
    policy = Policy(reasoner=ReasonerPolicy(keep_back=("web",)))
    context = Context("r", "cost", Path(), estimate=CHANGED, policy=policy, thinker=thinker)
    assert Cost(Pricing()).remark(context) == AgentResult()
    other = replace(CHANGED.resources[0], stack="shop", address="aws_x.shop")
    Cost(Pricing()).remark(replace(context, estimate=replace(CHANGED, resources=(*CHANGED.resources, other))))
    (task,) = thinker.tasks
    assert "aws_x.shop" in task.data[0].text
    assert "aws_instance.web" not in task.data[0].text
