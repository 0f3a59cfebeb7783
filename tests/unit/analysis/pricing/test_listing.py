from decimal import Decimal

import pytest

from app.analysis.pricing.listing import Listing

LISTING = Listing()


@pytest.mark.parametrize(
    ("provider", "region", "family", "ratio", "says"),
    [
        ("aws", "eu-west-1", "c5", "1.1294", "price of us-east-1 × 1.1294 for eu-west-1"),
        ("aws", "eu-west-1", "no-such-family", "1.1111", "price of us-east-1 × 1.1111 for eu-west-1"),
        ("aws", "af-south-1", "c5", "1", "price of us-east-1: no prices for af-south-1 are known"),
        ("aws", "", "c5", "1", "price of us-east-1: the region is not known"),
        ("azurerm", "eastus", "", "1.0000", "price of eastus × 1.0000 for eastus"),
        ("google", "us-central1", "", "1.0000", "price of us-central1 × 1.0000 for us-central1"),
    ],
)
def test_a_region_is_reached_by_its_multiplier(provider: str, region: str, family: str, ratio: str, says: str) -> None:
    assert LISTING.factor(provider, region, family) == (Decimal(ratio), says)


def test_known_regions() -> None:
    assert LISTING.knows("aws", "us-east-1")
    assert LISTING.knows("azurerm", "westeurope")
    assert not LISTING.knows("aws", "eastus")


def test_what_was_read_is_kept() -> None:
    query = "SELECT * FROM instance WHERE type = ?"
    assert LISTING.rows(query, "m5.large") is LISTING.rows(query, "m5.large")
    assert LISTING.row(query, "m5.none") is None


def test_reserved_prices_of_a_row() -> None:
    row = LISTING.row("SELECT * FROM instance_region WHERE type = 'm5.large' AND region = 'us-east-1'")
    assert row is not None
    committed = LISTING.committed(row, 3)
    assert committed is not None
    assert committed.no_upfront is not None
    assert committed.no_upfront.date == "2019-04"
    assert committed.no_upfront.usd < Decimal("0.096")
    assert LISTING.committed(row, 2) is None
