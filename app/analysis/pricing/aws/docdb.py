"""Amazon DocumentDB: instances with what they store and do, backups."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.sizing import machine
from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import Use, meter_stated, meter_where, priced

BACKUP = Use("Backup storage", "backup_storage_gb")
MONTHLY_IO = ("monthly_io_requests", "monthly_io_request")
"""The key of I/O requests, and how older usage files write it."""
OPTIMIZED, OPTIMIZED_FACTOR = "iopt1", Decimal("1.1")
"""Instances of an I/O-optimised cluster cost 10 % more, https://aws.amazon.com/documentdb/pricing/."""
BURSTABLE = ("db.t3.", "db.t4g.")


def cluster(bill: Bill) -> None:
    """A cluster: the backups of more days than the one that is included."""
    meter_where(bill.number("backup_retention_period", 1) > 1, bill, BACKUP)


def instance(bill: Bill) -> None:
    """An instance. Storage and I/O belong to the cluster, but usage files tell them with an instance."""
    kind = bill.text("instance_class")
    bill.label(kind)
    owner = next(iter(bill.related("cluster_identifier")), None)
    optimized = owner is not None and owner.get("storage_type") == OPTIMIZED
    price = machine(bill, "Database instance (on-demand, {kind})", kind)
    if optimized:
        price = price.times(OPTIMIZED_FACTOR, "I/O-optimised") if price is not None else None
    bill.hourly(f"Database instance (on-demand, {kind})", price=price, usage=False)
    stored(bill, optimized=optimized)
    if kind.startswith(BURSTABLE):
        meter_stated(bill, Use("CPU credits", "monthly_cpu_credit_hrs"))


def stored(bill: Bill, *, optimized: bool) -> None:
    """What the cluster stores, reads and writes; an I/O-optimised one pays no I/O, its storage is not listed."""
    if optimized:
        bill.unpriced("no price for I/O-optimised storage")
        return
    first = first_of_cluster(bill)
    meter_where(first, bill, Use("Storage", "data_storage_gb"))
    key = next((one for one in MONTHLY_IO if bill.stated(one) is not None), MONTHLY_IO[0])
    meter_where(first, bill, Use("I/O requests", key, 1_000_000))


def first_of_cluster(bill: Bill) -> bool:
    """Whether the assumed use of a cluster is counted here: once, with the first instance that points to it."""
    owner = next(iter(bill.related("cluster_identifier")), None)
    if owner is None:
        return True
    return bill.planned.referring(owner, bill.resource.type)[:1] == [bill.resource]


PRICERS: Mapping[str, Pricer] = {
    "aws_docdb_cluster": cluster,
    "aws_docdb_cluster_instance": instance,
    "aws_docdb_cluster_snapshot": priced(BACKUP),
}
