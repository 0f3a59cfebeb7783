"""The tool that tells unit prices: those of the price list, with source and date, and nothing guessed."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Protocol

from pydantic import Field

from app.knowledge.catalogue.base import Service
from app.knowledge.prices import free_types
from app.knowledge.prices.pages import RegionPrice, page_prices, region_prices
from app.reasoning.base import Tool
from app.reasoning.model.tools.making import Input, listed, make_tool, nearest
from app.reasoning.model.tools.provider_types import all_types

DATABASES = ("postgres", "mysql", "aurora")
CACHES = ("redis", "valkey", "memcached")


class Price(Protocol):
    """US dollars for a unit; who told it and when; whether it is derived from another."""

    @property
    def usd(self) -> Decimal: ...
    @property
    def unit(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def date(self) -> str: ...
    @property
    def estimated(self) -> bool: ...


class Listed(Protocol):
    """The price of a component, and all that the list has under its name."""

    @property
    def price(self) -> Price: ...
    @property
    def choices(self) -> Mapping[Decimal, Price]: ...


class Book(Protocol):
    """The price list (``app.analysis.pricing.book.PriceBook``)."""

    def names(self, type_: str) -> tuple[str, ...]:
        """The components of a type."""
        ...

    def component(self, type_: str, name: str, region: str) -> Listed | None:
        """The price of one."""
        ...

    def knows(self, provider: str, region: str) -> bool:
        """Whether there are prices for a region."""
        ...

    def ec2(self, instance_type: str, region: str) -> Price | None:
        """A Linux instance per hour."""
        ...

    def rds(self, engine: str, instance_class: str, region: str) -> Price | None:
        """A database instance per hour."""
        ...

    def elasticache(self, node_type: str, engine: str, region: str) -> Price | None:
        """A cache node per hour."""
        ...

    def opensearch(self, instance_type: str, region: str) -> Price | None:
        """A search node per hour."""
        ...


class Prices(Input):
    """What to price."""

    of: str = Field(
        min_length=1,
        max_length=120,
        description="a provider type (aws_nat_gateway), a service of the catalogue (sqs), or a machine type"
        " (t4g.small, db.t4g.micro, cache.t4g.micro, m6g.large.search)",
    )
    region: str = Field("us-east-1", pattern=r"^[a-z0-9-]{2,40}$", description="the region's code (eu-west-1)")
    holding: str = Field("", max_length=60, description="only components with this in their name (requests)")


def price_tool(book: Callable[[], Book], services: Mapping[str, Service]) -> Tool:
    """The tool for a price list, opened when something is asked of it."""
    return make_tool(
        "prices",
        "Tells list prices in USD by unit, with source and date. What it does not tell is not known: never guess it.",
        Prices,
        lambda given: _describe(book(), services, given),
        "unit prices",
    )


def _describe(book: Book, services: Mapping[str, Service], given: Prices) -> str:
    service = services.get(given.of)
    types = (service.primary, *service.types) if service else (given.of,)
    if not book.knows(
        given.of.partition("_")[0] if given.of.startswith(("azurerm_", "google_")) else "aws", given.region
    ):
        raise ValueError(f"no prices for the region {given.region} are known")
    sources: dict[str, int] = {}
    lines = [_line(name, price, sources) for name, price in _machines(book, given.of, given.region)]
    lines += [line for kind in types for line in _of_type(book, kind, given, sources)]
    if not lines and given.of not in {*services, *all_types("resources")} and not book.names(given.of):
        known = [*services, *all_types("resources")]
        raise ValueError(f"nothing called {given.of!r} is known.{nearest(given.of, known)}")
    lines = lines or [f"No such price of {given.of} in {given.region} is known."]
    notes = [f"[{number}] {source}" for source, number in sources.items()]
    return listed(
        ["USD / unit, list prices without tax:", *notes, *lines], "ask for a single type, or a part of the name"
    )


def _of_type(book: Book, kind: str, given: Prices, sources: dict[str, int]) -> Iterator[str]:
    if not given.holding and any(fnmatchcase(kind, free) for free in free_types()):
        yield f"{kind}: costs nothing by itself, or is billed with another resource"
    for name, one in _kept_by_hand(kind, given.region):
        if given.holding.lower() in name.lower():
            yield f"{kind}, {name}: {one.usd} / {one.unit} {_note(f'{one.source}, {one.date}', sources)}"
    for name in book.names(kind):
        found = book.component(kind, name, given.region) if given.holding.lower() in name.lower() else None
        if found is not None:
            yield _line(f"{kind}, {name}", found.price, sources, tuple(found.choices))


def _kept_by_hand(kind: str, region: str) -> Iterator[tuple[str, RegionPrice]]:
    """The prices that the list has not, by component."""
    for (priced, name), regions in region_prices().items():
        if priced == kind and region in regions:
            yield name, regions[region]
    for (priced, name), page in page_prices().items():
        if priced == kind and page.region == region:
            yield name, RegionPrice(page.unit, page.usd, page.page, page.kept)


def _machines(book: Book, name: str, region: str) -> Iterator[tuple[str, Price]]:
    """A machine type under each engine that runs on it."""
    if name.startswith("db."):
        found = {f"{name}, {engine}": book.rds(engine, name, region) for engine in DATABASES}
    elif name.startswith("cache."):
        found = {f"{name}, {engine}": book.elasticache(name, engine, region) for engine in CACHES}
    elif name.endswith(".search"):
        found = {name: book.opensearch(name, region)}
    else:
        found = {f"{name}, Linux": book.ec2(name, region)} if "." in name else {}
    return ((one, price) for one, price in found.items() if price is not None)


def _line(name: str, price: Price, sources: dict[str, int], choices: tuple[Decimal, ...] = ()) -> str:
    usd = " or ".join(map(_shown, choices)) if len(choices) > 1 else _shown(price.usd)
    estimated = " (estimated)" if price.estimated else ""
    return f"{name}: {usd} / {price.unit}{estimated} {_note(f'{price.source}, {price.date}', sources)}"


def _shown(usd: Decimal) -> str:
    return f"{usd.normalize():f}"


def _note(source: str, sources: dict[str, int]) -> str:
    return f"[{sources.setdefault(source, len(sources) + 1)}]"
