from decimal import Decimal

import pytest

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.bills import bill_of, lines

TEMPLATE = PlannedResource(
    "aws_launch_template.t", "aws_launch_template", "t",
    values={
        "instance_type": "m5.large", "monitoring": [{"enabled": True}],
        "block_device_mappings": [{"ebs": [{"volume_size": 20, "volume_type": "gp3"}]}],
    },
)  # fmt: skip
ADDRESS = PlannedResource("aws_eip.a", "aws_eip", "a", references={"instance": ("aws_instance.this",)})


def test_an_instance_with_all_it_has() -> None:
    bill = bill_of("aws_instance", {
        "instance_type": "r3.xlarge", "monitoring": True, "ebs_optimized": True,
        "root_block_device": [{"volume_size": 50, "volume_type": "gp3"}],
        "ebs_block_device": [{"volume_size": 100, "volume_type": "io1", "iops": 500}],
    })  # fmt: skip
    assert bill.size == "r3.xlarge"
    assert lines(bill) == {
        "Instance usage (Linux/UNIX, on-demand, r3.xlarge)": (730, Decimal("0.333")),
        "EBS-optimized usage": (730, Decimal("0.02")),
        "EC2 detailed monitoring": (7, Decimal("0.3")),
        "root_block_device > Storage (general purpose SSD, gp3)": (50, Decimal("0.08")),
        "ebs_block_device[0] > Storage (provisioned IOPS SSD, io1)": (100, Decimal("0.125")),
        "ebs_block_device[0] > Provisioned IOPS": (500, Decimal("0.065")),
    }


def test_an_instance_of_a_launch_template() -> None:
    bill = bill_of(
        "aws_instance", {}, others=(TEMPLATE,), references={"launch_template.id": ("aws_launch_template.t",)}
    )
    assert bill.size == "m5.large"
    assert lines(bill) == {
        "Instance usage (Linux/UNIX, on-demand, m5.large)": (730, Decimal("0.096")),
        "EC2 detailed monitoring": (7, Decimal("0.3")),
        "block_device_mapping[0] > Storage (general purpose SSD, gp3)": (20, Decimal("0.08")),
    }


def test_the_instances_own_words_go_before_the_templates() -> None:
    values = {"instance_type": "t3.micro", "root_block_device": [{"volume_size": 9}], "monitoring": False}
    bill = bill_of(
        "aws_instance", values, others=(TEMPLATE,), references={"launch_template": ("aws_launch_template.t",)}
    )
    assert set(lines(bill)) == {
        "Instance usage (Linux/UNIX, on-demand, t3.micro)", "root_block_device > Storage (general purpose SSD, gp2)",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "subnet", "others", "charged"),
    [
        ({}, False, (), False),
        ({"associate_public_ip_address": True}, False, (), True),
        ({}, True, (), True),
        ({"associate_public_ip_address": False}, True, (), False),
        ({"associate_public_ip_address": True}, False, (ADDRESS,), False),
    ],
)
def test_a_public_address_costs(
    values: dict[str, object], subnet: bool, others: tuple[PlannedResource, ...], charged: bool
) -> None:
    place = PlannedResource("aws_subnet.s", "aws_subnet", "s", values={"map_public_ip_on_launch": subnet})
    bill = bill_of(
        "aws_instance", {"instance_type": "t3.micro"} | values, others=(place, *others),
        references={"subnet_id": ("aws_subnet.s",)},
    )  # fmt: skip
    assert ("Public IPv4 address (in use)" in lines(bill)) is charged


def test_spot_prices_are_not_known() -> None:
    bill = bill_of("aws_spot_instance_request", {"instance_type": "m5.large", "spot_price": "0.05"})
    assert bill.missing == ["the spot price of m5.large is not known, at most 70.08 USD a month as on demand"]
    assert [one.name for one in bill.components] == ["root_block_device > Storage (general purpose SSD, gp2)"]


@pytest.mark.parametrize(
    ("values", "told", "monthly", "why"),
    [
        ({"instance_family": "c5"}, {}, "2457.18", None),  # 730 × 3.366
        ({"instance_type": "mac1.metal"}, {}, "790.59", None),  # 730 × 1.083
        ({"instance_family": "m5"}, {}, "0", "no price for EC2 Dedicated Host (on-demand, m5) in us-east-1"),
        ({"instance_family": "c5"}, {"reserved_instance_type": "standard"}, "0", "no certain price for reserved hosts"),
        ({}, {}, "0", "neither instance_family nor instance_type is told"),
    ],
)
def test_hosts(values: dict[str, str], told: dict[str, str], monthly: str, why: str | None) -> None:
    bill = bill_of("aws_ec2_host", values, told)
    assert sum(one.monthly for one in bill.components) == Decimal(monthly)
    assert bill.missing == ([why] if why else [])


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({}, "IP address (if unused)"),
        ({"instance": "i-1"}, "Public IPv4 address (in use)"),
        ({"network_interface": "eni-1"}, "Public IPv4 address (in use)"),
    ],
)
def test_addresses_cost_used_or_not(values: dict[str, str], name: str) -> None:
    for region in ("us-east-1", "eu-west-1"):
        bill = bill_of("aws_eip", values, region=region)
        assert lines(bill) == {name: (730, Decimal("0.005"))}
        assert not bill.components[0].estimated


def test_ones_own_addresses_cost_nothing() -> None:
    assert bill_of("aws_eip", {"public_ipv4_pool": "ipv4pool-ec2-1"}).costs_nothing


@pytest.mark.parametrize(
    ("bundle", "monthly"), [("xlarge_2_0", "82.417"), ("small_win_2_0", "21.5788"), ("nano_2_0", "0"), ("", "0")]
)
def test_lightsail(bundle: str, monthly: str) -> None:
    bill = bill_of("aws_lightsail_instance", {"bundle_id": bundle})
    assert sum(one.monthly for one in bill.components) == Decimal(monthly)
    assert bool(bill.missing) is (monthly == "0")
