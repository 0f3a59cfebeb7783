"""The price book and the usage file as the rules about savings see them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from app.analysis.pricing.base import Pricer
from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.engine import price_one
from app.analysis.pricing.price import Price
from app.analysis.pricing.registry import PRICERS
from app.analysis.pricing.usage import Usage
from app.analysis.savings.base import Bill, Metrics, View
from app.analysis.savings.environment import serves_production
from app.domain.cost import HOURS, Component
from app.domain.planned import Planned, PlannedResource

MACHINE = re.compile(r"\b((?:cache\.)?[a-z][\w-]*\.(?:\w+)(?:\.search|\.elasticsearch)?)\s*[,)]")


class Market:
    """Unit prices of the book."""

    def __init__(self, book: PriceBook) -> None:
        self._book = book

    def rate(self, type_: str, component: str, region: str) -> Decimal | None:
        """What one unit of a component costs."""
        listed = self._book.component(type_, component, region)
        return listed.price.usd if listed is not None else None

    def reserved(self, resource: PlannedResource, line: Component, years: int) -> Price | None:
        """What an hour of the machine that a line names costs when reserved; on EC2 only Linux on shared hardware."""
        if resource.type == "google_compute_instance":
            return self._committed_use(resource, line, years)
        found = MACHINE.search(line.name)
        if found is None or resource.get("tenancy", "default") != "default":
            return None
        machine = found.group(1)
        if machine.startswith("cache.") or machine.endswith((".search", ".elasticsearch")):
            engine = str(resource.get("engine", "redis")) if machine.startswith("cache.") else ""
            node = machine.replace(".elasticsearch", ".search")
            commitment = self._book.node_commitment(node, engine, resource.region, years)
        elif "Linux/UNIX" in line.name:
            commitment = self._book.ec2_commitment(machine, resource.region, years)
        else:
            return None
        return commitment.no_upfront if commitment is not None else None

    def _committed_use(self, resource: PlannedResource, line: Component, years: int) -> Price | None:
        """Google's are priced by the month."""
        if "on-demand" not in line.name:
            return None
        found = self._book.gcp_commitment(str(resource.get("machine_type", "")), resource.region, years)
        return replace(found, usd=found.usd / HOURS, unit="hours") if found is not None else None


def view_of(planned: Planned, book: PriceBook, usage: Usage, registry: Mapping[str, Pricer] = PRICERS) -> View:
    """One stack with its prices and its use."""

    def price(resource: PlannedResource, within: Planned) -> Bill:
        cost, gaps = price_one(resource, within, book, usage, registry)
        return Bill(cost.components if cost is not None else (), frozenset(gap.why for gap in gaps))

    def metrics(resource: PlannedResource) -> Metrics:
        return {key: value for key, value in usage.of(resource).items() if isinstance(value, Decimal)}

    def measured_on(resource: PlannedResource) -> str:
        return str(usage.of(resource).get("measured_on", ""))

    def production(resource: PlannedResource) -> bool | None:
        return serves_production(resource, planned.stack)

    return View(planned, Market(book), price, metrics, measured_on, production)
