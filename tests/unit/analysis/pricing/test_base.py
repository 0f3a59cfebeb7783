from decimal import Decimal

import pytest

from app.analysis.pricing.base import Bill, Unknown
from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.price import Price
from app.analysis.pricing.usage import Size, Usage
from app.domain.planned import Planned, PlannedResource

BOOK = PriceBook()
OTHER = PlannedResource(
    "aws_eip.a", "aws_eip", "a", region="us-east-1", references={"instance": ("aws_nat_gateway.x",)}
)


def bill(assume: Size = "none", **use: Decimal | str) -> Bill:
    resource = PlannedResource(
        "aws_nat_gateway.x", "aws_nat_gateway", "x", region="us-east-1", references={"allocation_id": ("aws_eip.a",)}
    )
    usage = Usage(resources={"aws_nat_gateway.x": use}, assume=assume)
    return Bill(resource, Planned("net", (resource, OTHER)), BOOK, usage)


def test_a_charge_takes_price_unit_and_source_from_the_book() -> None:
    one = bill()
    one.hourly("NAT gateway", 2)
    (line,) = one.components
    assert (line.quantity, line.unit, line.unit_price, line.monthly) == (
        Decimal(1460),
        "hours",
        Decimal("0.045"),
        Decimal("65.70"),
    )
    assert not line.usage
    assert line.source
    assert line.date


def test_a_missing_price_is_recorded_once_and_never_zero() -> None:
    one = bill()
    one.charge("Unheard of", 1)
    one.charge("Unheard of", 1)
    assert one.components == []
    assert one.cost() is None
    (gap,) = one.gaps()
    assert (gap.address, gap.stack, gap.why) == ("aws_nat_gateway.x", "net", "no price for Unheard of in us-east-1")


def test_use_that_nobody_told_is_left_out_and_noted() -> None:
    one = bill()
    one.charge("Data processed", one.usage("monthly_data_processed_gb"))
    assert one.components == []
    assert one.use_unknown
    assert one.gaps() == ()
    assert one.cost() is not None


@pytest.mark.parametrize(
    ("use", "assume", "quantity", "assumed"),
    [
        ({"monthly_data_processed_gb": Decimal(7)}, "none", 7, False),
        ({"monthly_data_processed_gb": Decimal(7)}, "large", 7, False),
        ({}, "small", 111, True),
        ({}, "medium", 222, True),
        ({}, "large", 444, True),
    ],
)
def test_told_use_goes_before_assumed_use(use: dict[str, Decimal], assume: Size, quantity: int, assumed: bool) -> None:
    one = bill(assume, **use)
    one.charge("Data processed", one.usage("monthly_data_processed_gb"))
    (line,) = one.components
    assert (line.quantity, line.assumed, line.usage) == (Decimal(quantity), assumed, True)


def test_use_of_nothing_is_no_line_but_a_resource_of_nothing_is() -> None:
    one = bill(monthly_data_processed_gb=Decimal(0))
    one.charge("Data processed", one.usage("monthly_data_processed_gb"))
    one.hourly("NAT gateway", 0)
    assert [(line.name, line.monthly) for line in one.components] == [("NAT gateway", Decimal(0))]


def test_words_where_a_number_is_needed() -> None:
    one = bill(monthly_data_processed_gb="much")
    with pytest.raises(Unknown, match="usage monthly_data_processed_gb is no number: 'much'"):
        one.usage("monthly_data_processed_gb")
    assert one.told("monthly_data_processed_gb") == "much"
    assert one.told("else", "nothing") == "nothing"


def test_a_default_is_an_assumption() -> None:
    assert bill(assume="medium").usage("rare", 5, per=10) == Decimal("0.5")
    assert bill(assume="none").usage("rare", 5) is None


@pytest.mark.parametrize(
    ("quantity", "parts"),
    [
        (0, []),
        (3, [("Connection", 3)]),
        (10, [("Connection", 10)]),
        (25, [("Connection", 10), ("More", 15)]),
        (130, [("Connection", 10), ("More", 20), ("Most", 100)]),
    ],
)
def test_tiers_in_order(quantity: int, parts: list[tuple[str, int]]) -> None:
    one = bill()
    price = Price(Decimal("0.1"), "GB", "a list")
    one.tiered(quantity, ((10, "Connection"), (20, "More"), (None, "Most")), price=price)
    assert [(line.name, int(line.quantity)) for line in one.components] == parts


def test_a_price_of_anothers_type_in_another_region_and_place_by_a_factor() -> None:
    one = bill()
    options = {"like": "aws_ebs_volume", "region": "eu-west-1", "within": "disk[0]", "factor": 2}
    one.charge("Storage (general purpose SSD, gp3)", 10, **options)  # type: ignore[arg-type]
    (line,) = one.components
    assert line.name == "disk[0] > Storage (general purpose SSD, gp3)"
    assert (line.unit_price, line.estimated) == (Decimal("0.177776"), True)  # 0.08 × 1.1111 × 2


def test_one_of_several_prices() -> None:
    one = bill()
    one.charge("Provisioned IOPS", 1, like="aws_ebs_volume", pick="0.065")
    one.charge("Provisioned IOPS", 1, like="aws_ebs_volume", pick="9")
    one.charge("Duration", 1, like="aws_glue_job", unit="hours (1 DPU)")
    assert [(line.unit_price, line.estimated) for line in one.components] == [
        (Decimal("0.065"), False), (Decimal("0.44"), False),
    ]  # fmt: skip
    assert one.missing == ["no price for Provisioned IOPS in us-east-1"]


def test_the_graph() -> None:
    one = bill()
    assert one.related("allocation_id") == [OTHER]
    assert one.referring("aws_eip") == [OTHER]
    assert one.of(OTHER).resource is OTHER


def test_free_and_labelled() -> None:
    one = bill()
    one.label("big")
    one.part_of("something else")
    assert one.cost() is None
    one.hourly("NAT gateway")
    cost = one.cost()
    assert cost is not None
    assert (cost.label, cost.region, cost.stack) == ("big", "us-east-1", "net")
