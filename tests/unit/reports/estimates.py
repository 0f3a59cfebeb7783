"""Estimates and assessments for tests of reports."""

from dataclasses import replace
from decimal import Decimal

from app.domain.compliance import Assessment, ControlResult
from app.domain.cost import Component, CostChange, Estimate, ResourceCost, Saving, Unpriced

SOURCE, DATE = "AWS price list", "2026-11-22"


def hours(name: str, price: str, count: int = 1, *, estimated: bool = False) -> Component:
    """Something that runs all month."""
    return Component(name, "hours", Decimal(730 * count), Decimal(price), SOURCE, DATE, estimated=estimated)


def use(name: str, quantity: str, price: str, unit: str = "GB", *, assumed: bool = True) -> Component:
    """Something that depends on use."""
    return Component(name, unit, Decimal(quantity), Decimal(price), SOURCE, DATE, usage=True, assumed=assumed)


WEB = ResourceCost(
    "aws_instance.web", "aws_instance", "web", "us-east-1", "m5.8xlarge", (hours("Instance usage", "1.536"),)
)
NAT = ResourceCost(
    "aws_nat_gateway.a",
    "aws_nat_gateway",
    "web",
    "eu-west-3",
    components=(hours("NAT gateway", "0.05", estimated=True), use("Data processed", "100", "0.05")),
)
LOGS = ResourceCost(
    "aws_cloudwatch_log_group.web",
    "aws_cloudwatch_log_group",
    "web",
    "us-east-1",
    components=(use("Data ingested", "0.005", "0.50"),),
)
ESTIMATE = Estimate(
    prices_as_of=DATE,
    resources=(LOGS, NAT, WEB),
    unpriced=(Unpriced("aws_shield_protection.x", "aws_shield_protection", "no price known for this type", "web"),),
    free=7,
    usage="assumed medium",
    notes=("the region of 1 resource is not known: us-east-1 is assumed",),
    savings=(
        Saving(
            "ec2-generation",
            "aws_instance.web",
            "move to m6g.8xlarge",
            Decimal("224.5"),
            "medium",
            "the image must be built for arm64",
            "730 h × (1.536 − 1.232)",
            "web",
        ),
        Saving("gp2-gp3", "aws_ebs_volume.d", "use gp3", Decimal(2), "high", "", "100 GB × 0.02", "web", safe=True),
        Saving(
            "ec2-savings-plan",
            "aws_instance.web",
            "commit for a year",
            Decimal(400),
            "high",
            "the money is spent whether it runs or not",
            "breaks even after 8 months",
            "web",
            commitment=True,
        ),
    ),
)
CHANGED = replace(
    ESTIMATE,
    before=Decimal("700.00"),
    changes=(
        CostChange("aws_nat_gateway.a", "aws_nat_gateway", "web", None, Decimal("41.5")),
        CostChange(
            "aws_instance.web",
            "aws_instance",
            "web",
            Decimal("560.64"),
            Decimal("1121.28"),
            "m5.4xlarge → m5.8xlarge",
        ),
        CostChange("aws_eip.old", "aws_eip", "web", Decimal("3.65"), None),
    ),
)


def assessment(*failing: str, name: str = "HIPAA") -> Assessment:
    """A framework with a failing control for the fingerprints, one that is covered, one that code cannot tell."""
    return Assessment(
        name.lower(),
        name,
        (
            ControlResult("164.312(a)(1)", "Access control", "failing", ("CKV_AWS_16", "CKV_AWS_17"), failing),
            ControlResult("164.312(b)", "Audit controls", "covered", ("CKV_AWS_35",)),
            ControlResult("164.308(a)(5)", "Security awareness", "not_assessable"),
        ),
    )
