from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, lines

TO_IA = {"lifecycle_policy": [{"transition_to_ia": "AFTER_30_DAYS"}]}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {"Storage (standard)": (230, "0.3")}),
        ({"availability_zone_name": "us-east-1a"}, {"Storage (one zone)": (230, "0.16")}),
    ],
)
def test_storage_by_zones(values: dict[str, Any], expected: dict[str, tuple[int, str]]) -> None:
    found = lines(bill_of("aws_efs_file_system", values, {"storage_gb": 230}))
    assert found == {name: (Decimal(amount), Decimal(price)) for name, (amount, price) in expected.items()}


@pytest.mark.parametrize(("values", "charged"), [({}, 1), (TO_IA, 4)])
def test_the_infrequent_class_is_assumed_where_files_move_there(values: dict[str, Any], charged: int) -> None:
    assert len(lines(bill_of("aws_efs_file_system", values, assume="medium"))) == charged


@pytest.mark.parametrize(("stored", "cents"), [(0, "600.00"), (230, "531.00"), (5000, "0.00")])
def test_throughput_beyond_what_storage_brings(stored: int, cents: str) -> None:
    values = {"throughput_mode": "provisioned", "provisioned_throughput_in_mibps": 100}
    assert baseline(bill_of("aws_efs_file_system", values, {"storage_gb": stored})) == Decimal(cents)


def test_elastic_throughput_is_said_not_to_be_counted() -> None:
    assert bill_of("aws_efs_file_system", {"throughput_mode": "elastic"}).notes
    assert not bill_of("aws_efs_file_system", {}).notes
