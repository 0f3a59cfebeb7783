from decimal import Decimal

import pytest

from app.analysis.pricing.base import Bill
from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.engine import estimate, is_free, price_one
from app.analysis.pricing.usage import Usage
from app.domain.planned import Planned, PlannedResource

BOOK = PriceBook()
NONE = Usage(assume="none")


def resource(type_: str, name: str = "x", region: str = "us-east-1", **fields: object) -> PlannedResource:
    return PlannedResource(f"{type_}.{name}", type_, name, region=region, **fields)  # type: ignore[arg-type]


def test_every_resource_is_priced_free_or_listed() -> None:
    found = estimate(
        [
            Planned("a", (
                resource("aws_nat_gateway"),
                resource("aws_iam_role"),
                resource("random_id", region=""),
                resource("aws_quantum_computer"),
                PlannedResource("data.aws_ami.x", "aws_ami", "x", mode="data"),
            )),
            Planned("b", (resource("aws_nat_gateway"),)),
        ],
        BOOK, NONE,
    )  # fmt: skip
    assert [(one.stack, one.address, one.monthly) for one in found.resources] == [
        ("a", "aws_nat_gateway.x", Decimal("32.85")), ("b", "aws_nat_gateway.x", Decimal("32.85")),
    ]  # fmt: skip
    assert found.free == 2
    (gap,) = found.unpriced
    assert (gap.stack, gap.address, gap.why) == ("a", "aws_quantum_computer.x", "no price known for this type")
    assert (found.baseline, found.by_usage, found.currency) == (Decimal("65.70"), Decimal(0), "USD")
    assert found.prices_as_of == BOOK.as_of


def test_baseline_and_use_are_apart() -> None:
    usage = Usage(types={"aws_nat_gateway": {"monthly_data_processed_gb": Decimal(100)}}, source="agents-usage.yml")
    found = estimate([Planned(".", (resource("aws_nat_gateway"),))], BOOK, usage)
    assert (found.baseline, found.by_usage, found.monthly) == (Decimal("32.85"), Decimal("4.5"), Decimal("37.35"))
    assert found.usage == "agents-usage.yml, else assumed medium"


@pytest.mark.parametrize(
    ("region", "estimated", "note"),
    [
        ("us-east-1", False, ""),
        ("eu-west-1", True, ""),
        ("", True, "the region of 2 resources is not known; us-east-1's prices stand for it"),
        ("af-south-1", True, "2 resources in af-south-1, for which no prices are known: us-east-1's stand for them"),
    ],
)
def test_regions_are_exact_or_flagged(region: str, estimated: bool, note: str) -> None:
    stack = Planned(".", (resource("aws_nat_gateway", "a", region), resource("aws_nat_gateway", "b", region)))
    found = estimate([stack], BOOK, Usage(types={"aws_nat_gateway": {"monthly_data_processed_gb": Decimal(0)}}))
    assert found.notes == ((note,) if note else ())
    assert {line.estimated for one in found.resources for line in one.components} == {estimated}


def test_use_that_is_not_told_is_noted_and_wrong_addresses_are_too() -> None:
    usage = Usage(resources={"aws_nat_gateway.gone": {}, "aws_nat_gateway.x": {}}, assume="none", source="u.yml")
    found = estimate([Planned(".", (resource("aws_nat_gateway"),))], BOOK, usage)
    assert found.notes == (
        "the use of 1 resource is not told and not counted",
        "u.yml: there is no aws_nat_gateway.gone in the plan",
    )


def test_a_key_that_no_price_depends_on_is_told() -> None:
    keys = {"monthly_data_procesed_gb": Decimal(5), "cpu_max_percent": Decimal(10)}
    usage = Usage(types={"aws_nat_gateway": keys}, source="u.yml", assume="small")
    found = estimate([Planned(".", (resource("aws_nat_gateway"),))], BOOK, usage)
    assert found.notes == ("u.yml: no price of aws_nat_gateway depends on monthly_data_procesed_gb",)


@pytest.mark.parametrize(
    ("values", "unknown", "why"),
    [
        ({"instance_type": "m5.huge"}, {}, "no price for Instance usage (Linux/UNIX, on-demand, m5.huge) in us-east-1"),
        ({}, {}, "the instance type is not told"),
        ({}, {"instance_type": True}, "instance_type is known only after apply"),
        ({"instance_type": "t3.micro", "root_block_device": [{"volume_size": -5}]}, {}, "volume_size is negative: -5"),
        ({"instance_type": "t3.micro", "root_block_device": [{"volume_size": "big"}]}, {},
         "volume_size is no number: 'big'"),
    ],
)  # fmt: skip
def test_what_cannot_be_priced_says_why(values: dict[str, object], unknown: dict[str, object], why: str) -> None:
    one = resource("aws_instance", values=values, unknown=unknown, references={"instance_type": ("random_pet.x",)})
    cost, gaps = price_one(one, Planned(".", (one,)), BOOK, NONE)
    assert why in [gap.why for gap in gaps]
    assert cost is None or cost.monthly < 2  # the disk alone


def test_huge_counts_stay_exact() -> None:
    one = resource("aws_ebs_volume", values={"type": "gp3", "size": 10**15})
    cost, _ = price_one(one, Planned(".", (one,)), BOOK)
    assert cost is not None
    assert cost.monthly == Decimal(8 * 10**13)


def test_a_value_of_another_kind_than_the_type_has_is_said_not_a_crash() -> None:
    def trip(bill: Bill) -> None:
        bill.hourly("NAT gateway")
        bill.label(bill.get("subnets")[0])

    one = resource("aws_nat_gateway", values={"subnets": 7})
    cost, (gap,) = price_one(one, Planned(".", (one,)), BOOK, registry={"aws_nat_gateway": trip})
    assert cost is not None
    assert gap.why == "a value is not of the kind that the type has: 'int' object is not subscriptable"


def test_a_registry_of_ones_own() -> None:
    def half(bill: Bill) -> None:
        bill.hourly("NAT gateway", Decimal("0.5"))

    one = resource("aws_nat_gateway")
    cost, gaps = price_one(one, Planned(".", (one,)), BOOK, registry={"aws_nat_gateway": half})
    assert gaps == ()
    assert cost is not None
    assert cost.monthly == Decimal("16.425")
    assert price_one(one, Planned(".", (one,)), BOOK, registry={})[1][0].why == "no price known for this type"


@pytest.mark.parametrize(
    ("type_", "free"),
    [("aws_iam_role", True), ("aws_security_group", True), ("tls_private_key", True), ("aws_nat_gateway", False),
     ("aws_sagemaker_endpoint", False), ("", False)],
)  # fmt: skip
def test_free_types(type_: str, free: bool) -> None:
    assert is_free(type_) is free
