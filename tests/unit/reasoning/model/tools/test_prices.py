import pytest

from app.analysis.pricing.book import PriceBook
from app.reasoning.model.tools.making import LIMIT
from tests.unit.reasoning.model.tools.conftest import Ask


def test_a_price_with_source_and_date(ask: Ask, book: PriceBook) -> None:
    found = book.component("aws_nat_gateway", "NAT gateway", "us-east-1")
    assert found
    told = ask("prices", of="aws_nat_gateway").splitlines()
    assert f"[1] {found.price.source}, {found.price.date}" in told
    assert f"aws_nat_gateway, NAT gateway: {found.price.usd.normalize():f} / hours [1]" in told


def test_another_region_is_marked_as_derived(ask: Ask) -> None:
    told = ask("prices", of="aws_nat_gateway", region="eu-west-1")
    assert "(estimated)" in told
    assert "for eu-west-1" in told


@pytest.mark.parametrize(
    ("of", "holding", "says"),
    [
        ("sqs", "", "aws_sqs_queue, Requests: 0.4 or 0.5 / 1M requests (estimated)"),
        ("aws_iam_role", "", "aws_iam_role: costs nothing by itself"),
        ("aws_amplify_app", "", "No such price of aws_amplify_app in us-east-1 is known."),
        ("aws_db_proxy", "", "aws_db_proxy, Proxy: 0.015 / vCPU-hours"),
        ("s3", "storage", "aws_s3_bucket, Standard > Storage: "),
        ("s3", "zeppelin", "No such price of s3"),
        ("t4g.small", "", "t4g.small, Linux: "),
        ("db.t4g.micro", "", "db.t4g.micro, postgres: "),
        ("cache.t4g.micro", "", "cache.t4g.micro, redis: "),
        ("m6g.large.search", "", "m6g.large.search: "),
    ],
)
def test_prices(ask: Ask, of: str, holding: str, says: str) -> None:
    told = ask("prices", of=of, holding=holding)
    assert says in told
    assert len(told) <= LIMIT


@pytest.mark.parametrize(
    ("of", "region", "says"),
    [
        ("sqs", "mars-north-1", "no prices for the region mars-north-1"),
        ("sqs", "US East", "region"),
        ("aws_nat_gatway", "us-east-1", "Nearest: aws_nat_gateway"),
        ("x9.gigantic", "us-east-1", "nothing called 'x9.gigantic' is known"),
    ],
)
def test_what_is_unknown_is_said(ask: Ask, of: str, region: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        ask("prices", of=of, region=region)
