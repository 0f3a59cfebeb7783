"""What is known of language models, as data: what their tokens cost, and which settings they take.

``prices.json`` names its sources and the day when they were read. A model that is not in it can be used with a price
that the operator states.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "prices.json"
DATED = re.compile(r"[-@]20\d{6}$|-latest$")
"""How the id of one release of a model ends."""
MILLION = 1_000_000
DEAREST_WRITE = Decimal("1.25")
"""Of the input's price, to write into the cache for five minutes: so for all models of the list."""


@dataclass(frozen=True, slots=True)
class Rates:
    """US dollars per million tokens."""

    input: Decimal
    output: Decimal
    cache_write: Decimal
    cache_read: Decimal


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model's prices and abilities.

    ``long`` replaces ``rates`` for a whole request whose prompt has more than ``above`` tokens. ``efforts`` are the
    levels that it takes, None where that is not known; ``sampling`` says whether it takes a temperature.
    """

    id: str
    rates: Rates
    efforts: tuple[str, ...] | None = None
    sampling: bool = True
    above: int = 0
    long: Rates | None = None

    def cost(self, fresh: int, written: int, read: int, output: int, *, us_only: bool = False) -> Decimal:
        """US dollars of one request: prompt tokens that are new, written to the cache and read from it, and output.

        Inference that is bound to the United States costs more.
        """
        rates = self.long if self.long and fresh + written + read > self.above else self.rates
        parts = (
            (fresh, rates.input), (written, rates.cache_write), (read, rates.cache_read), (output, rates.output),
        )  # fmt: skip
        cost = sum((count * rate for count, rate in parts), Decimal(0)) / MILLION
        return cost * us_only_factor() if us_only else cost


def known_model(name: str) -> ModelCard | None:
    """The card of a model by its id, also that of one dated release; None for one that is not in the list."""
    bare = DATED.sub("", name)
    row = _data()["models"].get(bare)
    if row is None:
        return None
    long = row.get("long", {})
    return ModelCard(
        bare,
        _rates(row),
        tuple(row["efforts"]),
        row.get("sampling", False),
        long.get("above", 0),
        _rates(long) if long else None,
    )


def stated_model(name: str, price: tuple[Decimal, Decimal]) -> ModelCard:
    """The card of a model whose input and output cost what the operator says; reads from a cache count as input.

    Where long prompts of a known model cost more, they do so in the same proportion.
    """
    rates = _stated(price[0], price[1])
    known = known_model(name)
    if known is None:
        return ModelCard(name, rates)
    long = known.long
    if long:
        dearer = long.input / known.rates.input, long.output / known.rates.output
        long = _stated(price[0] * dearer[0], price[1] * dearer[1])
    return replace(known, id=name, rates=rates, long=long)


def model_names() -> tuple[str, ...]:
    """The models whose prices are known."""
    return tuple(_data()["models"])


def us_only_factor() -> Decimal:
    """What inference that is bound to the United States costs more."""
    return Decimal(_data()["us_only"])


def _stated(prompt: Decimal, answer: Decimal) -> Rates:
    return Rates(prompt, answer, prompt * DEAREST_WRITE, prompt)


def _rates(row: Mapping[str, Any]) -> Rates:
    return Rates(*(Decimal(row[name]) for name in ("input", "output", "cache_write", "cache_read")))


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads(FILE.read_text("utf-8"))
    return data
