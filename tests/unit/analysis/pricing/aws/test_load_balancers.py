from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, lines

LCU = "Load balancer capacity units"


@pytest.mark.parametrize(
    ("type_", "values", "use", "units"),
    [
        ("aws_lb", {}, {"processed_bytes_gb": 730}, 1),
        ("aws_lb", {}, {"new_connections": 50}, 2),
        ("aws_lb", {}, {"active_connections": 12_000, "new_connections": 25}, 4),
        ("aws_lb", {}, {"rule_evaluations": 5000}, 5),
        ("aws_alb", {"load_balancer_type": "application"}, {"rule_evaluations": 5000}, 5),
        ("aws_lb", {"load_balancer_type": "network"}, {"new_connections": 1600, "rule_evaluations": 9}, 2),
        ("aws_alb", {"load_balancer_type": "network"}, {"active_connections": 300_000}, 3),
    ],
)
def test_the_dimension_that_needs_most_decides(
    type_: str, values: dict[str, Any], use: dict[str, Any], units: int
) -> None:
    bill = bill_of(type_, values, use)
    network = values.get("load_balancer_type") == "network"
    assert lines(bill)[LCU] == (units, Decimal("4.38") if network else Decimal("5.84"))
    assert baseline(bill) == Decimal("16.42")  # 730 × 0.0225, half to even
    assert not [one for one in bill.components if one.estimated]


def test_assumed_use_leaves_out_peaks() -> None:
    bill = bill_of("aws_lb", {}, assume="medium")
    assert lines(bill)[LCU][0] == Decimal(5000) / 3000
    assert by_usage(bill) == Decimal("9.73")
    assert [one.assumed for one in bill.components] == [False, True]


def test_without_any_use_only_the_hours_are_charged() -> None:
    bill = bill_of("aws_lb", {})
    assert list(lines(bill)) == ["Application load balancer"]
    assert bill.use_unknown


def test_a_gateway_load_balancer_has_no_known_price() -> None:
    bill = bill_of("aws_lb", {"load_balancer_type": "gateway"})
    assert bill.missing == ["no price for a gateway load balancer"]
    assert bill.cost() is None


def test_a_classic_load_balancer() -> None:
    bill = bill_of("aws_elb", {}, {"monthly_data_processed_gb": 100})
    assert baseline(bill) == Decimal("18.25")
    assert by_usage(bill) == Decimal("0.80")
