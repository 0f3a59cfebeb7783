"""Azure services whose bill is a few hours, months or metered lines."""

from collections.abc import Mapping

from app.analysis.pricing.base import Bill, Pricer, Tier
from app.analysis.pricing.metered import MILLION, Use, meter, meter_stated, meter_tiers, priced

_PETABYTE = 1024 * 1024
_MANAGEMENT = frozenset({"developer", "basic", "standard", "premium"})
_QUERIES: tuple[Tier, ...] = ((1000, "DNS queries (first 1B)"), (None, "DNS queries (over 1B)"))
_RECORDS = ("a", "aaaa", "caa", "cname", "mx", "ns", "ptr", "srv", "txt")
_FIREWALLS: Mapping[tuple[str, str], str] = {
    ("AZFW_VNet", "Standard"): "Deployment (Standard)",
    ("AZFW_VNet", "Premium"): "Deployment (Premium)",
    ("AZFW_Hub", "Standard"): "Deployment (Standard Secure Virtual Hub)",
    ("AZFW_Hub", "Premium"): "Deployment (Premium Secured Virtual Hub)",
}


def private_endpoint(bill: Bill) -> None:
    """An endpoint by the hour, and the data through it each way."""
    bill.hourly("Private endpoint", usage=False)
    for way in ("Inbound", "Outbound"):
        tiers: tuple[Tier, ...] = (
            (_PETABYTE, f"{way} data processed (first 1PB)"),
            (4 * _PETABYTE, f"{way} data processed (next 4PB)"),
            (None, f"{way} data processed (over 5PB)"),
        )
        key = f"monthly_{way.lower()}_data_processed_gb"
        meter_tiers(bill, bill.stated(key) or 0, tiers, (key,))


def zone(bill: Bill) -> None:
    """A zone of names by the month; the list has two prices by region group."""
    bill.charge("Hosted zone", 1, pick="0.5", usage=False)


def record(bill: Bill) -> None:
    """Queries of a record, as the usage file states them."""
    key = "monthly_queries"
    used = bill.stated(key)
    if used is None:
        bill.free()
        return
    meter_tiers(bill, used / MILLION, _QUERIES, (key,), like="azurerm_dns_a_record")


def firewall(bill: Bill) -> None:
    """A firewall by the hour of its kind, and the data through it."""
    kind = (bill.text("sku_name", "AZFW_VNet"), bill.text("sku_tier", "Standard"))
    name = _FIREWALLS.get(kind)
    bill.label(" ".join(kind))
    if name is None:
        bill.unpriced(f"no price for a firewall of kind {' '.join(kind)}")
        return
    bill.hourly(name, usage=False)
    meter(bill, Use("Data processed", "monthly_data_processed_gb"))


def api_management(bill: Bill) -> None:
    """API management by the unit, or by the call."""
    sku, _, units = bill.text("sku_name").partition("_")
    kind = sku.lower()
    bill.label(sku)
    if kind == "consumption":
        meter(bill, Use("API management (consumption)", "monthly_api_calls", MILLION))
    elif kind in _MANAGEMENT:
        bill.charge(f"API management ({kind})", int(units) if units.isdigit() else 1, usage=False)
    else:
        bill.unpriced(f"no price for API management of kind {sku or 'unknown'}")
    meter_stated(bill, Use("Self hosted gateway", "self_hosted_gateway_count"))


def log_analytics(bill: Bill) -> None:
    """A workspace, by what is taken in, kept and searched; reserved capacity has no known price."""
    sku = bill.text("sku", "PerGB2018")
    if sku != "PerGB2018":
        bill.unpriced(f"no price for a workspace of kind {sku}")
        return
    key = "monthly_log_data_ingestion_gb"
    bill.charge("Log data ingestion", bill.usage(key), unit="GB", usage=True, keys=(key,))
    meter_stated(
        bill,
        Use("Log data retention", "monthly_additional_log_data_retention_gb"),
        Use("Log data export", "monthly_log_data_export_gb"),
        Use("Basic log data ingestion", "monthly_basic_log_data_ingestion_gb"),
        Use("Basic log search queries", "monthly_basic_log_search_gb"),
        Use("Archive data", "monthly_archive_data_gb"),
        Use("Archive data restored", "monthly_archive_data_restored_gb"),
        Use("Archive data searched", "monthly_archive_data_searched_gb"),
    )
    meter_stated(bill, Use("Sentinel data ingestion", "monthly_sentinel_data_ingestion_gb"), unit="GB")


PRICERS: Mapping[str, Pricer] = {
    "azurerm_private_endpoint": private_endpoint,
    "azurerm_dns_zone": zone,
    "azurerm_private_dns_zone": zone,
    **{f"azurerm_dns_{kind}_record": record for kind in _RECORDS},
    **{f"azurerm_private_dns_{kind}_record": record for kind in _RECORDS if kind not in {"caa", "ns"}},
    "azurerm_firewall": firewall,
    "azurerm_api_management": api_management,
    "azurerm_log_analytics_workspace": log_analytics,
    "azurerm_application_insights": priced(Use("Data ingested", "monthly_data_ingested_gb")),
    "azurerm_image": priced(Use("Storage", "storage_gb")),
}
