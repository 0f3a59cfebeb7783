from decimal import Decimal
from typing import Any

import pytest

from app.analysis.pricing.aws.data_transfer import traffic
from app.analysis.pricing.engine import estimate
from app.analysis.pricing.usage import Usage, flat
from app.domain.planned import Planned
from tests.unit.analysis.pricing.bills import BOOK, bill_of, by_usage, estimated, lines


@pytest.mark.parametrize(
    ("use", "month"),
    [
        ({"region": "us-east-1", "monthly_outbound_internet_gb": 1000}, "90.00"),
        ({"region": "ap-northeast-1", "monthly_outbound_internet_gb": 1000}, "114.00"),
        ({"region": "eu-west-1", "monthly_outbound_other_regions_gb": 750}, "15.00"),
        ({"region": "sa-east-1", "monthly_outbound_other_regions_gb": 100}, "13.80"),
        ({"region": "us-east-1", "monthly_intra_region_gb": 1000}, "20.00"),
        ({"region": "us-east-1", "monthly_outbound_us_east_to_us_east_gb": 500}, "5.00"),
    ],
)
def test_traffic_by_where_it_goes(use: dict[str, Any], month: str) -> None:
    bill = bill_of("aws_data_transfer", {}, use, region=use["region"])
    assert by_usage(bill) == Decimal(month)
    assert not estimated(bill)


def test_traffic_to_the_internet_in_tiers() -> None:
    use = {"region": "us-east-1", "monthly_outbound_internet_gb": 200 * 1024}
    found = lines(bill_of("aws_data_transfer", {}, use))
    assert [(int(quantity) // 1024, str(price)) for quantity, price in found.values()] == [
        (10, "0.09"), (40, "0.085"), (100, "0.07"), (50, "0.05"),
    ]  # fmt: skip


def test_a_region_whose_prices_are_not_known_is_said() -> None:
    bill = bill_of("aws_data_transfer", {}, {"region": "mars-1", "monthly_outbound_internet_gb": 1})
    assert bill.missing == ["no price for traffic out of mars-1"]


def test_a_usage_file_brings_traffic_into_the_estimate() -> None:
    keys = flat({"region": "us-east-1", "monthly_outbound_internet_gb": 100})
    usage = Usage(resources={"aws_data_transfer.web": keys, "aws_instance.gone": {}})
    assert [(one.address, one.region) for one in traffic(usage)] == [("aws_data_transfer.web", "us-east-1")]
    found = estimate([Planned("infra"), Planned("other")], BOOK, usage)
    assert [(one.address, one.stack, one.by_usage) for one in found.resources] == [
        ("aws_data_transfer.web", "infra", Decimal(9))
    ]
    assert [note for note in found.notes if "there is no" in note] == [
        "usage: there is no aws_instance.gone in the plan"
    ]
