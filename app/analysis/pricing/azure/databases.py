"""Azure SQL databases, flexible servers for MySQL and PostgreSQL, Redis."""

import re
from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.azure.place import stands_with
from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.price import Price
from app.domain.cost import HOURS

_DTUS: Mapping[str, int] = {
    "S0": 10, "S1": 20, "S2": 50, "S3": 100, "S4": 200, "S6": 400, "S7": 800, "S9": 1600, "S12": 3000,
    "P1": 125, "P2": 250, "P4": 500, "P6": 1000,
}  # fmt: skip
"""What the sizes that are bought by throughput have; within a letter the price goes by the DTU (Azure SQL pricing)."""
_VCORES = re.compile(r"(GP|BC|HS)_(S_)?([A-Za-z0-9]+)_(\d+)")
_LICENCE = {"GP": "0.099966", "BC": "0.375"}
"""Dollars per vCore-hour for the licence; Hyperscale and serverless databases have it in their price."""
_STORAGE = {"GP": "0.115", "BC": "0.25", "HS": "0.25"}
_EXTRA = {"S": "0.17", "P": "0.34"}
_BACKUPS = {"Geo": "RA-GRS", "GeoZone": "RA-GRS", "Zone": "ZRS", "Local": "LRS"}
_FLEXIBLE = re.compile(r"(B|GP|MO)_Standard_([A-Z])(\d+)(\w*)")
_INCLUDED_IOPS = 360


def sql_database(bill: Bill) -> None:
    """A database by vCore, serverless, or by throughput; one in a pool is billed with the pool."""
    stands_with(bill, "server_id")
    if bill.has("elastic_pool_id"):
        bill.free()
        return
    sku = bill.text("sku_name", "GP_S_Gen5_2")
    bill.label(sku)
    vcores = _VCORES.fullmatch(sku)
    if vcores is None:
        _by_throughput(bill, sku)
    else:
        _by_vcore(bill, sku, vcores)
    kind = _BACKUPS.get(bill.text("storage_account_type", "Geo"), "RA-GRS")
    key = "backup_storage_gb"
    bill.charge(f"PITR backup storage ({kind})", bill.usage(key), usage=True, keys=(key,))
    if bill.blocks("long_term_retention_policy"):
        key = "long_term_retention_storage_gb"
        bill.charge(f"Long-term retention ({kind})", bill.usage(key), usage=True, keys=(key,))


def _by_vcore(bill: Bill, sku: str, parts: re.Match[str]) -> None:
    tier, serverless, _, cores = parts[1], parts[2], parts[3], Decimal(parts[4])
    zones = bill.flag("zone_redundant")
    if serverless:
        key, name = "monthly_vcore_hours", f"Compute (serverless, {sku})"
        price = _scaled(bill, "Compute (serverless, {})", parts, by_core=False)
        bill.charge(name, bill.usage(key), price=price, usage=True, keys=(key,))
    else:
        price = _scaled(bill, "Compute (provisioned, {})", parts)
        bill.hourly(f"Compute (provisioned, {sku})", price=price, usage=False)
        if tier in _LICENCE and bill.text("license_type", "LicenseIncluded") == "LicenseIncluded":
            bill.charge("SQL license", cores * HOURS, pick=_LICENCE[tier], usage=False)
        if zones and tier != "BC":
            bill.hourly(f"Zone redundancy (provisioned, {sku})", usage=False)
    pick = "0.23" if zones and tier == "GP" else _STORAGE[tier]
    bill.charge("Storage", bill.number("max_size_gb", 5), like="azurerm_sql_database", pick=pick, usage=False)
    replicas = bill.number("read_replica_count")
    if replicas:
        bill.hourly("Read replicas", replicas, price=_scaled(bill, "Compute (provisioned, {})", parts), usage=False)


