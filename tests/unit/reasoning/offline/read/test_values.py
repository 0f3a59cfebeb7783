from itertools import pairwise
from typing import Any

import pytest

from app.knowledge.language import language
from app.reasoning.offline.read.tokens import tokenise
from app.reasoning.offline.read.values import find_values, number_of


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        ("20GB and 512 MB", "en", [("size", 20 * 2**30), ("size", 512 * 2**20)]),
        ("two weeks, 30-day retention, 5 minutes", "en", [("duration", 1209600), ("duration", 2592000), ("duration",
        300)]),
        ("under $1,200 or 50 USD or 30€", "en", [("money", 1200.0), ("money", 50.0), ("money", 30.0)]),
        ("99.95% of 10.0.0.0/16 from 192.168.1.7", "en", [("percent", 99.95), ("cidr", "10.0.0.0/16"), ("ip",
        "192.168.1.7")]),
        ("::/0 open", "en", [("cidr", "::/0")]),
        ("in Frankfurt, N. Virginia and us-east1", "en", [("region", "eu-central-1"), ("region", "us-east-1"),
        ("region", "us-east-1")]),
        ("us-east-1a with db.t3.micro", "en", [("zone", "us-east-1a"), ("instance_type", "db.t3.micro")]),
        ("version 15.4 and 3 nodes", "en", [("version", "15.4"), ("number", 3)]),
        ('named "orders" at ops@example.com', "en", [("text", "orders"), ("email", "ops@example.com")]),
        ("file ./pkg/a.zip for shop.example.com", "en", [("path", "./pkg/a.zip"), ("domain", "shop.example.com")]),
        ("arn:aws:sns:eu-west-1:1:t and https://x.y/z", "en", [("arn", "arn:aws:sns:eu-west-1:1:t"), ("url",
        "https://x.y/z")]),
        ("from 3 AM to 6 AM", "en", [("window", "03:00-06:00")]),
        ("on Tuesdays between 17:00 and 17:30", "en", [("window", "tue:17:00-tue:17:30")]),
        ("dos colas y 99,9 %", "es", [("number", 2), ("percent", 99.9)]),
        ("en Irlanda, 14 días", "es", [("region", "eu-west-1"), ("duration", 1209600)]),
        ("200 dólares", "es", [("money", 200.0)]),
    ],
)  # fmt: skip
def test_values(text: str, code: str, values: list[tuple[str, Any]]) -> None:
    assert [(v.kind, v.value) for v in find_values(tokenise(text, code), language(code))] == values


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,000", 1000), ("1.000", 1000), ("1.5", 1.5), ("99,9", 99.9), ("7", 7), ("x", None), ("1.2.3", None)],
)
def test_numbers_as_people_write_them(text: str, number: float | None) -> None:
    assert number_of(text) == number


def test_values_do_not_overlap() -> None:
    found = find_values(tokenise("every night at 02:30 for 30 days in eu-west-1 with 2 t3.small"), language("en"))
    assert all(left.last <= right.first for left, right in pairwise(found))
