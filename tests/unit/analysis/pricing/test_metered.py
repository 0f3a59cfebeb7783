from decimal import Decimal

import pytest

from app.analysis.pricing.aws.regions import MOST
from app.analysis.pricing.metered import (
    Use,
    alike,
    beyond,
    chunks,
    meter_stated,
    meter_where,
    priced,
    product,
)
from tests.unit.analysis.pricing.bills import bill_of, lines

STORAGE = Use("Storage", "storage_gb")


def test_a_table_makes_a_pricer_of_hours_months_and_metered_lines() -> None:
    bill = bill_of("aws_nat_gateway", {})
    bill.components.clear()
    priced(Use("Data processed", "monthly_data_processed_gb"), hourly=["NAT gateway"])(bill)
    assert lines(bill) == {"NAT gateway": (Decimal(730), Decimal("0.045"))}
    assert bill.use_unknown


@pytest.mark.parametrize(("use", "charged"), [({}, {}), ({"storage_gb": 7}, {"Storage": (7, Decimal("0.1"))})])
def test_what_is_stated_is_charged_and_nothing_else(use: dict[str, int], charged: dict[str, object]) -> None:
    bill = bill_of("aws_ecr_repository", {}, use, assume="medium")
    bill.components.clear()
    meter_stated(bill, STORAGE)
    assert lines(bill) == charged


@pytest.mark.parametrize(("evident", "quantity"), [(True, [Decimal(100)]), (False, [])])
def test_use_is_assumed_only_where_the_configuration_shows_some(evident: bool, quantity: list[Decimal]) -> None:
    bill = bill_of("aws_ecr_repository", {}, assume="medium")
    bill.components.clear()
    meter_where(evident, bill, STORAGE)
    assert [one.quantity for one in bill.components] == quantity


@pytest.mark.parametrize(("region", "estimated"), [("us-east-1", False), ("eu-central-1", False), ("eu-south-1", True)])
def test_one_price_holds_in_the_regions_that_are_named(region: str, estimated: bool) -> None:
    pricers = alike({"aws_ecr_repository": priced(STORAGE)}, MOST)
    bill = bill_of("aws_ecr_repository", {}, {"storage_gb": 1}, region=region)
    bill.components.clear()
    bill.listed_in = ""
    pricers["aws_ecr_repository"](bill)
    assert [one.estimated for one in bill.components] == [estimated]
    assert bill.region == region


def test_arithmetic_of_use() -> None:
    assert [chunks(None if one is None else Decimal(one), 64) for one in (None, 0, 1, 64, 65)] == [1, 1, 1, 1, 2]
    assert product(Decimal(2), 3) == 6
    assert product(Decimal(2), None) is None
    assert [beyond(Decimal(one), 5) for one in (4, 7)] == [0, 2]
    assert beyond(None, 5) is None
