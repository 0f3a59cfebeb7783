"""Google Cloud services whose bill is a few metered lines."""

import math
from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import Use, meter, meter_stated, priced

_PROXIES = (
    "compute_target_http_proxy", "compute_target_https_proxy", "compute_target_grpc_proxy", "compute_target_ssl_proxy",
    "compute_target_tcp_proxy", "compute_region_target_http_proxy", "compute_region_target_https_proxy",
)  # fmt: skip
_SINKS = tuple(
    f"logging_{owner}_{kind}" for owner in ("project", "folder", "organization", "billing_account")
    for kind in ("sink", "bucket_config")
)  # fmt: skip
_GHZ: Mapping[int, str] = {128: "0.2", 256: "0.4", 512: "0.8", 1024: "1.4", 2048: "2.4", 4096: "4.8", 8192: "4.8"}
"""The share of a processor that a function's memory brings (Google, Cloud Functions pricing, first generation)."""
_STEP_MS = 100


def function(bill: Bill) -> None:
    """A function of the first generation: calls, and memory and processor while they run."""
    memory = int(bill.number("available_memory_mb", 256))
    bill.label(f"{memory} MB")
    key = "monthly_function_invocations"
    calls, duration = bill.usage(key), bill.usage("request_duration_ms")
    bill.charge("Invocations", calls, usage=True, keys=(key,))
    keys = (key, "request_duration_ms")
    if memory not in _GHZ:
        bill.unpriced(f"no price for a function of {memory} MB")
    elif calls is not None and duration is not None:
        seconds = calls * Decimal(math.ceil(duration / _STEP_MS)) * _STEP_MS / 1000
        bill.charge("CPU", seconds * Decimal(_GHZ[memory]), usage=True, keys=keys)
        bill.charge("Memory", seconds * memory / 1024, usage=True, keys=keys)
    meter_stated(bill, Use("Outbound data transfer", "monthly_outbound_data_gb"))


def proxy(bill: Bill) -> None:
    """A proxy, by the data through it and its instances, as the usage file states them."""
    meter_stated(bill, Use("Data processed", "monthly_data_processed_gb"))
    key = "monthly_proxy_instances"
    bill.hourly("Proxy instance", bill.stated(key) or 0, usage=True, keys=(key,))
    if not bill.components:
        bill.free()


def secret(bill: Bill) -> None:
    """A secret, by its versions: billed with them where the stack has them, else as many as are told."""
    if bill.referring("google_secret_manager_secret_version"):
        bill.free()
    else:
        meter(bill, Use("Active secret versions", "active_secret_versions"))
    meter_stated(bill, Use("Access operations", "monthly_access_operations", 10_000))
    meter_stated(bill, Use("Rotation notifications", "monthly_rotation_notifications"))


def sink(bill: Bill) -> None:
    """What is logged; one price for every kind of sink and bucket."""
    meter(bill, Use("Logging data", "monthly_logging_data_gb"), like="google_logging_project_sink")


def registry(bill: Bill) -> None:
    """What a registry holds; the list has the same price in every region that it has."""
    bill.listed_in = "us-east1"
    meter(bill, Use("Storage", "storage_gb"))


def table(bill: Bill) -> None:
    """What a table of BigQuery holds; what is streamed, written and read through interfaces, as stated."""
    meter(
        bill,
        Use("Active storage", "monthly_active_storage_gb"),
        Use("Long-term storage", "monthly_long_term_storage_gb"),
    )
    meter_stated(
        bill,
        Use("Streaming inserts", "monthly_streaming_inserts_mb"),
        Use("Storage write API", "monthly_storage_write_api_gb"),
        Use("Storage read API", "monthly_storage_read_api_tb"),
    )


PRICERS: Mapping[str, Pricer] = {
    **{f"google_{kind}": proxy for kind in _PROXIES},
    **{f"google_{kind}": sink for kind in _SINKS},
    "google_cloudfunctions_function": function,
    "google_secret_manager_secret": secret,
    "google_bigquery_table": table,
    "google_bigquery_dataset": priced(Use("Queries (on-demand)", "monthly_queries_tb")),
    "google_compute_machine_image": priced(Use("Storage", "storage_gb")),
    "google_artifact_registry_repository": registry,
}
