"""Amazon RDS: instances by engine and class, Performance Insights, extended support; clusters in three zones."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.lifetimes import extended_support
from app.analysis.pricing.aws.rds_storage import storage
from app.analysis.pricing.aws.reserving import not_listed, term
from app.analysis.pricing.aws.sizing import derived
from app.analysis.pricing.base import Bill, Pricer, Unknown
from app.analysis.pricing.metered import Use, meter_stated, product
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
MYSQL = frozenset({"mysql", "mariadb"})
BROUGHT = frozenset({"oracle-ee", "oracle-ee-cdb", "oracle-se"})
"""Engines that are run with the customer's own licence only; they cost what MySQL does."""
INSIGHTS: Mapping[str, str] = {"t": "db.t3.large", "m": "db.m5.large"}
"""The class whose listed price of Performance Insights stands for its kind (burstable, general purpose)."""
MEMORY_INSIGHTS = "db.r4.8xlarge"
CLUSTER_INSTANCES = 3


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


def multi_az_cluster(bill: Bill) -> None:
    """A cluster of MySQL or PostgreSQL with two readable standbys: three instances, each with its storage."""
    engine, kind = bill.text("engine"), bill.text("db_cluster_instance_class")
    if not kind:
        raise Unknown("the class of the cluster's instances is not known")
    bill.label(f"{kind}, {CLUSTER_INSTANCES} instances")
    price = by_class(bill, engine, kind)
    if price is None:
        bill.unpriced(f"no price for {kind} with {engine} in {bill.region}")
    else:
        bill.hourly(f"Database instance (on-demand, {kind})", CLUSTER_INSTANCES, price=price.times(1, "in a cluster"),
                    usage=False)  # fmt: skip
    storage(bill, bill, engine, CLUSTER_INSTANCES)


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
    elif zones == 2 and engine in MYSQL and listed is not None and not listed.price.estimated:
        price = listed.price  # rows of one zone are of several engines (db.t3.small is Aurora's), those of two MySQL's
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
