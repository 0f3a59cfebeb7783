"""Amazon Redshift: nodes, managed storage, concurrency scaling, Spectrum and backups of clusters."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.reserving import not_listed, term
from app.analysis.pricing.aws.sizing import machine
from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import Use, meter_stated, product
from app.analysis.pricing.price import Price

NODE = "Cluster usage (on-demand, {kind})"
SECONDS = 3600
TIERS = (
    (51_200, "Backup storage (first 50 TB)"),
    (460_800, "Backup storage (next 450 TB)"),
    (None, "Backup storage (over 500 TB)"),
)
"""In GB."""


def cluster(bill: Bill) -> None:
    """A cluster. Concurrency scaling, Spectrum and backups by hand are charged only where told."""
    kind, count = bill.text("node_type"), bill.number("number_of_nodes", 1) * (2 if bill.flag("multi_az") else 1)
    bill.label(kind)
    price = machine(bill, NODE, kind)
    if term(bill) is not None:
        not_listed(bill, kind, price, count)
    else:
        bill.hourly(NODE.format(kind=kind), count, price=price, usage=False)
    if kind.startswith("ra3."):
        name = f"Managed storage ({kind})"
        listed = bill.book.component(bill.resource.type, name, bill.region)
        managed = listed or bill.book.component(bill.resource.type, "Managed storage (ra3.4xlarge)", bill.region)
        bill.charge(name, bill.usage("managed_storage_gb"), price=managed.price if managed else None, usage=True,
                    keys=("managed_storage_gb",))  # fmt: skip
    concurrency(bill, kind, count, price)
    meter_stated(bill, Use("Spectrum", "spectrum_data_scanned_tb"))
    if bill.stated("backup_storage_gb") is not None:
        bill.tiered(bill.usage("backup_storage_gb"), TIERS, usage=True, keys=("backup_storage_gb",))


def concurrency(bill: Bill, kind: str, count: Decimal, price: Price | None) -> None:
    """Seconds of extra clusters beyond what is free, each with as many nodes; a second costs its share of the hour."""
    name, key = f"Concurrency scaling ({kind})", "excess_concurrency_scaling_secs"
    seconds = product(bill.stated(key), count)
    listed = bill.book.component(bill.resource.type, name, bill.region)
    if seconds is not None and listed is None and price is not None:
        by_second = Price(price.usd / SECONDS, "node-seconds", price.source, price.date, estimated=True)
        bill.charge(name, seconds, price=by_second, usage=True, keys=(key,))
    else:
        bill.charge(name, seconds, usage=True, keys=(key,))


PRICERS: Mapping[str, Pricer] = {"aws_redshift_cluster": cluster}
