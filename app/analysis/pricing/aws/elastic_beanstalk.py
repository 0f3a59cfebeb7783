"""Elastic Beanstalk: an environment costs what it starts: machines, a load balancer, logs, and a database if asked."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.analysis.pricing.aws.ebs import DEFAULT_SIZE, Disk
from app.analysis.pricing.aws.machine import ROOT, Machine, charge_machines
from app.analysis.pricing.base import Bill, Pricer, Quantity, amount
from app.domain.cost import HOURS

LAUNCH, GROUP, MACHINES = "aws:autoscaling:launchconfiguration", "aws:autoscaling:asg", "aws:ec2:instances"
ENVIRONMENT, LOGS, DATABASE = (
    "aws:elasticbeanstalk:environment",
    "aws:elasticbeanstalk:cloudwatch:logs",
    "aws:rds:dbinstance",
)
TYPE = "t3.micro"
"""Beanstalk's own default."""
UNIT_HOLDS: Mapping[str, Mapping[str, Decimal]] = {
    "application": {
        "new_connections": Decimal(25), "active_connections": Decimal(3000), "processed_bytes_gb": HOURS,
        "rule_evaluations": Decimal(1000),
    },
    "network": {"new_connections": Decimal(800), "active_connections": Decimal(100_000), "processed_bytes_gb": HOURS},
}  # fmt: skip
"""What a capacity unit of a load balancer holds a month, by its kind; source: AWS's Elastic Load Balancing prices."""
STORAGE = {"gp2": "general purpose SSD, gp2", "gp3": "general purpose SSD, gp3", "standard": "magnetic",
           "io1": "provisioned IOPS SSD, io1"}  # fmt: skip

Settings = Mapping[tuple[str, str], str]
"""By namespace and name."""


def environment(bill: Bill) -> None:
    """``aws_elastic_beanstalk_environment``."""
    settings: Settings = {
        (block.text("namespace"), block.text("name")): block.text("value") for block in bill.blocks("setting")
    }
    _machines(bill, settings)
    if settings.get((ENVIRONMENT, "EnvironmentType"), "LoadBalanced") == "LoadBalanced":
        _load_balancer(bill, settings.get((ENVIRONMENT, "LoadBalancerType"), "application"))
    if settings.get((LOGS, "StreamLogs"), "").lower() == "true":
        _logs(bill)
    if (DATABASE, "DBInstanceClass") in settings or settings.get((DATABASE, "HasCoupledDatabase")) == "true":
        _database(bill, settings)


def _machines(bill: Bill, settings: Settings) -> None:
    listed = settings.get((MACHINES, "InstanceTypes"), "").split(",")[0].strip()
    kind = listed or settings.get((LAUNCH, "InstanceType"), TYPE)
    single = settings.get((ENVIRONMENT, "EnvironmentType")) == "SingleInstance"
    least = "1" if single else settings.get((GROUP, "MinSize"), "1")
    count = bill.stated("ec2.instances")
    count = amount(least, "MinSize") if count is None else count
    disk = Disk(
        ROOT,
        settings.get((LAUNCH, "RootVolumeType"), "gp2"),
        amount(settings.get((LAUNCH, "RootVolumeSize"), DEFAULT_SIZE), "RootVolumeSize"),
        amount(settings.get((LAUNCH, "RootVolumeIOPS"), 0), "RootVolumeIOPS"),
        amount(settings.get((LAUNCH, "RootVolumeThroughput"), 0), "RootVolumeThroughput"),
    )
    spot = settings.get((MACHINES, "EnableSpot"), "").lower() == "true"
    bill.label(f"{count:f} × {kind}")
    charge_machines(bill, Machine(kind, spot=spot, disks=(disk,)), count, "aws_launch_configuration")


def _part(
    bill: Bill, place: str, name: str, quantity: Quantity, like: str, *, own: bool = True, **options: Any
) -> None:
    """Charges a part of the environment: at its own price where the region's is listed, else that of the like."""
    full = f"{place} > {name}"
    listed = bill.book.component(bill.resource.type, full, bill.region)
    if listed is not None and not listed.price.estimated and own:
        bill.charge(full, quantity, price=listed.price, usage=listed.usage)
    else:
        bill.charge(name, quantity, like=like, usage=listed.usage if listed else None, within=place, **options)


def _load_balancer(bill: Bill, kind: str) -> None:
    if kind == "classic":
        _part(bill, "aws_elb", "Classic load balancer", HOURS, "aws_elb")
        _part(bill, "aws_elb", "Data processed", bill.usage("elb.monthly_data_processed_gb"), "aws_elb")
        return
    holds = UNIT_HOLDS.get(kind)
    if holds is None:
        bill.unpriced(f"no price for a {kind} load balancer")
        return
    place, network = "aws_loadbalancer", kind == "network"
    _part(bill, place, f"{kind.capitalize()} load balancer", HOURS, "aws_lb")
    use = {key: told / most for key, most in holds.items() if (told := bill.usage(f"lb.{key}")) is not None}
    like, pick = ("aws_lb", "4.38") if network else ("aws_alb", "")
    units = max(use.values(), default=None)
    _part(bill, place, "Load balancer capacity units", units, like, pick=pick, own=network)


def _logs(bill: Bill) -> None:
    for name, key in (
        ("Data ingested", "monthly_data_ingested_gb"),
        ("Archival Storage", "storage_gb"),
        ("Insights queries data scanned", "monthly_data_scanned_gb"),
    ):
        _part(bill, "aws_cloudwatch_log_group", name, bill.usage(f"cloudwatch.{key}"), "aws_cloudwatch_log_group")


def _database(bill: Bill, settings: Settings) -> None:
    kind = settings.get((DATABASE, "DBInstanceClass"), "db.t2.micro")
    engine = settings.get((DATABASE, "DBEngine"), "mysql")
    twice = settings.get((DATABASE, "MultiAZDatabase"), "").lower() == "true"
    name = f"Database instance (on-demand, {'Multi-AZ' if twice else 'Single-AZ'}, {kind})"
    price = bill.book.rds(engine, kind, bill.region, multi_az=twice)
    if price is None:
        bill.unpriced(f"no price for {name} with {engine}")
    else:
        bill.hourly(name, price=price, usage=False, within="aws_db_instance")
    storage = settings.get((DATABASE, "DBStorageType"), "gp2")
    size = amount(settings.get((DATABASE, "DBAllocatedStorage"), 5), "DBAllocatedStorage")
    shown = f"Storage ({STORAGE.get(storage, storage)})"
    bill.charge(shown, size, like="aws_db_instance", usage=False, within="aws_db_instance", factor=1 + twice)


PRICERS: Mapping[str, Pricer] = {"aws_elastic_beanstalk_environment": environment}
