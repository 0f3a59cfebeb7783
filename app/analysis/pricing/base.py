"""What a pricer works on: the bill of one resource in the making.

A pricer is a plain function on a ``Bill``: it reads the resource, and says what is charged for it::

    def nat_gateway(bill: Bill) -> None:
        bill.hourly("NAT gateway")
        bill.charge("Data processed", bill.usage("monthly_data_processed_gb"))

    PRICERS = {"aws_nat_gateway": nat_gateway}

A name is the component's in the price book, without the parts that are a place in the code (``root_block_device``,
``ebs_block_device[]``, ``aws_launch_template.x``): those go to ``within``. What cannot be priced is recorded, never
dropped and never zero.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.analysis.pricing.book import PriceBook
from app.analysis.pricing.price import Price
from app.analysis.pricing.reading import Block, Reading, Unknown, amount
from app.analysis.pricing.usage import MEASURED, NO_USAGE, Usage
from app.domain.cost import HOURS, Component, ResourceCost, Unpriced
from app.domain.planned import Planned, PlannedResource

__all__ = ["Bill", "Block", "Pricer", "Quantity", "Tier", "Unknown", "amount"]

Quantity = Decimal | int | None
"""How much of a component's unit a month; None where nobody told the use: the line is left out then, and noted."""
Tier = tuple[int | Decimal | None, str]
"""How much a tier holds (None: all the rest) and the component's name in it."""


