from decimal import Decimal

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines


def test_only_storage_and_requests_of_the_standard_class_are_assumed() -> None:
    bill = bill_of("aws_s3_bucket", {"bucket": "b"}, assume="medium")
    assert set(lines(bill)) == {
        "Standard > Storage",
        "Standard > PUT, COPY, POST, LIST requests",
        "Standard > GET, SELECT, and all other requests",
    }
    assert all(one.usage and one.assumed for one in bill.components)
    assert baseline(bill) == 0
    assert by_usage(bill) == Decimal("30.35")  # 450 × 0.023 + 2000 × 0.005 + 25000 × 0.0004


def test_what_is_told_is_not_assumed() -> None:
    bill = bill_of("aws_s3_bucket", {}, {"standard": {"storage_gb": 7}}, assume="medium")
    told = {one.name: one.assumed for one in bill.components}
    assert told["Standard > Storage"] is False
    assert told["Standard > PUT, COPY, POST, LIST requests"] is True


def test_classes_and_early_deletion_where_told() -> None:
    use = {"glacier_deep_archive": {"storage_gb": 1000, "early_delete_gb": 10}, "object_tags": 20_000}
    assert lines(bill_of("aws_s3_bucket", {}, use)) == {
        "Glacier deep archive > Storage": (Decimal(1000), Decimal("0.00099")),
        "Glacier deep archive > Early delete (within 180 days)": (Decimal(10), Decimal("0.00099")),
        "Object tagging": (Decimal(2), Decimal("0.0065")),
    }


@pytest.mark.parametrize(
    ("region", "storage", "requests", "guessed"),
    [
        ("us-east-1", "0.023", "0.005", 0),
        ("eu-west-2", "0.024", "0.0053", 0),
        ("eu-central-1", "0.0245", "0.005326", 1),  # requests by storage: 0.0245 / 0.023 = 1.0652
        ("eu-south-2", "0.023", "0.005", 2),  # the reference region's, for want of any
    ],
)
def test_a_region_is_read_where_it_is_listed_else_estimated(
    region: str, storage: str, requests: str, guessed: int
) -> None:
    use = {"standard": {"storage_gb": 1, "monthly_tier_1_requests": 1000}}
    bill = bill_of("aws_s3_bucket", {}, use, region=region)
    assert [one.unit_price for one in bill.components] == [Decimal(storage), Decimal(requests)]
    assert len(estimated(bill)) == guessed


def test_inventory_and_analytics_by_the_million() -> None:
    inventory = bill_of("aws_s3_bucket_inventory", {}, {"monthly_listed_objects": 3_000_000})
    analytics = bill_of("aws_s3_bucket_analytics_configuration", {}, {"monthly_monitored_objects": 5_000_000})
    assert lines(inventory) == {"Objects listed": (Decimal(3), Decimal("0.0025"))}
    assert lines(analytics) == {"Objects monitored": (Decimal(5), Decimal("0.1"))}
