"""Service plans, functions, storage accounts and container registries."""

import math
from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.price import Price

_FREE = frozenset({"F1", "FREE", "Y1", "FC1"})
"""Plans that cost nothing by themselves: the free one, and those whose functions are billed by execution."""
_ELASTIC = {"EP1": (1, Decimal("3.5")), "EP2": (2, Decimal(7)), "EP3": (4, Decimal(14))}
"""vCPU and GB of an instance of an elastic plan (Azure Functions, Premium plan)."""
_TERABYTE = 1024
_CAPACITY: Mapping[str, tuple[str, str, str]] = {
    "LRS": ("0.0208", "0.019968", "0.019136"),
    "ZRS": ("0.026", "0.02496", "0.02392"),
    "GRS": ("0.0458", "0.043968", "0.042136"),
}
"""Dollars a GB of hot storage by redundancy, up to 50 TB, to 500 TB and beyond (Azure, Blob Storage pricing)."""
_TIERS = ((50 * _TERABYTE, "first 50TB"), (450 * _TERABYTE, "next 450TB"), (None, "over 500TB"))
_OPERATIONS = (
    ("Write operations", "monthly_write_operations"),
    ("List and create container operations", "monthly_list_and_create_container_operations"),
    ("Read operations", "monthly_read_operations"),
    ("All other operations", "monthly_other_operations"),
)
_DAYS = Decimal(365) / 12
_STEP_MS, _STEP_MB = 100, 128


def service_plan(bill: Bill) -> None:
    """A plan, by its workers; Windows has the higher of a size's two prices."""
    _plan(bill, bill.text("sku_name"), bill.number("worker_count", 1), windows=bill.text("os_type") == "Windows")


def older_plan(bill: Bill) -> None:
    """A plan of the older type."""
    size = str(bill.resource.get("sku.size", ""))
    windows = bill.text("kind", "Windows").lower() not in {"linux", "elastic"} and not bill.flag("reserved")
    _plan(bill, size, bill.number("sku.0.capacity", 1), windows=windows)


def _plan(bill: Bill, size: str, count: Decimal, *, windows: bool) -> None:
    bill.label(size)
    if size.upper() in _FREE:
        bill.free()
    elif size in _ELASTIC:
        cpus, memory = _ELASTIC[size]
        bill.charge(f"vCPU ({size})", cpus * count, like="azurerm_linux_function_app", usage=False)
        bill.charge(f"Memory ({size})", memory * count, like="azurerm_linux_function_app", usage=False)
    else:
        name = f"Instance usage ({size})"
        bill.hourly(name, count, price=_by_system(bill, name, windows=windows), usage=False)


def _by_system(bill: Bill, name: str, *, windows: bool) -> Price | None:
    listed = bill.book.component("azurerm_service_plan", name, bill.region)
    if listed is None:
        listed = bill.book.component("azurerm_app_service_plan", name, bill.region)
    if listed is None:
        return None
    choices = listed.choices or {listed.price.usd: listed.price}
    return choices[max(choices) if windows else min(choices)]


def function_app(bill: Bill) -> None:
    """Executions on a consumption plan; on any other plan the functions are billed with it."""
    plans = bill.related("service_plan_id") or bill.related("app_service_plan_id")
    if plans and str(plans[0].get("sku_name", plans[0].get("sku.size", ""))).upper() not in {"Y1", "FC1"}:
        bill.free()
        return
    keys = ("monthly_executions", "execution_duration_ms", "memory_mb")
    executions, duration, memory = (bill.usage(key) for key in keys)
    bill.charge("Executions", None if executions is None else executions / 1_000_000, usage=True, keys=keys[:1])
    if executions is None or duration is None or memory is None:
        return
    gigabytes = Decimal(math.ceil(memory / _STEP_MB) * _STEP_MB) / 1024
    seconds = executions * max(duration, Decimal(_STEP_MS)) / 1000
    bill.charge("Execution time", seconds * gigabytes, usage=True, keys=keys)


def storage_account(bill: Bill) -> None:
    """Hot block storage of a general account in tiers; other kinds share their labels, and are not priced by guess."""
    kind, tier = bill.text("account_kind", "StorageV2"), bill.text("access_tier", "Hot")
    redundancy = bill.text("account_replication_type")
    bill.label(f"{tier}, {redundancy}")
    general = kind == "StorageV2" and bill.text("account_tier", "Standard") == "Standard" and tier == "Hot"
    prices = _CAPACITY.get(redundancy)
    if not general or prices is None:
        bill.unpriced(f"no price for {kind} storage, {tier}, {redundancy}")
        return
    key = "storage_gb"
    left = bill.usage(key)
    if left is None:
        bill.charge("Capacity", None)
        return
    for (size, name), pick in zip(_TIERS, prices, strict=True):
        part = left if size is None else min(left, Decimal(size))
        bill.charge(f"Capacity ({name})", part, pick=pick, usage=True, keys=(key,))
        left -= part
    for name, key in _OPERATIONS:
        stated = bill.stated(key)
        if stated is not None:
            bill.charge(name, stated / 10_000, usage=True, keys=(key,))


def container_registry(bill: Bill) -> None:
    """A registry by the day, each replica again, and what it holds beyond 10 GB."""
    sku = bill.text("sku", "Basic")
    bill.label(sku)
    bill.charge(f"Registry usage ({sku})", _DAYS, usage=False)
    replicas = len(bill.blocks("georeplications"))
    if replicas:
        bill.charge("Geo replication (1 location)", _DAYS * replicas, usage=False)
    key = "storage_gb"
    stored = bill.stated(key)
    if stored is not None:
        bill.charge("Storage (over 10GB)", max(Decimal(0), stored - 10), usage=True, keys=(key,))
    key = "monthly_build_vcpu_hrs"
    bill.charge("Build vCPU", (bill.stated(key) or 0) * 3600, usage=True, keys=(key,))


PRICERS: Mapping[str, Pricer] = {
    "azurerm_service_plan": service_plan,
    "azurerm_app_service_plan": older_plan,
    "azurerm_linux_function_app": function_app,
    "azurerm_windows_function_app": function_app,
    "azurerm_function_app": function_app,
    "azurerm_storage_account": storage_account,
    "azurerm_container_registry": container_registry,
}
