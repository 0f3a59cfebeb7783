from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, estimated, lines


@pytest.mark.parametrize(
    ("type_", "values", "month"),
    [
        ("google_compute_disk", {"type": "pd-standard", "size": 100}, "4.00"),
        ("google_compute_disk", {}, "20.00"),  # 500 GB where nothing is said
        ("google_compute_disk", {"type": "pd-ssd"}, "17.00"),
        ("google_compute_disk", {"type": "pd-balanced", "size": 0}, "0.00"),
        ("google_compute_disk", {"type": "pd-extreme", "size": 1000, "provisioned_iops": 2000}, "255.00"),
        ("google_compute_disk", {"type": "hyperdisk-extreme", "size": 1000, "provisioned_iops": 2000}, "189.00"),
        ("google_compute_region_disk", {"type": "pd-ssd", "size": 100}, "34.00"),
    ],
)
def test_disks_by_type_and_size(type_: str, values: dict[str, Any], month: str) -> None:
    bill = bill_of(type_, values, region="us-central1")
    assert baseline(bill) == Decimal(month)
    assert not estimated(bill)


def test_a_type_without_a_price_is_said() -> None:
    assert bill_of("google_compute_disk", {"type": "hyperdisk-ml"}).missing == ["no price for hyperdisk-ml disks"]


def test_prices_are_those_of_the_region() -> None:
    there = bill_of("google_compute_disk", {"type": "pd-ssd", "size": 10}, region="southamerica-east1")
    here = bill_of("google_compute_disk", {"type": "pd-ssd", "size": 10}, region="us-central1")
    assert next(iter(lines(there).values()))[1] > next(iter(lines(here).values()))[1]
