"""Every exact row of the price book: a configuration that uses it gives that unit price, and the right quantity."""

import re
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules

import pytest

from app.analysis.pricing.base import Bill
from app.analysis.pricing.book import PriceBook, normal
from app.analysis.pricing.engine import drawn
from app.analysis.pricing.usage import Usage, flat
from app.domain.planned import Planned
from tests.unit.analysis.pricing import cases
from tests.unit.analysis.pricing.cases import Case

BOOK = PriceBook()
CASES: list[Case] = [
    case for found in iter_modules(cases.__path__) for case in import_module(f"{cases.__name__}.{found.name}").CASES
]
ROWS = {(row["type"], row["label"], row["region"], row["unit"]): Decimal(row["usd"]) for row in BOOK.exact()}
NO_REGION = frozenset({"", "EqDC2"})
"""Of rows that hold where the resource is, though they name no region of the provider."""


def bill_of(case: Case) -> Bill:
    resource = case.resource
    usage = Usage(resources={resource.address: flat(case.usage)}, assume="none")
    return drawn(resource, Planned(".", (resource, *case.others)), BOOK, usage)


def case_of(type_: str, label: str, region: str, unit: str) -> Case | None:
    for case in CASES:
        fits = case.type == type_ and label in case.expect and region in {case.listed or case.region, *NO_REGION}
        if fits and (not case.unit or case.unit == unit):
            return case
    return None


@pytest.mark.parametrize(("type_", "label", "region", "unit"), list(ROWS))
def test_an_exact_row_has_its_price_and_quantity(type_: str, label: str, region: str, unit: str) -> None:
    case = case_of(type_, label, region, unit)
    assert case is not None, f"no case for {type_}: {label} ({unit}) in {region}"
    bill = bill_of(case)
    there = [one for one in bill.components if one.unit == unit]
    found = [one for one in there if re.sub(r"\[\d+\]", "[]", one.name) == label] or [
        one for one in there if normal(one.name) == normal(label)
    ]
    assert found, f"not charged; what is: {[one.name for one in bill.components]}; not priced: {bill.missing}"
    assert {one.unit_price for one in found} == {ROWS[type_, label, region, unit]}
    assert sum(one.quantity for one in found) == Decimal(case.expect[label])
    assert not any(one.estimated for one in found)


def test_the_book_has_the_rows_that_the_cases_speak_of() -> None:
    assert len(ROWS) == 300
    assert len({row[0] for row in ROWS}) == 73
