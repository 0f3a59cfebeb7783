from decimal import Decimal
from typing import Any

import pytest

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.bills import bill_of, by_usage, lines


@pytest.mark.parametrize(
    ("type_", "use", "month"),
    [
        ("google_compute_target_http_proxy", {"monthly_data_processed_gb": 100}, "0.80"),
        ("google_compute_region_target_https_proxy", {"monthly_proxy_instances": 2}, "36.50"),
        ("google_logging_project_sink", {"monthly_logging_data_gb": 10}, "5.00"),
        ("google_logging_folder_bucket_config", {"monthly_logging_data_gb": 10}, "5.00"),
        ("google_secret_manager_secret", {"active_secret_versions": 10, "monthly_rotation_notifications": 2}, "0.70"),
        ("google_bigquery_table", {"monthly_active_storage_gb": 100, "monthly_long_term_storage_gb": 100}, "3.90"),
        ("google_bigquery_table", {"monthly_streaming_inserts_mb": 1000, "monthly_storage_read_api_tb": 1}, "1.15"),
        ("google_bigquery_dataset", {"monthly_queries_tb": 2}, "12.50"),
        ("google_artifact_registry_repository", {"storage_gb": 50}, "5.00"),
    ],
)
def test_what_use_costs(type_: str, use: dict[str, Any], month: str) -> None:
    bill = bill_of(type_, {}, use, region="us-central1")
    assert not bill.missing
    assert by_usage(bill) == Decimal(month)


def test_a_function_by_calls_memory_and_processor() -> None:
    use = {"monthly_function_invocations": 1_000_000, "request_duration_ms": 250}
    found = lines(bill_of("google_cloudfunctions_function", {"available_memory_mb": 512}, use, region="us-central1"))
    assert {name: quantity for name, (quantity, _) in found.items()} == {
        "Invocations": 1_000_000,
        "CPU": 240_000,  # 1M × 0.3 s × 0.8 GHz
        "Memory": 150_000,  # 1M × 0.3 s × 0.5 GB
    }
    odd = bill_of("google_cloudfunctions_function", {"available_memory_mb": 300}, use)
    assert odd.missing == ["no price for a function of 300 MB"]


def test_a_proxy_without_stated_use_is_free() -> None:
    assert bill_of("google_compute_target_https_proxy", {}, assume="large").cost() is None


def test_a_secret_is_billed_with_its_versions() -> None:
    type_ = "google_secret_manager_secret_version"
    version = PlannedResource(f"{type_}.v", type_, "v", references={"secret": ("google_secret_manager_secret.this",)})
    assert bill_of("google_secret_manager_secret", {}, assume="medium", others=[version]).cost() is None
    assert by_usage(bill_of("google_secret_manager_secret", {}, assume="medium")) > 0
