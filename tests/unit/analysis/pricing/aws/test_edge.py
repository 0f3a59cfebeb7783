from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines

OUT = "US, Mexico, Canada > Data transfer out to internet"


def test_traffic_to_viewers_in_tiers() -> None:
    use = {"monthly_data_transfer_to_internet_gb": {"us": 200_000}}
    found = lines(bill_of("aws_cloudfront_distribution", {"enabled": True}, use))
    assert {name.removeprefix(f"{OUT} "): quantity for name, (quantity, _) in found.items()} == {
        "(first 10TB)": 10_240,
        "(next 40TB)": 40_960,
        "(next 100TB)": 102_400,
        "(next 350TB)": 46_400,
    }


def test_the_prices_are_those_of_the_viewers_not_of_the_region() -> None:
    use = {"monthly_data_transfer_to_internet_gb": {"us": 1000}}
    bill = bill_of("aws_cloudfront_distribution", {}, use, region="ap-southeast-2")
    assert by_usage(bill) == Decimal("85.00")
    assert not estimated(bill)


@pytest.mark.parametrize(
    ("behaviour", "name"),
    [
        ({"field_level_encryption_id": "E"}, "Field level encryption requests"),
        ({"realtime_log_config_arn": "arn"}, "Real-time log requests"),
    ],
)
def test_features_are_assumed_to_be_used_only_where_they_are_on(behaviour: dict[str, Any], name: str) -> None:
    on = bill_of("aws_cloudfront_distribution", {"ordered_cache_behavior": [behaviour]}, assume="medium")
    off = bill_of("aws_cloudfront_distribution", {"default_cache_behavior": [{}]}, assume="medium")
    assert name in lines(on)
    assert name not in lines(off)


def test_a_shield_whose_price_is_not_known_is_said() -> None:
    shield = {"enabled": True, "origin_shield_region": "eu-west-1"}
    bill = bill_of("aws_cloudfront_distribution", {"origin": [{"origin_shield": [shield]}]}, assume="medium")
    assert bill.missing == ["no price for Origin shield HTTP requests (Europe) in us-east-1"]


@pytest.mark.parametrize(
    ("method", "use", "month"),
    [("vip", {}, "600.00"), ("sni-only", {}, "0.00"), ("sni-only", {"custom_ssl_certificates": 2}, "1200.00")],
)
def test_a_certificate_on_its_own_addresses(method: str, use: dict[str, Any], month: str) -> None:
    bill = bill_of("aws_cloudfront_distribution", {"viewer_certificate": [{"ssl_support_method": method}]}, use)
    assert baseline(bill) + by_usage(bill) == Decimal(month)


@pytest.mark.parametrize(("paths", "charged"), [(900, {}), (1200, {"Invalidation requests (over 1k)": 200})])
def test_the_first_thousand_invalidations_are_free(paths: int, charged: dict[str, int]) -> None:
    found = lines(bill_of("aws_cloudfront_distribution", {}, {"monthly_invalidation_requests": paths}))
    assert {name: quantity for name, (quantity, _) in found.items()} == charged


def test_a_disabled_distribution_is_free() -> None:
    assert bill_of("aws_cloudfront_distribution", {"enabled": False}, assume="medium").cost() is None


def test_an_accelerator_and_its_traffic() -> None:
    assert baseline(bill_of("aws_globalaccelerator_accelerator", {})) == Decimal("18.25")
    use = {"monthly_outbound_data_transfer_gb": {"europe": 100}, "monthly_inbound_data_transfer_gb": {"us": 100}}
    assert by_usage(bill_of("aws_globalaccelerator_endpoint_group", {}, use)) == Decimal("3.00")


def test_traffic_whose_premium_is_not_known_is_said() -> None:
    use = {"monthly_outbound_data_transfer_gb": {"india": 1}}
    assert "Outbound DT-premium fee" in bill_of("aws_globalaccelerator_endpoint_group", {}, use).missing[0]