def _scaled(bill: Bill, name: str, wanted: re.Match[str], *, by_core: bool = True) -> Price | None:
    """The price of a size by vCore: its own, else that of another number of cores of the same family."""
    type_ = bill.resource.type
    listed = bill.book.component(type_, name.format(wanted[0]), bill.region)
    if listed is not None:
        return listed.price
    for found in bill.book.names(type_):
        match = _VCORES.search(found)
        if match and found == name.format(match[0]) and match.group(1, 2, 3) == wanted.group(1, 2, 3):
            other = bill.book.component(type_, found, bill.region)
            ratio = Decimal(wanted[4]) / Decimal(match[4]) if by_core else Decimal(1)
            return other.price.times(ratio, f"by the vCore of {match[0]}") if other else None
    return None


def _by_throughput(bill: Bill, sku: str) -> None:
    price = _by_unit(bill, sku)
    bill.hourly(f"Compute ({sku})", price=price, usage=False)
    key = "extra_data_storage_gb"
    extra = bill.stated(key)
    if extra is not None and sku[:1] in _EXTRA:
        bill.charge("Extra data storage", extra, pick=_EXTRA[sku[:1]], usage=True, keys=(key,))


def _by_unit(bill: Bill, sku: str) -> Price | None:
    """A size's own price, else by the DTU of the nearest size of the same letter."""
    for type_ in ("azurerm_mssql_database", "azurerm_sql_database"):
        listed = bill.book.component(type_, f"Compute ({sku})", bill.region)
        if listed is not None:
            return listed.price
    near = next((one for one in ("S3", "P6") if one[0] == sku[:1]), "")
    listed = bill.book.component("azurerm_mssql_database", f"Compute ({near})", bill.region)
    if sku not in _DTUS or listed is None:
        return None
    return listed.price.times(Decimal(_DTUS[sku]) / _DTUS[near], f"by the DTU of {near}")


def flexible_server(bill: Bill) -> None:
    """A flexible server; with a standby everything is there twice."""
    sku = bill.text("sku_name")
    bill.label(sku)
    count = 2 if bill.blocks("high_availability") else 1
    bill.hourly(f"Compute ({sku})", count, price=_flexible(bill, sku), usage=False)
    if bill.resource.type == "azurerm_mysql_flexible_server":
        storage, iops = bill.number("storage.0.size_gb", 20), bill.number("storage.0.iops")
        if iops > _INCLUDED_IOPS:
            bill.charge("Additional IOPS", (iops - _INCLUDED_IOPS) * count, usage=False)
    else:
        storage = bill.number("storage_mb", 32768) / 1024
    bill.charge("Storage", storage * count, usage=False)
    key = "additional_backup_storage_gb"
    bill.charge("Additional backup storage", bill.usage(key), usage=True, keys=(key,))


def _flexible(bill: Bill, sku: str) -> Price | None:
    """A size's own price, else by the vCore of another size of its series."""
    type_ = bill.resource.type
    listed = bill.book.component(type_, f"Compute ({sku})", bill.region)
    wanted = _FLEXIBLE.fullmatch(sku)
    if listed is not None or wanted is None or wanted[1] == "B":
        return listed.price if listed else None
    for found in bill.book.names(type_):
        match = _FLEXIBLE.search(found)
        if match and match.group(1, 2, 4) == wanted.group(1, 2, 4):
            other = bill.book.component(type_, found, bill.region)
            return (
                other.price.times(Decimal(wanted[3]) / Decimal(match[3]), f"by the vCore of {match[0]}")
                if other
                else None
            )
    return None


def redis_cache(bill: Bill) -> None:
    """A cache: one node, two, or with Premium those of every shard."""
    sku = bill.text("sku_name")
    size = f"{sku}_{bill.text('family')}{bill.number('capacity'):f}"
    replicas = bill.number("replicas_per_primary", bill.number("replicas_per_master", 1))
    shards = max(Decimal(1), bill.number("shard_count", 1))
    nodes = {"Basic": Decimal(1), "Standard": Decimal(2)}.get(sku, shards * (1 + replicas))
    bill.label(size)
    bill.charge(f"Cache usage ({size})", nodes, usage=False)


PRICERS: Mapping[str, Pricer] = {
    "azurerm_mssql_database": sql_database,
    "azurerm_mysql_flexible_server": flexible_server,
    "azurerm_postgresql_flexible_server": flexible_server,
    "azurerm_redis_cache": redis_cache,
}
