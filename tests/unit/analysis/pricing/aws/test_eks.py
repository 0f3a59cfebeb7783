from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, estimated

OLD = {"version": "1.27"}


@pytest.mark.parametrize(
    ("values", "month"),
    [
        ({}, "73.00"),
        ({"version": "1.99"}, "73.00"),
        (OLD, "438.00"),
        (OLD | {"upgrade_policy": [{"support_type": "STANDARD"}]}, "73.00"),
        (OLD | {"upgrade_policy": [{"support_type": "EXTENDED"}]}, "438.00"),
    ],
)
def test_a_cluster_costs_more_in_extended_support(values: dict[str, Any], month: str) -> None:
    bill = bill_of("aws_eks_cluster", values, region="eu-south-1")
    assert baseline(bill) == Decimal(month)
    assert not estimated(bill)


def test_auto_mode_is_noted() -> None:
    assert "Auto Mode" in bill_of("aws_eks_cluster", {"compute_config": [{"enabled": True}]}).notes[0]
