from decimal import Decimal

from app.knowledge.prices.pages import page_prices, region_prices


def test_every_price_names_its_page_and_is_a_number() -> None:
    kept = page_prices()
    assert len(kept) > 30
    for (type_, name), price in kept.items():
        assert type_.startswith("aws_")
        assert name
        assert Decimal(price.usd) > 0
        assert price.page.startswith("https://aws.amazon.com/")
        assert price.region == "us-east-1"
        assert price.kept >= "2026"


def test_one_price_by_type_and_component() -> None:
    assert page_prices()["aws_db_proxy", "Proxy"].usd == "0.015"


def test_regions_of_standard_storage() -> None:
    storage = region_prices()["aws_s3_bucket", "Standard > Storage"]
    assert storage["us-east-1"].usd == "0.023"
    assert len(storage) == 19
    assert all(Decimal(one.usd) >= Decimal("0.023") and one.source and one.date for one in storage.values())
