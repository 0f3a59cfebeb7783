from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, lines


def test_rest_requests_in_tiers() -> None:
    bill = bill_of("aws_api_gateway_rest_api", {}, {"monthly_requests": 21_000_000_000})
    assert [int(one.quantity) for one in bill.components] == [333, 667, 19_000, 1000]
    assert [one.unit_price for one in bill.components] == [Decimal(p) for p in ("3.5", "2.8", "2.38", "1.51")]


@pytest.mark.parametrize(
    ("values", "use", "quantities"),
    [
        ({}, {"monthly_requests": 400_000_000}, [300, 100]),
        ({"protocol_type": "HTTP"}, {"monthly_requests": 10_000_000, "request_size_kb": 1025}, [30]),
        ({"protocol_type": "WEBSOCKET"}, {"monthly_messages": 10_000_000, "message_size_kb": 33}, [20]),
        ({"protocol_type": "WEBSOCKET"}, {"monthly_messages": 2_000_000_000}, [1000, 1000]),
    ],
)
def test_apis_by_protocol_and_size(values: dict[str, Any], use: dict[str, Any], quantities: list[int]) -> None:
    assert [one.quantity for one in bill_of("aws_apigatewayv2_api", values, use).components] == quantities


def test_a_stage_costs_for_its_cache_alone() -> None:
    assert bill_of("aws_api_gateway_stage", {}).cost() is None
    cached = bill_of("aws_api_gateway_stage", {"cache_cluster_enabled": True, "cache_cluster_size": "0.5"})
    assert baseline(cached) == Decimal("14.60")
    unknown = bill_of("aws_api_gateway_stage", {"cache_cluster_enabled": True, "cache_cluster_size": "6.1"})
    assert unknown.missing == ["no price for Cache memory (6.1 GB) in us-east-1"]


def test_no_requests_cost_nothing() -> None:
    bill = bill_of("aws_api_gateway_rest_api", {}, {"monthly_requests": 0})
    assert by_usage(bill) == 0
    assert lines(bill) == {}
