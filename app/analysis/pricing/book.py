"""The price book: prices of cost components by resource type and region, of machines by their type, and assumed use."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.analysis.pricing.listing import REFERENCE
from app.analysis.pricing.machines import Machines
from app.analysis.pricing.price import ListedPrice, Price

PLACES = frozenset({
    "root_block_device", "os_disk", "storage_os_disk", "storage_data_disk", "default_node_pool", "default_pool",
})  # fmt: skip
"""Parts of a label that say where something stands in the code, as addresses and ``name[]`` do."""
ITEM = re.compile(r".*\[\d*\]$")
ADDRESS = re.compile(r"(module|data|aws_\w+|azurerm_\w+|google_\w+)\.")
ZONE = re.compile(r"([a-z]+-[a-z]+\d+)-[a-f]$")
SAME = Decimal("0.0001")
"""Prices that differ by less than this share are one price, measured twice."""


class PriceBook(Machines):
    """All look-ups; None where the list has nothing like it."""

    @property
    def as_of(self) -> str:
        """The date of the newest prices."""
        return max((date for _, date in self._sources.values()), default="")

    def component(self, type_: str, name: str, region: str, unit: str = "") -> ListedPrice | None:
        """The price of a resource type's cost component, by its name without the parts that are places in the code.

        In a region that the list lacks: another's by the ratio of their multipliers, estimated. ``unit`` decides
        between rows of one name; None where they differ and it is not given.
        """
        key = ("component", type_, name, region, unit)
        if key not in self._read:
            self._read[key] = self._component(type_, normal(name), region, unit)
        found: ListedPrice | None = self._read[key]
        return found

    def _component(self, type_: str, name: str, region: str, unit: str) -> ListedPrice | None:
        rows = [row for row in self._components(type_).get(name, ()) if unit in {"", row["unit"]}]
        if len({row["unit"] for row in rows}) != 1:
            return None
        regions: dict[str, list[sqlite3.Row]] = {}
        for row in rows:
            regions.setdefault(placed(type_, row["region"]), []).append(row)
        provider = type_.partition("_")[0]
        reference = REFERENCE.get(provider, "")
        if region in regions:
            return self._listed(regions[region])
        near = next(one for one in (reference, "", *regions) if one in regions)
        if region == reference and not near:
            return self._listed(regions[near], Decimal(1), "its region is not told")
        there, here = self.factor(provider, region), self.factor(provider, near or reference)
        ratio = (there.ratio / here.ratio).quantize(SAME)
        why = there.why if near in {reference, ""} else f"price of {near} × {ratio} for {region or reference}"
        return self._listed(regions[near], ratio, why)

    def _listed(self, rows: Sequence[sqlite3.Row], ratio: Decimal | None = None, why: str = "") -> ListedPrice:
        """One price of several rows with one name and region: an exact one first."""
        ordered = sorted(rows, key=lambda row: (not row["exact"], row["others"] is not None))
        choices: dict[Decimal, Price] = {}
        for row in ordered:
            for usd in (row["usd"], *(row["others"] or "").split("|")):
                if usd and not any(abs(Decimal(usd) - one) <= SAME * one for one in choices):
                    price = self.priced(usd, row["unit"], row["source"])
                    choices[Decimal(usd)] = price if ratio is None else price.times(ratio, why)
        first = next(iter(choices.values()))
        if len(choices) > 1:
            first = first.times(1, "one of several under this name")
        return ListedPrice(first, bool(ordered[0]["usage"]), choices)

    def _components(self, type_: str) -> Mapping[str, Sequence[sqlite3.Row]]:
        key = ("components", type_)
        if key not in self._read:
            found: dict[str, list[sqlite3.Row]] = {}
            for row in self.rows("SELECT * FROM component WHERE type = ?", type_):
                found.setdefault(normal(row["label"]), []).append(row)
            self._read[key] = found
        kept: Mapping[str, Sequence[sqlite3.Row]] = self._read[key]
        return kept

    def names(self, type_: str) -> tuple[str, ...]:
        """The names of all components of a type; none where the list does not know it."""
        return tuple(self._components(type_))

    def exact(self) -> Sequence[sqlite3.Row]:
        """The rows of AWS whose price is certain to the last digit and the only one under its label."""
        return self.rows("SELECT * FROM component WHERE exact = 1 AND type LIKE 'aws\\_%' ESCAPE '\\'")

    def assumed_use(self, type_: str, size: str) -> Mapping[str, Decimal]:
        """The monthly use that is assumed of a type, by dotted key; nothing for size ``none``."""
        if size not in {"small", "medium", "large"}:
            return {}
        key = ("assumed", type_, size)
        if key not in self._read:
            rows = self.rows("SELECT * FROM usage WHERE type = ?", type_)
            self._read[key] = {row["key"]: Decimal(row[size]) for row in rows}
        found: Mapping[str, Decimal] = self._read[key]
        return found


def normal(label: str) -> str:
    """A component's name without the parts that say where it stands in the code."""
    *places, name = label.split(" > ")
    return " > ".join([one for one in places if not _is_place(one)] + [name])


def _is_place(part: str) -> bool:
    return part in PLACES or bool(ITEM.match(part) or ADDRESS.match(part))


def placed(type_: str, region: str) -> str:
    """The region of a row: a zone's; the reference region for S3, whose rows do not name it (they are its prices)."""
    if "$" in region:
        return ""
    if not region and type_.startswith("aws_"):
        return REFERENCE["aws"]
    zone = ZONE.match(region)
    return zone[1] if zone else region
