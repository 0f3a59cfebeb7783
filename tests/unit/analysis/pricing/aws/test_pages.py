from decimal import Decimal

from app.analysis.pricing.aws.pages import page_names, page_price
from app.analysis.pricing.base import Bill
from app.domain.planned import Planned, PlannedResource
from tests.unit.analysis.pricing.bills import BOOK


def bill(region: str) -> Bill:
    one = PlannedResource("aws_db_proxy.p", "aws_db_proxy", "p", region=region)
    return Bill(one, Planned(".", (one,)), BOOK, region=region)


def test_a_price_kept_by_hand_is_an_estimate_that_names_its_page() -> None:
    price = page_price(bill("us-east-1"), "Proxy")
    assert price is not None
    assert (price.usd, price.unit, price.estimated) == (Decimal("0.015"), "vCPU-hours", True)
    assert price.source == "kept by hand, to check at https://aws.amazon.com/rds/proxy/pricing/"


def test_elsewhere_by_the_regions_multiplier() -> None:
    price = page_price(bill("eu-central-1"), "Proxy")
    assert price is not None
    assert price.usd == Decimal("0.015") * BOOK.factor("aws", "eu-central-1").ratio


def test_what_is_not_kept() -> None:
    assert page_price(bill("us-east-1"), "Other") is None
    assert page_names("aws_db_proxy") == ("Proxy",)
    assert page_names("aws_none") == ()
