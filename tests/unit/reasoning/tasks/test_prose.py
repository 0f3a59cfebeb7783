"""The overview of a README speaks of what was built."""

import pytest

from app.reasoning.base import Data
from app.reasoning.tasks.prose import ask_overview
from tests.fakes.thinker import Answering

BUILT = Data("what was built", '{"name": "orders", "settings": {"retention_days": 14, "port": 443}}')
NAMES = ("orders", "Amazon SQS queue")


def ask(text: str) -> tuple[str, list[str]]:
    thinker = Answering({"documentation": [{"overview": text}] * 3})
    return ask_overview(thinker, "i", NAMES, BUILT, [Data("the request", "keep 99 days")])[1], thinker.told


@pytest.mark.parametrize(
    "text",
    [
        "Orders wait in `orders`, an `Amazon SQS queue`, for 14 days.",
        "It is for the web shop; TLS on 443.",
        "S3, EC2 and ipv6 are words, no numbers.",
    ],
)
def test_components_and_their_numbers_may_be_named(text: str) -> None:
    assert ask(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Jobs go to `billing`.", "no component is called billing"),
        ("An odd ` backtick.", "a backtick has no second one"),
        ("It keeps 99 days.", "the numbers 99"),
        ("Open to 0.0.0.0/0.", "the numbers 0.0.0.0/0"),
        ("It costs 14 USD a month and 15 USD more.", "15 USD"),
        ("Read https://evil.example.", "addresses of web pages"),
        ("x" * 1201, "at most 1200"),
    ],
)
def test_what_was_not_built_is_not_told(text: str, told: str) -> None:
    kept, reasons = ask(text)
    assert kept == ""
    assert told in reasons[0]
