"""Prices that ``prices.sqlite`` has not, kept by hand in ``aws_pages.json`` with the page to check them against."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "aws_pages.json"


class PagePrice(NamedTuple):
    """US dollars (as text, so that no digit is lost) for a unit in ``region``; the page to check it, and since when."""

    unit: str
    usd: str
    region: str
    page: str
    kept: str


@cache
def page_prices() -> Mapping[tuple[str, str], PagePrice]:
    """By resource type and component."""
    kept = json.loads(FILE.read_text("utf-8"))
    return {
        (type_, name): PagePrice(unit, usd, kept["region"], page, kept["kept"])
        for page, rows in kept["pages"].items()
        for type_, name, unit, usd in rows
    }


class RegionPrice(NamedTuple):
    """US dollars (as text) for a unit in one region, with source and date."""

    unit: str
    usd: str
    source: str
    date: str


@cache
def region_prices() -> Mapping[tuple[str, str], Mapping[str, RegionPrice]]:
    """By resource type and component, then by region: what is listed for every region."""
    kept = json.loads(FILE.read_text("utf-8"))
    return {
        (row["type"], row["name"]): {
            region: RegionPrice(row["unit"], usd, row["source"], row["date"]) for region, usd in row["usd"].items()
        }
        for row in kept["regions"]
    }
