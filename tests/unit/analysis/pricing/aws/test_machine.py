from decimal import Decimal
from typing import Any

import pytest

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.bills import bill_of, lines


def image(**values: Any) -> PlannedResource:
    return PlannedResource("data.aws_ami.this", "aws_ami", "this", mode="data", values=values)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"name": "al2023-ami-2023.5-x86_64"}, "Linux/UNIX"),
        ({"platform": "windows"}, "Windows"),
        ({"filter": [{"name": "name", "values": ["Windows_Server-2022-English-Full-Base-*"]}]}, "Windows"),
        ({"platform_details": "Red Hat Enterprise Linux"}, "RHEL"),
        ({"name": "RHEL-9.4.0_HVM"}, "RHEL"),
        ({"filter": [{"name": "name", "values": ["suse-sles-15-sp6-*"]}]}, "SUSE"),
        ({"name": "ubuntu/images/hvm-ssd/ubuntu-noble"}, "Linux/UNIX"),
    ],
)
def test_the_image_tells_the_system(values: dict[str, Any], name: str) -> None:
    bill = bill_of(
        "aws_instance", {"instance_type": "m5.large"}, others=(image(**values),),
        references={"ami": ("data.aws_ami.this",)},
    )  # fmt: skip
    assert f"Instance usage ({name}, on-demand, m5.large)" in lines(bill)


@pytest.mark.parametrize(
    ("values", "root"),
    [
        ({}, {"root_block_device > Storage (general purpose SSD, gp2)": 8}),
        ({"name": "al2023-ami-2023.5"}, {"root_block_device > Storage (general purpose SSD, gp3)": 8}),
        ({"platform": "windows"}, {"root_block_device > Storage (general purpose SSD, gp2)": 30}),
    ],
)
def test_the_image_tells_the_root_volume(values: dict[str, Any], root: dict[str, int]) -> None:
    bill = bill_of(
        "aws_instance", {"instance_type": "m5.large"}, others=(image(**values),),
        references={"ami": ("data.aws_ami.this",)},
    )  # fmt: skip
    disks = {name: quantity for name, (quantity, _) in lines(bill).items() if "Storage" in name}
    assert disks == root


def test_the_usage_file_goes_before_the_image() -> None:
    bill = bill_of("aws_instance", {"instance_type": "m5.large"}, {"operating_system": "RHEL"})
    assert lines(bill)["Instance usage (RHEL, on-demand, m5.large)"] == (730, Decimal("0.191"))
    other = bill_of("aws_instance", {"instance_type": "m5.large"}, {"operating_system": "beos"})
    assert other.missing == ["no price for the operating system 'beos'"]


@pytest.mark.parametrize(
    ("told", "name", "price"),
    [
        ({"reserved_instance_type": "standard"}, "reserved", "0.0261"),
        ({"reserved_instance_type": "standard", "reserved_instance_term": "3_year"}, "reserved", "0.018"),
        (
            {"reserved_instance_type": "standard", "reserved_instance_payment_option": "all_upfront"},
            "reserved", "0.024315",
        ),
    ],
)  # fmt: skip
def test_reserved(told: dict[str, str], name: str, price: str) -> None:
    bill = bill_of("aws_instance", {"instance_type": "t3.medium"}, told)
    assert lines(bill)[f"Instance usage (Linux/UNIX, {name}, t3.medium)"] == (730, Decimal(price))


@pytest.mark.parametrize(
    "told", [{"reserved_instance_type": "convertible"},
             {"reserved_instance_type": "standard", "reserved_instance_payment_option": "partial_upfront"}],
)  # fmt: skip
def test_reservations_without_a_known_price(told: dict[str, str]) -> None:
    bill = bill_of("aws_instance", {"instance_type": "t3.medium"}, told)
    assert bill.missing == ["no price for Instance usage (Linux/UNIX, reserved, t3.medium) in us-east-1"]


def test_hours_that_are_told() -> None:
    bill = bill_of("aws_instance", {"instance_type": "m5.large"}, {"monthly_hrs": 200})
    assert lines(bill)["Instance usage (Linux/UNIX, on-demand, m5.large)"] == (200, Decimal("0.096"))


@pytest.mark.parametrize(
    ("values", "credits_"),
    [
        ({"instance_type": "t3.medium"}, 2 * 50),
        ({"instance_type": "t3.medium", "credit_specification": [{"cpu_credits": "standard"}]}, None),
        ({"instance_type": "t2.medium"}, None),
        ({"instance_type": "t2.medium", "credit_specification": [{"cpu_credits": "unlimited"}]}, 2 * 50),
        ({"instance_type": "m5.large", "credit_specification": [{"cpu_credits": "unlimited"}]}, None),
    ],
)
def test_credits_cost_where_bursting_is_unlimited(values: dict[str, Any], credits_: int | None) -> None:
    bill = bill_of("aws_instance", values, {"monthly_cpu_credit_hrs": 50})
    assert lines(bill).get("CPU credits", (None, 0))[0] == credits_


def test_tenancy() -> None:
    dedicated = bill_of("aws_instance", {"instance_type": "t3.medium", "tenancy": "dedicated"})
    assert lines(dedicated)["Instance usage (Linux/UNIX, on-demand, t3.medium)"] == (730, Decimal("0.0441"))
    assert "once for a region" in dedicated.notes[0]
    on_host = bill_of("aws_instance", {"instance_type": "m5.large", "tenancy": "host"})
    assert [one.name for one in on_host.components] == ["root_block_device > Storage (general purpose SSD, gp2)"]
