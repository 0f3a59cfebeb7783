from decimal import Decimal

import pytest

from app.analysis.pricing.budget import over
from app.domain.cost import Component, Estimate, ResourceCost
from app.domain.policy import Budget


def estimate(monthly: str, before: str | None) -> Estimate:
    line = Component("Usage", "months", Decimal(1), Decimal(monthly), "a list")
    cost = ResourceCost("aws_x.y", "aws_x", components=(line,))
    return Estimate(resources=(cost,), before=None if before is None else Decimal(before))


@pytest.mark.parametrize(
    ("budget", "monthly", "before", "reasons"),
    [
        (Budget(), "1e9", "0", ()),
        (Budget(monthly=Decimal(50)), "50", None, ()),
        (Budget(monthly=Decimal(50)), "50.01", None, ("50.01 USD a month, over the budget of 50.00 USD",)),
        (Budget(increase=Decimal(10)), "1000", None, ()),
        (Budget(increase=Decimal(10)), "20", "10", ()),
        (Budget(increase=Decimal(10)), "20.5", "10",
         ("10.50 USD a month more, over the allowed increase of 10.00 USD",)),
        (Budget(increase=Decimal(0)), "9", "10", ()),
        (Budget(percent=Decimal(20)), "12", "10", ()),
        (Budget(percent=Decimal(20)), "1250", "1000",
         ("250.00 USD a month more (25.0 %), over the allowed increase of 20 %",)),
        (Budget(percent=Decimal(20)), "5", "0",
         ("5.00 USD a month more (from nothing), over the allowed increase of 20 %",)),
        (Budget(percent=Decimal(20)), "0", "0", ()),
        (Budget(percent=Decimal(0)), "5", "10", ()),
        (Budget(Decimal(1), Decimal(2), Decimal(3)), "2000", "1000", (
            "2,000.00 USD a month, over the budget of 1.00 USD",
            "1,000.00 USD a month more, over the allowed increase of 2.00 USD",
            "1,000.00 USD a month more (100.0 %), over the allowed increase of 3 %",
        )),
    ],
)  # fmt: skip
def test_reasons(budget: Budget, monthly: str, before: str | None, reasons: tuple[str, ...]) -> None:
    assert over(budget, estimate(monthly, before)) == reasons


def test_a_gate_does_not_fail_on_a_guess() -> None:
    def bill(assumed: int, told: int, before_assumed: int = 0) -> Estimate:
        lines = (
            Component("Requests", "1M", Decimal(assumed), Decimal(1), "s", usage=True, assumed=True),
            Component("Storage", "GB", Decimal(told), Decimal(1), "s", usage=True),
        )
        return Estimate(
            resources=(ResourceCost("a", "t", components=lines),),
            before=Decimal(100),
            before_assumed=Decimal(before_assumed),
        )

    assert over(Budget(monthly=Decimal(100)), bill(500, 100)) == ()
    assert over(Budget(monthly=Decimal(99)), bill(0, 100)) != ()
    assert over(Budget(increase=Decimal(10)), bill(500, 60, before_assumed=50)) == ()
    assert over(Budget(increase=Decimal(9)), bill(500, 60, before_assumed=50)) != ()
    assert "20.0 %" in over(Budget(percent=Decimal(19)), bill(500, 60, before_assumed=50))[0]
