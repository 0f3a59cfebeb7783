"""Prices of machines that the list lacks, from those that it has: by size in a family, else by what EC2 charges.

Services price sizes of a family in proportion, so that step is nearly exact. Between families they follow EC2 to within
some 15 %. Both are estimates and say from what they were made.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.aws.pages import page_names, page_price
from app.analysis.pricing.base import Bill
from app.analysis.pricing.listing import REFERENCE
from app.analysis.pricing.price import Price

STEPS: Mapping[str, Decimal] = {
    "nano": Decimal("0.25"), "micro": Decimal("0.5"), "small": Decimal(1), "medium": Decimal(2), "large": Decimal(4),
    "xlarge": Decimal(8),
}  # fmt: skip
"""Sizes against each other, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html (normalisation)."""


def machine(bill: Bill, template: str, kind: str, like: str = "") -> Price | None:
    """The hourly price of ``kind`` among a type's components named like ``template`` (``Instance ({kind})``).

    ``like`` is the type to look under; None where nothing comparable is listed.
    """
    type_ = like or bill.resource.type
    shown = re.compile(re.escape(template).replace(r"\{kind\}", r"([a-z][\w.-]*\.[\w.]+)"))
    found = {}
    for name in (*bill.book.names(type_), *page_names(type_)):
        match = shown.fullmatch(name)
        price = _single(bill, type_, name) if match else None
        if match and price is not None:
            found[match[1]] = price
    return derived(bill, kind, found)


def _single(bill: Bill, type_: str, name: str) -> Price | None:
    """A component's price where the list has only one under its name, else a page's."""
    listed = bill.book.component(type_, name, bill.region)
    if listed is None:
        return page_price(bill, name, type_)
    return listed.price if len(listed.choices) <= 1 else None


def derived(bill: Bill, kind: str, listed: Mapping[str, Price]) -> Price | None:
    """The price of a machine from those of others by type; None where none of them is comparable."""
    if kind in listed:
        return listed[kind]
    family, steps = kind.rpartition(".")[0], size(kind)
    siblings = {one: at for one in listed if one.rpartition(".")[0] == family and (at := size(one))}
    if siblings and steps:
        near = min(siblings, key=lambda one: (_distance(siblings[one], steps), one))
        return listed[near].times(rounded(steps / siblings[near]), f"by size from {near}")
    return _by_machine(bill, kind, listed)


def _by_machine(bill: Bill, kind: str, listed: Mapping[str, Price]) -> Price | None:
    """By EC2's price of the same machine against that of a listed one, of the same class (t, m, r, c) if possible."""
    region = REFERENCE["aws"]
    own = bill.book.ec2(ec2_type(kind), region)
    others = {one: price for one in listed if (price := bill.book.ec2(ec2_type(one), region)) is not None}
    if own is None or not others:
        return None
    letter = ec2_type(kind)[:1]
    near = min(others, key=lambda one: (ec2_type(one)[:1] != letter, _distance(others[one].usd, own.usd), one))
    return listed[near].times(rounded(own.usd / others[near].usd), f"by EC2's prices from {near}")


def ec2_type(kind: str) -> str:
    """The EC2 type of a service's class: ``m5.large`` of ``db.m5.large``."""
    return ".".join(kind.split(".")[-2:])


def size(kind: str) -> Decimal | None:
    """How large a type is within its family; None where its name does not tell (``metal``)."""
    name = kind.rpartition(".")[2]
    many = re.fullmatch(r"(\d+)xlarge", name)
    return Decimal(many[1]) * STEPS["xlarge"] if many else STEPS.get(name)


def _distance(one: Decimal, other: Decimal) -> Decimal:
    return max(one, other) / min(one, other)


def rounded(ratio: Decimal) -> Decimal:
    """A ratio of prices to four places; a small one keeps its digits."""
    return ratio.quantize(Decimal("0.0001")) if ratio > Decimal("0.1") else ratio
