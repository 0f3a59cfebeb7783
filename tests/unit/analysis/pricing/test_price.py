from decimal import Decimal

from app.analysis.pricing.price import ListedPrice, Price

PRICE = Price(Decimal("0.10"), "GB", "a list", "2026-01-01")


def test_a_derived_price_is_estimated_and_says_how() -> None:
    derived = PRICE.times("1.5", "price of us-east-1 × 1.5 for mars-1")
    assert (derived.usd, derived.estimated) == (Decimal("0.150"), True)
    assert derived.source == "a list, price of us-east-1 × 1.5 for mars-1"
    assert (derived.unit, derived.date) == ("GB", "2026-01-01")


def test_only_a_listed_price_can_be_picked() -> None:
    listed = ListedPrice(PRICE, choices={Decimal("0.10"): PRICE, Decimal("0.2"): PRICE.times(2)})
    assert listed.pick(Decimal("0.1")) is PRICE
    assert listed.pick(Decimal("0.3")) is None
