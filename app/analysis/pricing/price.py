"""A unit price with where it comes from. Money is Decimal, in US dollars at list price without tax."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for one ``unit`` (``hours``, ``GB``, ``1M requests``); ``source`` and ``date`` say who told it.

    ``estimated``: derived (by a region's multiplier, a size's neighbour, an attribute that is not known), not read.
    """

    usd: Decimal
    unit: str
    source: str
    date: str = ""
    estimated: bool = False

    def times(self, factor: Decimal | int | str, why: str = "") -> "Price":
        """A price derived from this one; ``why`` is added to its source."""
        source = f"{self.source}, {why}" if why else self.source
        return replace(self, usd=self.usd * Decimal(factor), source=source, estimated=True)


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """The price of a cost component, and whether it depends on use.

    ``choices`` are the prices by what the list says, where it has seen several under one label because the label does
    not tell everything that decides; ``price`` is estimated then, until a pricer picks one.
    """

    price: Price
    usage: bool = False
    choices: Mapping[Decimal, Price] = field(default_factory=dict)

    def pick(self, usd: Decimal) -> Price | None:
        """The one that is listed at so many dollars; None where none is."""
        return self.choices.get(usd)


@dataclass(frozen=True, slots=True)
class Commitment:
    """Hourly prices of something reserved for ``years``: nothing paid upfront, or all (spread over the term)."""

    years: int
    no_upfront: Price | None = None
    all_upfront: Price | None = None


@dataclass(frozen=True, slots=True)
class Specs:
    """What a size has. ``memory`` in GiB; ``current`` generation as its vendor counts, where it does."""

    vcpu: int
    memory: Decimal
    arch: str = ""
    current: bool = True
