"""Regions, accounts and default tags of a provider block."""

from typing import Any

import pytest

from app.toolchains.simulator.place import ACCOUNT, Place, merged_tags, place_of
from app.toolchains.simulator.values import UNKNOWN


@pytest.mark.parametrize(
    ("region", "code", "partition", "suffix"),
    [
        ("us-east-1", "use1", "aws", "amazonaws.com"),
        ("eu-central-1", "euc1", "aws", "amazonaws.com"),
        ("ap-southeast-2", "apse2", "aws", "amazonaws.com"),
        ("us-gov-west-1", "usgw1", "aws-us-gov", "amazonaws.com"),
        ("cn-north-1", "cnn1", "aws-cn", "amazonaws.com.cn"),
    ],
)
def test_region(region: str, code: str, partition: str, suffix: str) -> None:
    place = Place(region=region)
    assert (place.region_code, place.partition, place.suffix) == (code, partition, suffix)


@pytest.mark.parametrize(
    ("configuration", "region", "account"),
    [
        ({}, "us-east-1", ACCOUNT),
        ({"region": UNKNOWN}, "us-east-1", ACCOUNT),
        ({"region": "eu-west-1", "allowed_account_ids": ["111122223333"]}, "eu-west-1", "111122223333"),
        ({"assume_role": [{"role_arn": "arn:aws:iam::444455556666:role/x"}]}, "us-east-1", "444455556666"),
        ({"assume_role": [{"role_arn": UNKNOWN}]}, "us-east-1", ACCOUNT),
    ],
)
def test_place_of(configuration: dict[str, Any], region: str, account: str) -> None:
    place = place_of(configuration)
    assert (place.region, place.account) == (region, account)


def test_default_tags_are_under_a_resources_own() -> None:
    place = place_of({"default_tags": [{"tags": {"team": "a", "env": "dev", "none": None}}]})
    assert merged_tags(place, {"team": "b"}) == {"team": "b", "env": "dev"}
    assert merged_tags(place, None) == {"team": "a", "env": "dev"}
    assert merged_tags(place, UNKNOWN) == UNKNOWN
