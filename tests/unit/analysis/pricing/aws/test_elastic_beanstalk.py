from decimal import Decimal

import pytest

from app.analysis.pricing.base import Bill
from tests.unit.analysis.pricing.bills import bill_of, lines

ENVIRONMENT, LAUNCH, GROUP = (
    "aws:elasticbeanstalk:environment",
    "aws:autoscaling:launchconfiguration",
    "aws:autoscaling:asg",
)
DATABASE = "aws:rds:dbinstance"


def environment(
    settings: dict[tuple[str, str], str], use: dict[str, object] | None = None, region: str = "us-east-1"
) -> Bill:
    listed = [{"namespace": space, "name": name, "value": value} for (space, name), value in settings.items()]
    return bill_of("aws_elastic_beanstalk_environment", {"setting": listed}, use, region=region)


def test_defaults() -> None:
    bill = environment({})
    assert lines(bill) == {
        "aws_launch_configuration > Instance usage (Linux/UNIX, on-demand, t3.micro)": (730, Decimal("0.0104")),
        "aws_launch_configuration > root_block_device > Storage (general purpose SSD, gp2)": (8, Decimal("0.1")),
        "aws_loadbalancer > Application load balancer": (730, Decimal("0.0225")),
    }
    assert bill.size == "1 × t3.micro"


def test_machines_as_the_settings_say() -> None:
    bill = environment({
        (LAUNCH, "InstanceType"): "c4.large", (GROUP, "MinSize"): "3", (LAUNCH, "RootVolumeType"): "gp3",
        (LAUNCH, "RootVolumeSize"): "20", (ENVIRONMENT, "LoadBalancerType"): "classic",
    }, {"elb": {"monthly_data_processed_gb": 100}}, "eu-west-1")  # fmt: skip
    found = lines(bill)
    assert found["aws_launch_configuration > Instance usage (Linux/UNIX, on-demand, c4.large)"] == (
        2190,
        Decimal("0.113"),
    )
    assert found["aws_elb > Classic load balancer"] == (730, Decimal("0.028"))
    assert found["aws_elb > Data processed"] == (100, Decimal("0.008"))


@pytest.mark.parametrize(
    ("settings", "balancer"),
    [
        ({(ENVIRONMENT, "EnvironmentType"): "SingleInstance", (GROUP, "MinSize"): "4"}, None),
        ({(ENVIRONMENT, "LoadBalancerType"): "network"}, "aws_loadbalancer > Network load balancer"),
        ({(ENVIRONMENT, "LoadBalancerType"): "application"}, "aws_loadbalancer > Application load balancer"),
    ],
)
def test_load_balancers(settings: dict[tuple[str, str], str], balancer: str | None) -> None:
    found = lines(environment(settings))
    assert {name for name in found if "balancer >" in name} == ({balancer} if balancer else set())
    assert found["aws_launch_configuration > Instance usage (Linux/UNIX, on-demand, t3.micro)"][0] == 730


def test_capacity_units_by_what_needs_most() -> None:
    bill = environment({}, {"lb": {"processed_bytes_gb": 730, "new_connections": 75, "active_connections": 3000}})
    assert lines(bill)["aws_loadbalancer > Load balancer capacity units"] == (3, Decimal("5.84"))


def test_spot_databases_and_unknown_balancers() -> None:
    bill = environment({
        ("aws:ec2:instances", "EnableSpot"): "true", ("aws:ec2:instances", "InstanceTypes"): "m5.large, m5.xlarge",
        (ENVIRONMENT, "LoadBalancerType"): "gateway", (DATABASE, "DBInstanceClass"): "db.m5.large",
        (DATABASE, "MultiAZDatabase"): "true", (DATABASE, "DBAllocatedStorage"): "10",
    })  # fmt: skip
    found = lines(bill)
    assert found["aws_db_instance > Database instance (on-demand, Multi-AZ, db.m5.large)"] == (730, Decimal("0.342"))
    assert found["aws_db_instance > Storage (general purpose SSD, gp2)"][0] == 10
    assert bill.missing == [
        "the spot price of m5.large is not known, at most 70.08 USD a month as on demand",
        "no price for a gateway load balancer",
    ]


def test_what_is_wrong_or_not_listed() -> None:
    assert environment({(GROUP, "MinSize"): "few"}).missing == ["MinSize is no number: 'few'"]
    oracle = {(DATABASE, "DBInstanceClass"): "db.m5.large", (DATABASE, "DBEngine"): "oracle-ee"}
    assert environment(oracle).missing == [
        "no price for Database instance (on-demand, Single-AZ, db.m5.large) with oracle-ee"
    ]