class Bill(Reading):
    """One resource's bill. ``region`` is where it stands (the book's reference region where the plan does not say).

    ``listed_in`` is the region whose prices hold there, for a service that costs the same in several.
    """

    def __init__(
        self, resource: PlannedResource, planned: Planned, book: PriceBook, usage: Usage = NO_USAGE, region: str = ""
    ) -> None:
        super().__init__(resource)
        self.planned = planned
        self.book = book
        self.region = region or resource.region
        self.listed_in = ""
        self.size = ""
        self.components: list[Component] = []
        self.missing: list[str] = []
        self.notes: list[str] = []
        self.costs_nothing = False
        self.use_unknown = False
        self._told = usage.of(resource)
        self._assume = usage.assume
        self._assumed: set[str] = set()
        self.asked: set[str] = set()

    # Reading the plan

    def related(self, path: str) -> list[PlannedResource]:
        """What the attribute at a path (without indexes) points to in this stack."""
        return self.planned.referred(self.resource, path)

    def referring(self, *types: str) -> list[PlannedResource]:
        """The resources of these types that point to this one."""
        return self.planned.referring(self.resource, *types)

    def of(self, other: PlannedResource) -> "Bill":
        """A bill for another resource of the stack, to read it with; what is charged there is lost."""
        return Bill(other, self.planned, self.book, region=self.region)

    # Reading the use

    def usage(self, key: str, default: Decimal | int | None = None, *, per: Decimal | int = 1) -> Decimal | None:
        """The monthly use under a dotted key (``standard.storage_gb``), divided by ``per`` (a unit of 1M requests).

        From the usage file, else the assumed size's; ``default`` is an assumption too; None where nothing says.
        """
        found = self.stated(key)
        if found is None:
            self._assumed.add(key)
            found = self.book.assumed_use(self.resource.type, self._assume).get(key)
        if found is None and default is not None and self._assume != "none":
            found = Decimal(default)
        return None if found is None else found / Decimal(per)

    def stated(self, key: str) -> Decimal | None:
        """The monthly use that the usage file gives; None where it says nothing, whatever would be assumed."""
        self.asked.add(key)
        found = self._told.get(key)
        if isinstance(found, str):
            raise Unknown(f"usage {key} is no number: {found!r}")
        return found

    def told(self, key: str, default: str = "") -> str:
        """What the usage file says in words (``operating_system: windows``)."""
        self.asked.add(key)
        found = self._told.get(key)
        return default if found is None else str(found)

    def unread(self) -> frozenset[str]:
        """What the usage file tells of the resource, and no price depends on: mistyped, as a rule."""
        return frozenset(self._told) - self.asked - MEASURED

    # Charging

    def charge(
        self,
        name: str,
        quantity: Quantity,
        *,
        like: str = "",
        price: Price | None = None,
        pick: str = "",
        usage: bool | None = None,
        keys: Iterable[str] = (),
        region: str = "",
        unit: str = "",
        within: str = "",
        factor: Decimal | int = 1,
    ) -> None:
        """Charges ``quantity`` of a component a month, at ``price`` or else the book's.

        ``like`` is the type to look the price up under, where another one lists it; ``pick`` the price in dollars where
        the book has several under one label, ``unit`` where it has several with different ones; ``usage`` whether the
        line depends on use (default: as the book says, else whether ``keys`` are named); ``keys`` are the usage keys
        that the quantity was computed from (default: all read so far), to tell what was assumed; ``region`` another one
        than the resource's; ``within`` the place in the code that is shown before the name; ``factor`` multiplies the
        price (Multi-AZ) without making it an estimate.
        """
        where, read = region or self.listed_in or self.region, frozenset(keys)
        listed = None if price is not None else self.book.component(like or self.resource.type, name, where, unit)
        shown = f"{within} > {name}" if within else name
        if listed is not None:
            price = listed.pick(Decimal(pick)) if pick else listed.price
        by_use = usage if usage is not None else (listed.usage if listed is not None else bool(read))
        if quantity is None:
            self.use_unknown = True
        elif price is None:
            self.unpriced(f"no price for {shown} in {where or 'any region'}")
        elif quantity or not by_use:
            at = price if factor == 1 else replace(price, usd=price.usd * factor)
            self._add(shown, Decimal(quantity), at, by_use, read)

    def _add(self, name: str, quantity: Decimal, price: Price, by_use: bool, keys: frozenset[str]) -> None:
        assumed = by_use and bool(self._assumed & (keys or self.asked))
        self.components.append(
            Component(
                name, price.unit, quantity, price.usd, price.source, price.date,
                usage=by_use, assumed=assumed, estimated=price.estimated,
            )
        )  # fmt: skip

    def hourly(self, name: str, count: Decimal | int = 1, **options: Any) -> None:
        """Charges every hour of a month for ``count`` of them; options as of ``charge``."""
        self.charge(name, HOURS * count, **options)

    def tiered(self, quantity: Quantity, tiers: Sequence[Tier], **options: Any) -> None:
        """Charges a quantity over tiers in order, those that it does not reach left out; options as of ``charge``."""
        if quantity is None:
            self.use_unknown = True
            return
        left = Decimal(quantity)
        for size, name in tiers:
            part = left if size is None else min(left, Decimal(size))
            if part:
                self.charge(name, part, **options)
            left -= part

    # Saying more

    def label(self, text: str) -> None:
        """The resource's size in a word (``m5.4xlarge``)."""
        self.size = text

    def free(self) -> None:
        """It costs nothing by itself."""
        self.costs_nothing = True

    def part_of(self, other: str) -> None:
        """It is billed with the ``other`` resource, which the pricer that says so names."""
        del other
        self.free()

    def unpriced(self, why: str) -> None:
        """The resource, or a part of it, has no known price."""
        if why not in self.missing:
            self.missing.append(why)

    def note(self, text: str) -> None:
        """Something that the reader of the estimate has to know, once for all resources."""
        self.notes.append(text)

    # The outcome

    def cost(self) -> ResourceCost | None:
        """What was charged; None where it costs nothing by itself or nothing of it could be priced."""
        if not self.components and (self.costs_nothing or self.missing):
            return None
        one = self.resource
        return ResourceCost(
            one.address, one.type, self.planned.stack, self.region, self.size, components=tuple(self.components)
        )

    def gaps(self) -> tuple[Unpriced, ...]:
        """What has no known price."""
        one = self.resource
        return tuple(Unpriced(one.address, one.type, why, self.planned.stack) for why in self.missing)


Pricer = Callable[[Bill], None]
