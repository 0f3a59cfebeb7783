"""Amazon RDS: instances, their storage, IOPS, backups, Performance Insights and extended support."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.lifetimes import extended_support
from app.analysis.pricing.aws.metered import Use, meter, meter_stated, product
from app.analysis.pricing.aws.pages import page_price
from app.analysis.pricing.aws.reserving import not_listed, term
from app.analysis.pricing.aws.sizing import derived
from app.analysis.pricing.base import Bill, Pricer, Unknown
from app.analysis.pricing.price import Price

LICENSED: Mapping[tuple[str, str], str] = {
    ("oracle-se1", "db.t3.large"): "0.28",
    ("oracle-se2", "db.t3.large"): "0.3",
    ("oracle-se2-cdb", "db.t3.large"): "0.3",
    ("sqlserver-ex", "db.t3.large"): "0.162",
    ("sqlserver-web", "db.t3.large"): "0.232",
    ("sqlserver-se", "db.m5.xlarge"): "1.224",
    ("sqlserver-ee", "db.m5.xlarge"): "2.336",
}
"""Which of the prices listed under one label an engine with its licence included has, in the reference region."""
BROUGHT = frozenset({"oracle-ee", "oracle-ee-cdb", "oracle-se"})
"""Engines that are run with the customer's own licence only; they cost what MySQL does."""
INSIGHTS: Mapping[str, str] = {"t": "db.t3.large", "m": "db.m5.large"}
"""The class whose listed price of Performance Insights stands for its kind (burstable, general purpose)."""
MEMORY_INSIGHTS = "db.r4.8xlarge"
DEFAULT_GB, LEAST_IO1 = 20, 100
"""Storage in GB where none is told (the console's least), and the least that io1 takes."""
IO1_IOPS = 1_000
GP3_MBPS, GP3_LARGE_MBPS = 125, 500
GP3_IOPS, GP3_LARGE_IOPS, GP3_LARGE_GB, GP3_LARGE_GB_ORACLE = 3_000, 12_000, 400, 200
"""What gp3 includes, and from which size on it is striped over four volumes (SQL Server's never is):
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html."""


def instance(bill: Bill) -> None:
    """A database instance; a read replica takes from its source what it does not say itself."""
    source = next(iter(bill.related("replicate_source_db")), None)
    origin = bill.of(source) if source is not None else bill
    engine = bill.text("engine") or origin.text("engine")
    kind = bill.text("instance_class") or origin.text("instance_class")
    if not engine or not kind:
        raise Unknown("the engine or class is that of a snapshot or another database")
    zones = 2 if bill.flag("multi_az") else 1
    bill.label(f"{kind}, Multi-AZ" if zones == 2 else kind)
    compute(bill, engine, kind, zones)
    insights(bill, kind)
    version = str(bill.resource.get("engine_version") or origin.resource.get("engine_version", ""))
    extended_support(bill, engine, version, product(vcpus(bill, kind), zones))
    if kind.startswith(("db.t3.", "db.t4g.")):
        charged = product(bill.stated("monthly_cpu_credit_hrs"), vcpus(bill, kind))
        bill.charge("CPU credits", charged, usage=True, keys=("monthly_cpu_credit_hrs",))
    storage(bill, origin, engine, zones)


def compute(bill: Bill, engine: str, kind: str, zones: int) -> None:
    """The instance by the hour."""
    deployment = "Multi-AZ" if zones == 2 else "Single-AZ"
    name = f"Database instance (on-demand, {deployment}, {kind})"
    listed = bill.book.component("aws_db_instance", name, bill.region)
    if engine in BROUGHT or bill.get("license_model", "") == "bring-your-own-license":
        price = by_class(bill, "mysql", kind, zones)
        price = price.times(1, "own licence") if price is not None else None
    elif (engine, kind) in LICENSED:
        single = bill.book.component("aws_db_instance", name.replace("Multi-AZ", "Single-AZ"), bill.region)
        price = single.pick(Decimal(LICENSED[engine, kind])) if single is not None else None
        price = price.times(2, "Multi-AZ") if price is not None and zones == 2 else price
    elif engine in {"mysql", "mariadb"} and listed is not None and not listed.price.estimated:
        price = listed.price
    else:
        price = by_class(bill, engine, kind, zones)
    if price is None:
        bill.unpriced(f"no price for {kind} with {engine} in {bill.region}")
    elif term(bill) is not None:
        not_listed(bill, kind, price)
    else:
        bill.hourly(name, price=price, usage=False)


