"""Amounts as they are shown."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.reports.amounts import difference, exact, money, share, signed


@pytest.mark.parametrize(
    ("shown", "amount", "text"),
    [
        (money, "0", "0.00"),
        (money, "-0.00", "0.00"),
        (money, "0.004", "<0.01"),
        (money, "0.005", "0.01"),
        (money, "1234567.005", "1,234,567.01"),
        (money, "-12.5", "-12.50"),
        (money, "1e40", f"10{',000' * 13}.00"),
        (signed, "30.1", "+30.10"),
        (signed, "-1234.567", "−1,234.57"),
        (signed, "0", "0.00"),
        (signed, "0.001", "+<0.01"),
        (signed, "-0.001", "−<0.01"),
        (exact, "730", "730"),
        (exact, "730.00", "730"),
        (exact, "0.0000002", "0.0000002"),
        (exact, "2E-7", "0.0000002"),
        (exact, "1E+6", "1,000,000"),
        (exact, "0.0", "0"),
    ],
)
def test_amounts(shown: Callable[[Decimal], str], amount: str, text: str) -> None:
    assert shown(Decimal(amount)) == text


def test_no_amount_is_no_zero() -> None:
    assert money(None) == "–"


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("120", "150", "+25.0 %"),
        ("150", "0", "−100.0 %"),
        ("10", "10", "0.0 %"),
        ("0", "10", ""),
        ("3", "4", "+33.3 %"),
    ],
)
def test_shares(before: str, after: str, text: str) -> None:
    assert share(Decimal(before), Decimal(after)) == text


@pytest.mark.parametrize(
    ("before", "after", "amount"),
    [("0.004", "0.006", "0.01"), ("1653.554", "2652.465", "998.92"), (None, "2.005", "2.01"), ("2.005", None, "-2.01")],
)
def test_a_difference_is_that_of_the_amounts_shown(before: str | None, after: str | None, amount: str) -> None:
    earlier, later = (None if one is None else Decimal(one) for one in (before, after))
    assert difference(earlier, later) == Decimal(amount)
