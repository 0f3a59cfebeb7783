"""Tokens: of the right shape, the same every time."""

import re

import pytest

from app.toolchains.simulator.tokens import Tokens, seed_of
from app.toolchains.simulator.values import UNKNOWN


@pytest.mark.parametrize(
    ("specification", "shape"),
    [
        ("hex17", r"[0-9a-f]{17}"),
        ("HEX32", r"[0-9A-F]{32}"),
        ("b36_10", r"[0-9a-z]{10}"),
        ("BASE36_19", r"[0-9A-Z]{19}"),
        ("BASE32_13", r"[A-Z2-7]{13}"),
        ("mixed_40", r"[0-9A-Za-z]{40}"),
        ("digits12", r"[1-9][0-9]{11}"),
        ("hexpairs5", r"([0-9a-f]{2}:){4}[0-9a-f]{2}"),
        ("b64_32", r"[0-9A-Za-z+/]{43}="),
        ("uuid", r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
        ("byte", r"\d{2,3}"),
        ("two", r"\d\d"),
    ],
)
def test_shapes(specification: str, shape: str) -> None:
    text = Tokens("seed").text(specification)
    assert text is not None
    assert re.fullmatch(shape, text)
    assert text == Tokens("seed").text(specification)


def test_another_seed_is_another_token() -> None:
    assert Tokens("a").text("hex17") != Tokens("b").text("hex17")


def test_other_words_are_no_tokens() -> None:
    assert Tokens("a").text("bucket") is None


def test_seeds_depend_on_type_values_and_ordinal() -> None:
    seeds = {
        seed_of("a", {"x": 1}),
        seed_of("b", {"x": 1}),
        seed_of("a", {"x": 2}),
        seed_of("a", {"x": UNKNOWN}),
        seed_of("a", {"x": 1}, 1),
    }
    assert len(seeds) == 5
    assert seed_of("a", {"x": 1, "y": 2}) == seed_of("a", {"y": 2, "x": 1})


def test_numbers_stay_below() -> None:
    assert {Tokens(str(seed)).number("n", 3) for seed in range(40)} == {0, 1, 2}
