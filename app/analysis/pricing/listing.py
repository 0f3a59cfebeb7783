"""Reading the shipped price list: rows with their sources, regions and multipliers. What is read is kept."""

import sqlite3
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from app.analysis.pricing.price import Commitment, Price
from app.knowledge.prices import connect

REFERENCE: Mapping[str, str] = {"aws": "us-east-1", "azurerm": "eastus", "google": "us-central1"}
"""The region that multipliers refer to, and that stands for one that a plan does not tell."""


class Factor(NamedTuple):
    """What a reference price is multiplied with, and why, in words."""

    ratio: Decimal
    why: str


class Listing:
    """The price list. Asking twice for the same costs nothing; nothing in it ever changes."""

    def __init__(self, database: sqlite3.Connection | None = None) -> None:
        self._database = database or connect()
        self._database.row_factory = sqlite3.Row
        self._read: dict[tuple[Any, ...], Any] = {}
        self._sources: Mapping[int, tuple[str, str]] = {
            row["id"]: (row["name"], row["date"]) for row in self.rows("SELECT * FROM source")
        }

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """The rows that a query finds."""
        key = (query, *values)
        found: list[sqlite3.Row] | None = self._read.get(key)
        if found is None:
            found = self._read[key] = self._database.execute(query, values).fetchall()
        return found

    def row(self, query: str, *values: Any) -> sqlite3.Row | None:
        """The first row that a query finds."""
        return next(iter(self.rows(query, *values)), None)

    def priced(self, usd: str, unit: str, source: int, *, estimated: bool = False) -> Price:
        """A price with its source."""
        return Price(Decimal(usd), unit, *self._sources[source], estimated=estimated)

    def committed(self, row: sqlite3.Row, years: int, factor: Factor | None = None) -> Commitment | None:
        """The reserved prices of a row, in another region by a factor."""

        def told(kind: str) -> Price | None:
            usd = row[f"{kind}_{years}"] if f"{kind}_{years}" in row.keys() else None  # noqa: SIM118 - a Row has no `in`
            if usd is None:
                return None
            price = self.priced(usd, "hours", row["source"])
            return price.times(*factor) if factor else price

        found = Commitment(years, told("none"), told("all"))
        return found if found.no_upfront or found.all_upfront else None

    # Regions

    def knows(self, provider: str, region: str) -> bool:
        """Whether the list has prices or a multiplier for a region."""
        return bool(self._ratio(provider, region, ""))

    def factor(self, provider: str, region: str, family: str = "") -> Factor:
        """From the reference region's price to a region's: by family, else the region's median, else as it is."""
        reference = REFERENCE[provider]
        if not region:
            return Factor(Decimal(1), f"price of {reference}: the region is not known")
        ratio = self._ratio(provider, region, family) or self._ratio(provider, region, "")
        if ratio is None:
            return Factor(Decimal(1), f"price of {reference}: no prices for {region} are known")
        return Factor(ratio, f"price of {reference} × {ratio} for {region}")

    def _ratio(self, provider: str, region: str, family: str) -> Decimal | None:
        row = self.row(
            "SELECT ratio FROM multiplier WHERE provider = ? AND region = ? AND family = ?", provider, region, family
        )
        return Decimal(row["ratio"]) if row else None
