from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines, other


@pytest.mark.parametrize(
    ("values", "charged"),
    [
        ({"type": "A", "name": "www"}, {"Standard queries (first 1B)"}),
        ({"type": "A", "name": "www", "alias": [{"name": "lb"}]}, set()),
        ({"type": "CNAME", "name": "_abc.example.org"}, set()),
        ({"type": "TXT", "name": "example.org"}, set()),
        ({"type": "A", "latency_routing_policy": [{"region": "x"}]}, {"Latency based routing queries (first 1B)"}),
        ({"type": "A", "geolocation_routing_policy": [{"country": "ES"}]}, {"Geo DNS queries (first 1B)"}),
    ],
)  # fmt: skip
def test_assumed_queries_follow_from_the_record(values: dict[str, Any], charged: set[str]) -> None:
    bill = bill_of("aws_route53_record", values, assume="medium")
    assert set(lines(bill)) == charged
    assert (bill.cost() is None) == (not charged)


def test_stated_queries_in_tiers() -> None:
    bill = bill_of("aws_route53_record", {"type": "TXT", "name": "x"}, {"monthly_standard_queries": 1_500_000_000})
    assert by_usage(bill) == Decimal("500.00")  # 1000 × 0.4 + 500 × 0.2


@pytest.mark.parametrize(
    ("values", "use", "month"),
    [
        ({"type": "HTTP", "fqdn": "www.example.org"}, {}, "0.75"),
        ({"type": "HTTPS", "fqdn": "www.example.org"}, {}, "2.75"),
        ({"type": "HTTPS_STR_MATCH", "fqdn": "x.amazonaws.com", "request_interval": 10}, {}, "3.50"),
        ({"type": "TCP", "ip_address": "192.0.2.1"}, {"endpoint_type": "aws"}, "0.50"),
    ],
)  # fmt: skip
def test_health_checks_by_endpoint_and_features(values: dict[str, Any], use: dict[str, Any], month: str) -> None:
    bill = bill_of("aws_route53_health_check", values, use)
    assert baseline(bill) == Decimal(month)
    assert not estimated(bill)


def test_a_check_of_something_in_the_stack_is_inside_of_aws() -> None:
    balancer = other("aws_lb")
    bill = bill_of(
        "aws_route53_health_check", {"type": "HTTP"}, others=[balancer], references={"fqdn": ("aws_lb.that",)}
    )
    assert baseline(bill) == Decimal("0.50")


def test_a_check_of_an_address_that_tells_nothing_is_estimated() -> None:
    assert estimated(bill_of("aws_route53_health_check", {"type": "TCP", "ip_address": "192.0.2.1"})) == {
        "Health check"
    }


def test_zones_and_resolvers() -> None:
    assert baseline(bill_of("aws_route53_zone", {}, region="sa-east-1")) == Decimal("0.50")
    two = {"ip_address": [{"subnet_id": "a"}, {"subnet_id": "b"}]}
    assert baseline(bill_of("aws_route53_resolver_endpoint", two)) == Decimal("182.50")
