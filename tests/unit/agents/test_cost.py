"""Pricing what planned, naming what did not."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.agents.base import AgentResult, Context, PriceOf, ProductionOf
from app.agents.cost import Cost
from app.domain.cost import Estimate, Unpriced
from app.domain.plan import StackResult
from app.domain.planned import Planned
from tests.builders import stack_result

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
