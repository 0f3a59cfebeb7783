"""Security against cost: settled once both have spoken, with the price of each side."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.agents.base import Context, PriceOf, ProductionOf
from app.agents.cost import Cost
from app.domain.cost import Estimate, Saving
from app.domain.planned import Planned, PlannedResource
from app.domain.policy import Budget, Policy
from app.pipeline.weighing import weigher
from tests.builders import NoPrices, finding, stack_result

DATABASE = "aws_db_instance.main"
PLANNED = Planned(".", (PlannedResource(DATABASE, "aws_db_instance", "main", values={"multi_az": True}),))
SAVING = Saving("rds-multi-az-dev", DATABASE, "one zone", Decimal(50), "high")


class Prices(NoPrices):
    """A database that costs 100 USD in two zones and 50 in one."""

    def what_if(self, planned: Sequence[Planned], root: Path) -> tuple[PriceOf, ProductionOf]:
        assert [one.stack for one in planned] == ["."]

        def price_of(address: str, values: Mapping[str, Any]) -> Decimal:
            return Decimal(100 if values.get("multi_az", True) else 50)

        return price_of, lambda address: True


def context(**more: Any) -> Context:
    results = (replace(stack_result(), planned=PLANNED),)
    return Context("r", "review", Path(), results=results, estimate=Estimate(savings=(SAVING,)), **more)


def test_production_keeps_its_standby_and_both_prices_are_told() -> None:
    done = weigher([Cost(Prices())])(context())
    assert done.estimate is not None
    assert done.estimate.savings == ()
    (settlement,) = done.settled
    assert [option.monthly for option in settlement.options] == [100, 50]
    assert settlement.why


def test_a_budget_of_the_policy_weighs_more_than_the_default() -> None:
    asked = replace(finding("CKV_AWS_157"), resource=DATABASE)
    policy = Policy(budget=Budget(monthly=Decimal(-1)))
    done = weigher([Cost(Prices())])(context(findings=(asked,), policy=policy))
    assert done.findings[0].explained
    assert "budget" in done.findings[0].explained
    assert done.estimate is not None
    assert done.estimate.savings == (SAVING,)


def test_nobody_weighs_before_there_is_a_bill_or_where_nobody_prices() -> None:
    bare = replace(context(), estimate=None)
    assert weigher([Cost(Prices())])(bare) is bare
    priced = context()
    assert weigher([])(priced) is priced
