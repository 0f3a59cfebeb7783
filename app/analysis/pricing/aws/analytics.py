"""AWS Glue, Athena, managed Airflow and database migration."""

from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.sizing import derived
from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import Use, priced, product
from app.analysis.pricing.price import Price
from app.domain.cost import HOURS, ZERO

DPUS: Mapping[str, Decimal] = {
    "Standard": Decimal(1), "G.025X": Decimal("0.25"), "G.1X": Decimal(1), "G.2X": Decimal(2), "G.4X": Decimal(4),
    "G.8X": Decimal(8), "G.12X": Decimal(12), "G.16X": Decimal(16), "Z.2X": Decimal(2),
}  # fmt: skip
"""Data processing units of a worker, https://docs.aws.amazon.com/glue/latest/dg/add-job.html."""
FLEX = Decimal("0.29") / Decimal("0.44")
"""Flexible execution against standard, https://aws.amazon.com/glue/pricing/ (us-east-1)."""
SHELL_DPUS, JOB_DPUS = Decimal("0.0625"), Decimal(10)
"""What a Python shell and a Spark job get where nothing is told."""
WORKERS, SCHEDULERS = 1, 2
"""What an Airflow environment has in its price."""
DMS_STORAGE: Mapping[str, int] = {"t": 50}
DMS_INCLUDED_GB = 100
"""GB of storage that come with a replication instance: 50 with a burstable one, 100 with others."""
HALF = Decimal("0.5")
LISTED_INSTANCE, LISTED_KIND = "Instance ({kind})", "t2.micro"


def job(bill: Bill) -> None:
    """A Glue job: hours that it runs, at the price of its data processing units."""
    units = dpus(bill)
    shown = f"{units.normalize():f}"
    unit = f"hours ({shown} {'DPU' if units == 1 else 'DPUs'})"
    listed = bill.book.component(bill.resource.type, "Duration", bill.region, unit)
    one = bill.book.component("aws_glue_crawler", "Duration", bill.region)
    price = listed.price if listed else None
    if price is None and one is not None:
        price = Price(one.price.usd * units, unit, one.price.source, one.price.date, one.price.estimated)
    if price is not None and bill.get("execution_class", "") == "FLEX":
        price = price.times(FLEX, "flexible execution")
    bill.label(f"{shown} DPU")
    bill.charge("Duration", bill.usage("monthly_hours"), price=price, usage=True, keys=("monthly_hours",))


def dpus(bill: Bill) -> Decimal:
    """The data processing units of a job."""
    if bill.number("max_capacity"):
        return bill.number("max_capacity")
    if bill.text("command.name") == "pythonshell":
        return SHELL_DPUS
    worker = bill.text("worker_type")
    workers = bill.number("number_of_workers", JOB_DPUS)
    return DPUS.get(worker, Decimal(1)) * workers if worker else JOB_DPUS


def workgroup(bill: Bill) -> None:
    """An Athena workgroup costs nothing by itself; queries cost what Redshift Spectrum's do, by the TB."""
    scanned = bill.stated("monthly_data_scanned_tb")
    if scanned is None:
        bill.free()
        bill.note("Athena: queries are charged by the data that they scan, which is not known")
        return
    bill.charge("Data scanned", scanned, price=_spectrum(bill), usage=True, keys=("monthly_data_scanned_tb",))


def _spectrum(bill: Bill) -> Price | None:
    listed = bill.book.component("aws_redshift_cluster", "Spectrum", bill.region)
    return listed.price.times(1, "price of Redshift Spectrum") if listed is not None else None


def airflow(bill: Bill) -> None:
    """A managed Airflow environment; workers and schedulers beyond those in its price by the hour."""
    size = bill.text("environment_class", "mw1.small").removeprefix("mw1.").capitalize()
    bill.label(f"mw1.{size.lower()}")
    bill.hourly(f"Environment ({size})", usage=False)
    more(bill, f"Worker ({size})", "additional_workers", bill.number("min_workers", WORKERS) - WORKERS)
    more(bill, f"Scheduler ({size})", "additional_schedulers", bill.number("schedulers", SCHEDULERS) - SCHEDULERS)
    key = "meta_database_gb"
    bill.charge("Meta database", bill.usage(key), usage=True, keys=(key,))


def more(bill: Bill, name: str, key: str, configured: Decimal) -> None:
    """What the configuration asks for always, and what use adds to it."""
    always = max(configured, ZERO)
    if always:
        bill.hourly(name, always, usage=False)
    used = bill.usage(key)
    if used is not None and used > always:
        bill.charge(name, product(used - always, HOURS), usage=True, keys=(key,))


def replication_instance(bill: Bill) -> None:
    """An instance of the Database Migration Service, with the storage beyond what is included."""
    kind = bill.text("replication_instance_class").removeprefix("dms.")
    zones = 2 if bill.flag("multi_az") else 1
    bill.label(f"{kind}, Multi-AZ" if zones == 2 else kind)
    name = LISTED_INSTANCE.format(kind=kind)
    listed = bill.book.component(bill.resource.type, LISTED_INSTANCE.format(kind=LISTED_KIND), bill.region)
    one = listed.pick(min(listed.choices)) if listed is not None else None  # the dearer one is that of two zones
    price = derived(bill, kind, {LISTED_KIND: one}) if one is not None else None
    bill.hourly(name, price=price, factor=zones, usage=False)
    included = DMS_STORAGE.get(kind[:1], DMS_INCLUDED_GB)
    beyond = max(bill.number("allocated_storage", included) - included, ZERO)
    bill.charge("Storage (general purpose SSD, gp2)", beyond, factor=zones * HALF, usage=False)  # listed for two zones


PRICERS: Mapping[str, Pricer] = {
    "aws_glue_job": job,
    "aws_glue_crawler": priced(Use("Duration", "monthly_hours")),
    "aws_glue_catalog_database": priced(
        Use("Storage", "monthly_objects", 100_000), Use("Requests", "monthly_requests", 1_000_000)
    ),
    "aws_athena_workgroup": workgroup,
    "aws_mwaa_environment": airflow,
    "aws_dms_replication_instance": replication_instance,
}
