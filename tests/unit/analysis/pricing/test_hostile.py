"""Every pricer on values that no plan should have: nothing raises, nothing is negative, what is unknown is said."""

from typing import Any

import pytest

from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.engine import drawn
from app.analysis.pricing.registry import PRICERS
from app.analysis.pricing.usage import Usage
from app.domain.planned import Planned, PlannedResource

BOOK = PriceBook()
LARGE = Usage(assume="large")


class Everywhere(dict[str, Any]):
    """A mapping that has the same value under every key."""

    def __init__(self, value: Any) -> None:
        super().__init__(any=value)

    def get(self, key: str, default: Any = None) -> Any:
        return self["any"]


VALUES: tuple[Any, ...] = (
    None, "", "x", "-1", 0, -1, 1.5, 10**18, True, False, [], {}, [{}], ["x"], [None], [[]], [-1], {"x": "y"},
    Everywhere("x"), [Everywhere(-1)], [Everywhere("x"), Everywhere(None)],
)  # fmt: skip


@pytest.mark.parametrize("type_", PRICERS)
def test_odd_values(type_: str) -> None:
    provider = type_.partition("_")[0]
    for region in ("us-east-1", "", "mars-1"):
        for value in VALUES:
            one = PlannedResource(f"{type_}.x", type_, "x", provider=provider, region=region, values=Everywhere(value))
            bill = drawn(one, Planned(".", (one,)), BOOK, LARGE)
            assert not [line for line in bill.components if line.monthly < 0], (region, value)


@pytest.mark.parametrize("type_", PRICERS)
def test_everything_known_only_after_apply(type_: str) -> None:
    one = PlannedResource(
        f"{type_}.x", type_, "x", region="us-east-1", unknown=Everywhere(True), references=Everywhere(("aws_x.y",)),
    )  # fmt: skip
    bill = drawn(one, Planned(".", (one,)), BOOK, LARGE)
    assert bill.components or bill.missing or bill.costs_nothing or bill.use_unknown or bill.cost() is not None
