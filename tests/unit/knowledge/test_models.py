"""Prices of language models."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.knowledge.models import FILE, known_model, model_names, stated_model
from app.settings import Settings

D = Decimal


@pytest.mark.parametrize(
    ("name", "rates"),
    [
        ("claude-sonnet-5-5", ("2", "10", "2.5", "0.1")),
        ("claude-opus-5-5", ("4", "20", "5", "0.2")),
        ("claude-haiku-4-5-20251001", ("1", "5", "1.25", "0.1")),
        ("claude-haiku-4-5@20251001", ("1", "5", "1.25", "0.1")),
        ("claude-opus-4-5-20251101", ("5", "25", "6.25", "0.5")),
        ("claude-sonnet-4-6-latest", ("3", "15", "3.75", "0.3")),
    ],
)
def test_prices_by_model_and_by_release(name: str, rates: tuple[str, ...]) -> None:
    card = known_model(name)
    assert card is not None
    known = card.rates
    assert (known.input, known.output, known.cache_write, known.cache_read) == tuple(map(D, rates))


@pytest.mark.parametrize("name", ["", "claude", "claude-sonnet", "claude-sonnet-5-5-2026", "gpt-6", "sonnet-5-5"])
def test_others_are_not_guessed(name: str) -> None:
    assert known_model(name) is None


def test_the_default_model_is_known() -> None:
    assert known_model(Settings().model) is not None


@pytest.mark.parametrize("name", model_names())
def test_the_list_fits_together(name: str) -> None:
    """Writing costs a quarter more than reading afresh, and a read from the cache at most a tenth, for every model."""
    card = known_model(name)
    assert card is not None
    for rates in filter(None, (card.rates, card.long)):
        assert rates.cache_write == rates.input * D("1.25")
        assert 0 < rates.cache_read <= rates.input / 10
        assert rates.output == rates.input * 5
    assert card.efforts is not None
    assert set(card.efforts) <= {"low", "medium", "high", "xhigh", "max"}


def test_the_file_says_where_it_is_from() -> None:
    data = json.loads(Path(FILE).read_text("utf-8"))
    assert any("platform.claude.com/docs/en/about-claude/pricing" in source for source in data["sources"])
    assert data["read"] >= "2026-11-23"


@pytest.mark.parametrize(
    ("tokens", "cost"),
    [((99_000, 500, 500, 1_000), "0.0104675"), ((99_000, 501, 500, 1_000), "0.052338125"), ((0, 0, 0, 0), "0")],
)
def test_a_long_prompt_costs_more_from_its_first_token(tokens: tuple[int, int, int, int], cost: str) -> None:
    """Haiku 5.5 has two lists: up to a hundred thousand tokens of prompt, cached or not, and beyond."""
    haiku = known_model("claude-haiku-5-5")
    assert haiku is not None
    assert haiku.cost(*tokens) == D(cost)
    assert haiku.cost(*tokens, us_only=True) == D(cost) * D("1.1")


def test_a_price_that_is_stated() -> None:
    """Of a gateway's model nothing else is known: reads from its cache are counted as if there were none."""
    card = stated_model("gateway/model", (D(4), D(8)))
    assert card.cost(1_000_000, 1_000_000, 1_000_000, 1_000_000) == D(4) + D(5) + D(4) + D(8)
    assert (card.efforts, card.sampling) == (None, True)
    assert stated_model("claude-opus-5", (D(1), D(1))).sampling is False


def test_a_stated_price_is_dearer_for_a_long_prompt_where_the_models_own_is() -> None:
    card = stated_model("claude-haiku-5-5", (D("0.2"), D(2)))
    assert card.cost(100_000, 0, 0, 100_000) == D("0.02") + D("0.2")
    assert card.cost(200_000, 0, 0, 100_000) == D("0.2") + D(1)
    assert card.cost(0, 200_000, 0, 0) == D("0.25")
