"""Amazon Aurora: what a cluster stores and does, and its instances (by class, or serverless by capacity units)."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.lifetimes import extended_support
from app.analysis.pricing.aws.rds import by_class, insights, multi_az_cluster, vcpus
from app.analysis.pricing.aws.reserving import not_listed, term
from app.analysis.pricing.base import Bill, Pricer, Unknown
from app.analysis.pricing.metered import Use, meter, meter_stated, product
from app.domain.cost import HOURS, ZERO

OPTIMIZED = "aurora-iopt1"
OPTIMIZED_FACTOR = Decimal("1.3")
"""Instances of an I/O-optimised cluster cost 30 % more, https://aws.amazon.com/rds/aurora/pricing/."""
SECONDS = HOURS * 3600


def cluster(bill: Bill) -> None:
    """A cluster: all by use, since Aurora's storage grows by itself; clusters of other engines are RDS's."""
    if not bill.text("engine", "aurora-mysql").startswith("aurora"):
        multi_az_cluster(bill)
        return
    serverless = bill.text("engine_mode", "provisioned") == "serverless"
    if serverless:
        units = bill.usage("capacity_units_per_hr")
        bill.charge("Aurora serverless", product(units, HOURS), usage=True, keys=("capacity_units_per_hr",))
    stored(bill, optimized=bill.text("storage_type") == OPTIMIZED)
    backups = max(bill.number("backup_retention_period", 1) - 1, ZERO)  # a day is included
    if backups:
        key = "backup_snapshot_size_gb"
        copies = backups if bill.stated(key) is not None else 1  # incremental: only one further copy is assumed
        bill.charge("Backup storage", product(bill.usage(key), copies), usage=True, keys=(key,))
    backtrack(bill)
    meter_stated(bill, Use("Snapshot export", "snapshot_export_size_gb"))


def stored(bill: Bill, *, optimized: bool) -> None:
    """Storage, and what reads and writes it unless the cluster is I/O-optimised."""
    if optimized:
        meter(bill, Use("Storage (I/O-optimized)", "storage_gb"))
        return
    meter(bill, Use("Storage", "storage_gb"))
    keys = ("read_requests_per_sec", "write_requests_per_sec")
    reads, writes = (bill.usage(key) for key in keys)
    if reads is not None or writes is not None:
        requests = ((reads or ZERO) + (writes or ZERO)) * SECONDS / 1_000_000
        bill.charge("I/O requests", requests, usage=True, keys=keys)


def backtrack(bill: Bill) -> None:
    """Change records kept to go back in time: statements × records × hours of the window, each hour of the month."""
    window = bill.number("backtrack_window") / 3600
    stated = bill.stated("backtrack_window_hrs")
    if window or stated is not None:
        keys = ("average_statements_per_hr", "change_records_per_statement")
        records = product(*(bill.usage(key) for key in keys), HOURS, stated if stated is not None else window)
        quantity = None if records is None else records / 1_000_000
        bill.charge("Backtrack", quantity, usage=True, keys=keys)


def instance(bill: Bill) -> None:
    """An instance of a cluster."""
    kind = bill.text("instance_class")
    if not kind:
        raise Unknown("the instance's class is not known")
    bill.label(kind)
    owner = next(iter(bill.related("cluster_identifier")), None)
    parent = bill.of(owner) if owner is not None else bill
    optimized = parent.text("storage_type") == OPTIMIZED
    units: Decimal | None
    if kind == "db.serverless":
        units = serverless(bill, parent, optimized=optimized)
    else:
        compute(bill, kind, optimized=optimized)
        units = vcpus(bill, kind)
    insights(bill, "serverless" if kind == "db.serverless" else kind, units)
    engine = str(bill.resource.get("engine") or parent.resource.get("engine", ""))
    version = str(bill.resource.get("engine_version") or parent.resource.get("engine_version", ""))
    if kind != "db.serverless":  # its extended support is charged by the ACU, which is not listed
        extended_support(bill, engine, version, units)
    if kind.startswith(("db.t3.", "db.t4g.")):
        charged = product(bill.stated("monthly_cpu_credit_hrs"), units)
        bill.charge("CPU credits", charged, usage=True, keys=("monthly_cpu_credit_hrs",))


def compute(bill: Bill, kind: str, *, optimized: bool) -> None:
    """The instance by the hour."""
    name = f"Database instance (on-demand, {kind})"
    listed = bill.book.component("aws_rds_cluster_instance", name, bill.region)
    price = listed.price if listed is not None else by_class(bill, "aurora", kind)
    if price is None:
        bill.unpriced(f"no price for {kind} with Aurora in {bill.region}")
        return
    if optimized:
        price = price.times(OPTIMIZED_FACTOR, "I/O-optimised")
    if term(bill) is not None:
        not_listed(bill, kind, price)
    else:
        bill.hourly(name, price=price, usage=False)


def serverless(bill: Bill, parent: Bill, *, optimized: bool) -> Decimal:
    """Capacity units by the hour: the least that the cluster keeps whatever is done, and what use adds to it.

    Answers how many are kept.
    """
    name = "Aurora serverless v2 (I/O-optimized)" if optimized else "Aurora serverless v2"
    least = parent.number("serverlessv2_scaling_configuration.min_capacity")
    if least:
        bill.charge(name, least * HOURS, usage=False)
    used = bill.usage("capacity_units_per_hr")
    if used is not None and used > least:
        bill.charge(name, (used - least) * HOURS, usage=True, keys=("capacity_units_per_hr",))
    return least


PRICERS: Mapping[str, Pricer] = {"aws_rds_cluster": cluster, "aws_rds_cluster_instance": instance}
