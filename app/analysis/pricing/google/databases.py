"""Cloud SQL and Memorystore."""

import re
from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.base import Bill, Pricer
from app.domain.cost import HOURS

_CUSTOM = re.compile(r"db-custom-(\d+)-(\d+)")
_SHARED_OR_OLD = re.compile(r"db-(f1-micro|g1-small|n1-standard-\d+)")
_STORAGE_GB = 10
_CAPACITIES = ((4, "M1"), (10, "M2"), (35, "M3"), (100, "M4"))
"""Up to how many GB a capacity tier of Memorystore goes (Google, Memorystore for Redis pricing)."""


def sql_instance(bill: Bill) -> None:
    """An instance of MySQL or PostgreSQL; with a standby in another zone everything is there twice."""
    tier = str(bill.get("settings.0.tier", ""))
    bill.label(tier)
    if bill.text("database_version").startswith("SQLSERVER"):
        bill.unpriced("no price for the licence of SQL Server")
        return
    if str(bill.resource.get("settings.edition", "ENTERPRISE")) == "ENTERPRISE_PLUS":
        bill.unpriced("no price for the Enterprise Plus edition")
        return
    place = "regional" if bill.resource.get("settings.availability_type") == "REGIONAL" else "zonal"
    custom = _CUSTOM.fullmatch(tier)
    if custom:
        _custom(bill, int(custom[1]), Decimal(custom[2]) / 1024, place)
    elif _SHARED_OR_OLD.fullmatch(tier):
        bill.hourly(f"SQL instance ({tier}, {place})", usage=False)
    else:
        bill.unpriced(f"no price for {tier or 'an instance without a tier'}")
    disk = str(bill.resource.get("settings.disk_type", "PD_SSD")).removeprefix("PD_")
    gigabytes = bill.number("settings.0.disk_size", _STORAGE_GB)
    bill.charge(f"Storage ({disk}, {place})", gigabytes, usage=False)
    key = "backup_storage_gb"
    bill.charge("Backups", bill.usage(key), usage=True, keys=(key,))


def _custom(bill: Bill, cpus: int, memory: Decimal, place: str) -> None:
    """A size by the vCPU and the GB, for which every listed size has one price."""
    cpu = bill.book.component(bill.resource.type, f"vCPUs (1, {place})", bill.region)
    gigabyte = bill.book.component(bill.resource.type, f"Memory (3.75 GB, {place})", bill.region)
    bill.charge(f"vCPUs ({cpus}, {place})", cpus * HOURS, price=cpu.price if cpu else None, usage=False)
    name = f"Memory ({memory.normalize():f} GB, {place})"
    bill.charge(name, memory, price=gigabyte.price if gigabyte else None, usage=False)


def redis_instance(bill: Bill) -> None:
    """A cache, by the GB of its capacity tier."""
    size = bill.number("memory_size_gb")
    tier = "standard" if bill.text("tier", "BASIC") == "STANDARD_HA" else "basic"
    capacity = next((name for limit, name in _CAPACITIES if size <= limit), "M5")
    bill.label(f"{tier}, {size:f} GB")
    bill.charge(f"Redis instance ({tier}, {capacity})", size, usage=False)
    if tier == "standard" and bill.number("replica_count") > 1:
        bill.unpriced("no price for further read replicas of a cache")


PRICERS: Mapping[str, Pricer] = {
    "google_sql_database_instance": sql_instance,
    "google_redis_instance": redis_instance,
}
