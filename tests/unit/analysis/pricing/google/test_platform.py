from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated

STORED = {"storage_gb": 1000, "monthly_data_retrieval_gb": 100}


@pytest.mark.parametrize(
    ("values", "region", "month"),
    [
        ({"location": "us-central1"}, "us-central1", "20.00"),
        ({"location": "EU"}, "eu", "26.00"),
        ({"location": "us-central1", "storage_class": "NEARLINE"}, "us-central1", "11.00"),
        ({"location": "ASIA", "storage_class": "COLDLINE"}, "asia", "10.75"),
        ({"location": "us-central1", "storage_class": "ARCHIVE"}, "us-central1", "6.20"),
    ],
)
def test_buckets_by_class_and_location(values: dict[str, Any], region: str, month: str) -> None:
    bill = bill_of("google_storage_bucket", values, STORED, region=region)
    assert by_usage(bill) == Decimal(month)
    assert not estimated(bill)
    assert not bill.notes


def test_operations_and_classes_without_a_price() -> None:
    use = {"monthly_class_a_operations": 100_000, "monthly_class_b_operations": 1_000_000}
    assert by_usage(bill_of("google_storage_bucket", {"location": "EU"}, use)) == Decimal("0.90")
    cold = bill_of("google_storage_bucket", {"location": "EU", "storage_class": "COLDLINE"}, use)
    assert cold.missing == ["no price for operations on coldline objects"]
    odd = bill_of("google_storage_bucket", {"storage_class": "REGIONAL"})
    assert odd.missing == ["no price for the storage class REGIONAL"]


@pytest.mark.parametrize(
    ("type_", "values", "use", "base", "used"),
    [
        ("google_compute_snapshot", {}, {"storage_gb": 100}, "0", "2.60"),
        ("google_pubsub_topic", {}, {"monthly_message_data_tb": 2}, "0", "80.00"),
        ("google_pubsub_subscription", {}, {"monthly_message_data_tb": 1, "storage_gb": 9}, "0", "40.00"),
        (
            "google_pubsub_subscription",
            {"retain_acked_messages": True},
            {"monthly_message_data_tb": 1, "storage_gb": 10},
            "0",
            "42.70",
        ),
        ("google_secret_manager_secret_version", {}, {"monthly_access_operations": 20_000}, "0.06", "0.06"),
        ("google_kms_crypto_key", {}, {}, "0.06", "0"),
        ("google_kms_crypto_key", {}, {"key_versions": 5, "monthly_key_operations": 10_000}, "0", "0.33"),
    ],
)
def test_what_is_kept_and_sent(type_: str, values: dict[str, Any], use: dict[str, Any], base: str, used: str) -> None:
    bill = bill_of(type_, values, use, region="us-central1")
    assert (baseline(bill), by_usage(bill)) == (Decimal(base), Decimal(used))


def test_what_leaves_a_bucket_in_tiers() -> None:
    use = {"monthly_egress_data_transfer_gb": {"worldwide": 20 * 1024, "same_continent": 100}}
    bill = bill_of("google_storage_bucket", {"location": "EU"}, use)
    assert by_usage(bill) == Decimal("1957.84")  # 100 × 0.02 + 1024 × (0.12 + 9 × 0.11 + 10 × 0.08)
    far = bill_of("google_storage_bucket", {"location": "EU"}, {"monthly_egress_data_transfer_gb": {"china": 2048}})
    assert len(far.missing) == 1
    assert "(next 9TB)" in far.missing[0]


def test_hardware_keys_have_no_known_price() -> None:
    values = {"version_template": [{"protection_level": "HSM"}]}
    assert bill_of("google_kms_crypto_key", values).missing == ["no price for keys of protection level HSM"]
