from decimal import Decimal

import pytest

from app.analysis.pricing.book import PriceBook, normal, placed

BOOK = PriceBook()


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Storage (magnetic)", "Storage (magnetic)"),
        ("Standard > Storage", "Standard > Storage"),
        ("Europe, Israel > HTTP requests", "Europe, Israel > HTTP requests"),
        ("root_block_device > Storage", "Storage"),
        ("ebs_block_device[] > Storage", "Storage"),
        ("ebs_block_device[12] > Storage", "Storage"),
        ("module.asg.aws_launch_template.this[] > block_device_mapping[] > Storage", "Storage"),
        ("aws_launch_template.lt > CPU credits", "CPU credits"),
        ('azurerm_backup_protected_vm.large["a-b"] > Instance', "Instance"),
        ("aws_elb > Data processed", "aws_elb > Data processed"),
    ],
)
def test_places_in_the_code_are_no_part_of_a_name(label: str, name: str) -> None:
    assert normal(label) == name


@pytest.mark.parametrize(
    ("type_", "region", "where"),
    [
        ("aws_s3_bucket", "", "us-east-1"),
        ("aws_sqs_queue", "eu-west-1", "eu-west-1"),
        ("google_x", "us-central1-a", "us-central1"),
        ("google_x", "${local.tier2_region}", ""),
        ("azurerm_x", "", ""),
    ],
)
def test_the_region_of_a_row(type_: str, region: str, where: str) -> None:
    assert placed(type_, region) == where


@pytest.mark.parametrize(
    ("asked", "usd", "estimated", "usage"),
    [
        (("aws_nat_gateway", "NAT gateway", "us-east-1"), "0.045", False, False),
        (("aws_nat_gateway", "NAT gateway", "eu-west-1"), "0.0499995", True, False),  # 0.045 × 1.1111
        (("aws_nat_gateway", "NAT gateway", ""), "0.045", True, False),
        (("aws_nat_gateway", "NAT gateway", "af-south-1"), "0.045", True, False),
        (("aws_s3_bucket", "Standard > Storage", "us-east-1"), "0.023", False, True),
        (("aws_s3_bucket", "Standard > Storage", "eu-west-2"), "0.024", False, True),
        (("aws_sns_topic", "MacOS notifications", "eu-west-1"), "0.5", False, True),
        (("aws_glue_job", "Duration", "us-east-1", "hours (1 DPU)"), "0.44", False, True),
        (("azurerm_api_management", "API management (basic)", "eastus"), "147.17", True, False),
        (("google_container_cluster", "Cluster management fee", "us-central1"), "0.1", False, False),
    ],
)
def test_components(asked: tuple[str, ...], usd: str, estimated: bool, usage: bool) -> None:
    listed = BOOK.component(*asked)
    assert listed is not None
    assert (listed.price.usd, listed.price.estimated, listed.usage) == (Decimal(usd), estimated, usage)
    assert listed.price.date
    assert listed.price.source


@pytest.mark.parametrize(
    "asked",
    [
        ("aws_nat_gateway", "No such line", "us-east-1"),
        ("aws_no_such_type", "NAT gateway", "us-east-1"),
        ("aws_glue_job", "Duration", "us-east-1"),  # several units: the pricer has to say which
    ],
)
def test_what_is_not_listed(asked: tuple[str, str, str]) -> None:
    assert BOOK.component(*asked) is None


def test_a_label_with_several_prices_is_estimated_until_one_is_picked() -> None:
    listed = BOOK.component("aws_ebs_volume", "Provisioned IOPS", "us-east-1")
    assert listed is not None
    assert listed.price.estimated
    dear = listed.pick(Decimal("0.065"))
    assert dear is not None
    assert (dear.usd, dear.estimated) == (Decimal("0.065"), False)
    assert listed.pick(Decimal("0.07")) is None
    far = BOOK.component("aws_ebs_volume", "Provisioned IOPS", "eu-west-1")
    assert far is not None
    picked = far.pick(Decimal("0.065"))
    assert picked is not None
    assert (picked.usd, picked.estimated) == (Decimal("0.0722215"), True)


def test_one_price_measured_twice_is_one() -> None:
    name = "Instance usage (Linux/UNIX, on-demand, e2-medium)"
    listed = BOOK.component("google_container_cluster", name, "us-central1")
    assert listed is not None
    assert len(listed.choices) == 1


def test_names_and_exact_rows() -> None:
    assert "NAT gateway" in BOOK.names("aws_nat_gateway")
    assert BOOK.names("aws_no_such_type") == ()
    assert len(BOOK.exact()) == 300


def test_assumed_use() -> None:
    assert BOOK.assumed_use("aws_s3_bucket", "medium")["standard.storage_gb"] == 450
    assert BOOK.assumed_use("aws_s3_bucket", "none") == {}
    assert BOOK.assumed_use("aws_no_such_type", "large") == {}


def test_as_of() -> None:
    assert BOOK.as_of >= "2026-07-30"
