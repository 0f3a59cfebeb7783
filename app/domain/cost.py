"""What a plan costs a month, line by line. Money is Decimal, in US dollars at list price without tax."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

HOURS = Decimal(730)
"""Hours of a month, as AWS's calculator and the price book count."""
MONTHS = 12
ZERO = Decimal(0)
CENT = Decimal("0.01")
WIDE = Context(prec=200)
"""Room for the cents of any amount, however huge the counts in a plan are."""
Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Component:
    """One line of a resource's bill: ``quantity`` of ``unit`` a month at ``unit_price``.

    ``usage`` says that it depends on use; ``assumed`` that nobody told the use; ``estimated`` that the price was
    derived (from another region's by a multiplier), not read; ``source`` and ``date`` say where the price comes from.
    """

    name: str
    unit: str
    quantity: Decimal
    unit_price: Decimal
    source: str
    date: str = ""
    usage: bool = False
    assumed: bool = False
    estimated: bool = False

    @property
    def monthly(self) -> Decimal:
        """What it comes to; rounded only where it is shown."""
        return self.quantity * self.unit_price


@dataclass(frozen=True, slots=True)
class ResourceCost:
    """What one resource costs. ``label`` is its size in a word (``m5.4xlarge``), empty where it has none."""

    address: str
    type: str
    stack: str = "."
    region: str = ""
    label: str = ""
    components: tuple[Component, ...] = ()

    @property
    def baseline(self) -> Decimal:
        """A month without what depends on use."""
        return sum((one.monthly for one in self.components if not one.usage), ZERO)

    @property
    def by_usage(self) -> Decimal:
        """A month of what depends on use."""
        return sum((one.monthly for one in self.components if one.usage), ZERO)

    @property
    def monthly(self) -> Decimal:
        """Both together."""
        return self.baseline + self.by_usage


@dataclass(frozen=True, slots=True)
class Unpriced:
    """A resource (or a part of it) whose price is not known; never counted as nothing."""

    address: str
    type: str
    why: str
    stack: str = "."


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to one attribute that brings a saving: ``value`` is HCL, None removes it."""

    address: str
    attribute: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Saving:
    """A recommendation. ``action`` says what to do, ``arithmetic`` how the saving comes about, ``caveat`` what speaks
    against it. ``safe`` ones lose nothing and have ``edits``; ``commitment`` ones change no code and are not summed.
    """

    rule: str
    address: str
    action: str
    monthly: Decimal
    confidence: Confidence
    caveat: str = ""
    arithmetic: str = ""
    stack: str = "."
    safe: bool = False
    commitment: bool = False
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class CostChange:
    """What a change does to one resource's bill; ``before`` is None for a new one, ``after`` for one that goes.

    ``label`` is ``m5.4xlarge → m5.8xlarge`` where the size changes.
    """

    address: str
    type: str
    stack: str
    before: Decimal | None
    after: Decimal | None
    label: str = ""

    @property
    def difference(self) -> Decimal:
        """What it adds a month."""
        return (self.after or ZERO) - (self.before or ZERO)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What stacks cost a month. ``free`` counts resources that cost nothing by themselves; ``usage`` says where the
    assumed use comes from; ``before`` is the base's total (``before_assumed`` of it for assumed use) and ``changes``
    the difference, None without a base.
    """

    prices_as_of: str = ""
    resources: tuple[ResourceCost, ...] = ()
    unpriced: tuple[Unpriced, ...] = ()
    free: int = 0
    usage: str = ""
    notes: tuple[str, ...] = ()
    savings: tuple[Saving, ...] = ()
    before: Decimal | None = None
    changes: tuple[CostChange, ...] = field(default_factory=tuple)
    currency: str = "USD"
    before_assumed: Decimal = ZERO

    @property
    def baseline(self) -> Decimal:
        """A month without what depends on use."""
        return sum((one.baseline for one in self.resources), ZERO)

    @property
    def by_usage(self) -> Decimal:
        """A month of what depends on use."""
        return sum((one.by_usage for one in self.resources), ZERO)

    @property
    def monthly(self) -> Decimal:
        """Both together."""
        return self.baseline + self.by_usage

    @property
    def assumed(self) -> Decimal:
        """What of it is for use that nobody told."""
        lines = (line for one in self.resources for line in one.components if line.assumed)
        return sum((line.monthly for line in lines), ZERO)


def saved(savings: Sequence[Saving]) -> Decimal:
    """What following all of them that change code would save; commitments are another matter and left out.

    Two for one resource are alternatives unless their rules differ in what they change; the caller sees to that.
    """
    return sum((one.monthly for one in savings if not one.commitment), ZERO)


def cents(amount: Decimal) -> Decimal:
    """Rounded as a bill is, half a cent up: for what is shown; sums are made before."""
    return amount.quantize(CENT, ROUND_HALF_UP, WIDE)


def in_usd(amount: Decimal) -> str:
    """To the cent, as sentences say it: ``1,234.50 USD``."""
    return f"{cents(amount):,} USD"