def by_class(bill: Bill, engine: str, kind: str, zones: int = 1) -> Price | None:
    """The price of a class as listed for the engine, else from the classes that are."""
    book = bill.book
    listed = book.rds(engine, kind, bill.region, multi_az=zones == 2)
    if listed is not None:
        return listed
    known = {
        one: price for one in book.rds_classes(engine) if (price := book.rds(engine, one, bill.region)) is not None
    }
    found = derived(bill, kind, known)
    return found.times(zones) if found is not None else None


def storage(bill: Bill, origin: Bill, engine: str, zones: int) -> None:
    """Storage by its type, its IOPS, and backups beyond the database's size."""
    kind = bill.text("storage_type", "io1" if bill.has("iops") else "gp2")
    size = bill.number("allocated_storage") or origin.number("allocated_storage")
    if not size and bill.has("snapshot_identifier"):
        raise Unknown("the size of the storage is that of the snapshot")
    size = size or Decimal(DEFAULT_GB)
    if kind == "gp2":
        bill.charge("Storage (general purpose SSD, gp2)", size, pick="0.115", factor=zones, usage=False)
    elif kind == "gp3":
        bill.charge("Storage (general purpose SSD, gp3)", size, pick="0.115", factor=zones, usage=False)
        gp3_iops(bill, engine, size, zones)
    elif kind in {"io1", "io2"}:
        size, iops = max(size, Decimal(LEAST_IO1)), max(bill.number("iops"), Decimal(IO1_IOPS))
        bill.charge("Storage (provisioned IOPS SSD, io1)", size, factor=zones, usage=False)
        bill.charge("Provisioned IOPS", iops, factor=zones, usage=False)
    elif kind == "standard":
        bill.charge("Storage (magnetic)", size, factor=zones, usage=False)
        meter(bill, Use("I/O requests", "monthly_standard_io_requests", 1_000_000))
    else:
        bill.unpriced(f"no price for storage of type {kind}")
    if bill.flag("dedicated_log_volume"):
        bill.unpriced("no price for a dedicated log volume")
    if bill.number("backup_retention_period") or bill.stated("additional_backup_storage_gb") is not None:
        key, pick = "additional_backup_storage_gb", "0.021" if engine.startswith("aurora") else "0.095"
        kept = bill.usage(key)
        if kept is not None and bill.stated(key) is None:
            kept = min(kept, size)  # backups are incremental: no more than the database again is assumed
        bill.charge("Additional backup storage", kept, pick=pick, usage=True, keys=(key,))


def gp3_iops(bill: Bill, engine: str, size: Decimal, zones: int) -> None:
    """What gp3 is given beyond what it includes."""
    large = GP3_LARGE_GB_ORACLE if engine.startswith("oracle") else GP3_LARGE_GB
    included = GP3_LARGE_IOPS if size >= large and not engine.startswith("sqlserver") else GP3_IOPS
    more = bill.number("iops") - included
    if more > 0:
        bill.charge(f"Provisioned GP3 IOPS (above {included:,})", more, pick="0.02", factor=zones, usage=False)
    faster = bill.number("storage_throughput") - (GP3_LARGE_MBPS if included == GP3_LARGE_IOPS else GP3_MBPS)
    if faster > 0:
        name = "Provisioned GP3 throughput"
        bill.charge(name, faster, price=page_price(bill, name), factor=zones, usage=False)


def insights(bill: Bill, kind: str, units: Decimal | None = None) -> None:
    """Performance Insights kept for longer than the seven days that cost nothing, by the vCPU (``units``)."""
    if not bill.flag("performance_insights_enabled"):
        return
    if bill.number("performance_insights_retention_period", 7) > 7:
        name = f"Performance Insights Long Term Retention ({kind})"
        listed = bill.book.component(bill.resource.type, name, bill.region)
        alike = INSIGHTS.get(kind[3:4], MEMORY_INSIGHTS)
        owner = "aws_rds_cluster_instance" if alike == MEMORY_INSIGHTS else "aws_db_instance"
        other = bill.book.component(owner, f"Performance Insights Long Term Retention ({alike})", bill.region)
        price = listed.price if listed else other.price.times(1, f"price of {alike}") if other else None
        count = units if units is not None else vcpus(bill, kind)
        if count is None:
            bill.unpriced(f"Performance Insights: the vCPUs of {kind} are not known")
        else:
            bill.charge(name, count, price=price, usage=False)
    meter_stated(bill, Use("Performance Insights API", "monthly_additional_performance_insights_requests", 1_000))


def vcpus(bill: Bill, kind: str) -> Decimal | None:
    """The vCPUs of a database class, which are those of the EC2 type of its name."""
    specs = bill.book.specs(kind.removeprefix("db."))
    return Decimal(specs.vcpu) if specs is not None else None


PRICERS: Mapping[str, Pricer] = {"aws_db_instance": instance}
