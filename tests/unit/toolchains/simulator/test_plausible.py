"""Values judged by name and type."""

import re
from typing import Any

import pytest

from app.toolchains.simulator.place import Place
from app.toolchains.simulator.plausible import value
from app.toolchains.simulator.tokens import Tokens

PLACE = Place(region="eu-west-1")


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("arn", r"arn:aws:sqs:eu-west-1:\d{12}:queue/[0-9a-f]{17}"),
        ("role_arn", r"arn:aws:sqs:eu-west-1:\d{12}:role/[0-9a-f]{17}"),
        ("id", r"queue-[0-9a-f]{17}"),
        ("vpc_id", r"vpc-[0-9a-f]{17}"),
        ("owner_id", r"123456789012"),
        ("created_at", r"2025-01-01T00:00:00Z"),
        ("endpoint", r"queue-[0-9a-z]{10}\.sqs\.eu-west-1\.amazonaws\.com"),
        ("url", r"https://queue-.*"),
        ("private_ip", r"10\.0\.\d+\.\d+"),
        ("hosted_zone_id", r"Z[0-9A-Z]{13}"),
        ("name_prefix", r""),
        ("anything_else", r"anything-else-[0-9a-f]{8}"),
    ],
)
def test_strings(name: str, shape: str) -> None:
    text = value(name, "string", "aws_sqs_queue", Tokens("s"), PLACE)
    assert re.fullmatch(shape, text)


@pytest.mark.parametrize(
    ("name", "wanted", "given", "expected"),
    [
        ("port", "number", False, 443),
        ("count", "number", False, 0),
        ("enabled", "bool", False, True),
        ("other", "bool", False, False),
        ("labels", ["map", "string"], False, {}),
        ("rules", ["list", ["object", {"port": "number"}]], True, []),
        ("rules", ["list", ["object", {"port": "number"}]], False, [{"port": 443}]),
        ("addresses", ["set", "string"], True, []),
        ("whatever", "dynamic", False, None),
    ],
)
def test_other_types(name: str, wanted: Any, given: bool, expected: object) -> None:
    assert value(name, wanted, "aws_x_y", Tokens("s"), PLACE, given=given) == expected


def test_lists_of_identifiers_have_one() -> None:
    assert re.fullmatch(
        r"subnet-[0-9a-f]{17}", value("subnet_ids", ["set", "string"], "aws_x", Tokens("s"), PLACE, given=True)[0]
    )
