"""Amazon Neptune: clusters (storage, I/O, backups) and their instances."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.pages import page_price
from app.analysis.pricing.aws.sizing import machine
from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import Use, meter_stated, meter_where, priced
from app.domain.cost import HOURS

OPTIMIZED = "iopt1"
OPTIMIZED_FACTOR = Decimal("1.35")
"""Instances of an I/O-optimised cluster against others: 0.151 to 0.112 USD for db.t3.medium in the list."""
TEMPLATE = "Database instance (on-demand, {kind})"
SERVERLESS, SERVERLESS_NCU = "Neptune serverless", Decimal("2.5")
"""Capacity units, and the provider's default of the least that a cluster keeps."""
BACKUP = Use("Backup storage", "backup_storage_gb")


def cluster(bill: Bill) -> None:
    """A cluster: what it stores, reads and writes, and the backups of more days than the one that is included."""
    if bill.text("storage_type", "standard") == OPTIMIZED:
        bill.unpriced("no price for I/O-optimised storage")
    else:
        bill.charge("Storage", bill.usage("storage_gb"), pick="0.116", usage=True, keys=("storage_gb",))
        requests = bill.usage("monthly_io_requests", per=1_000_000)
        bill.charge("I/O requests", requests, pick="0.232", usage=True, keys=("monthly_io_requests",))
    meter_where(bill.number("backup_retention_period", 1) > 1, bill, BACKUP)


def instance(bill: Bill) -> None:
    """An instance of a cluster."""
    kind = bill.text("instance_class")
    bill.label(kind)
    owner = next(iter(bill.related("cluster_identifier")), None)
    parent = bill.of(owner) if owner is not None else bill
    if kind == "db.serverless":
        least = parent.number("serverless_v2_scaling_configuration.min_capacity", SERVERLESS_NCU)
        bill.charge(SERVERLESS, least * HOURS, price=page_price(bill, SERVERLESS), usage=False)
        return
    optimized = parent.text("storage_type", "standard") == OPTIMIZED
    listed = bill.book.component(bill.resource.type, TEMPLATE.format(kind=kind), bill.region)
    several = listed is not None and len(listed.choices) > 1
    # where two are listed, the dearer one is the I/O-optimised
    price = listed.pick(min(listed.choices)) if listed and several else machine(bill, TEMPLATE, kind)
    if optimized:
        price = price.times(OPTIMIZED_FACTOR, "I/O-optimised") if price else None
    bill.hourly(TEMPLATE.format(kind=kind), price=price, usage=False)
    if kind.startswith(("db.t3.", "db.t4g.")):
        meter_stated(bill, Use("CPU credits", "monthly_cpu_credit_hrs"))


PRICERS: Mapping[str, Pricer] = {
    "aws_neptune_cluster": cluster,
    "aws_neptune_cluster_instance": instance,
    "aws_neptune_cluster_snapshot": priced(BACKUP),
}
