"""Amounts of money and quantities as people read them: ``1,234.50``, ``+30.10``, ``0.0116``."""

from decimal import Decimal

from app.domain.cost import CENT, ZERO, cents

LEAST = "<0.01"
"""What is less than a cent and yet something: it is never shown as nothing."""


def money(amount: Decimal | None) -> str:
    """To the cent, thousands apart; a dash where there is none."""
    if amount is None:
        return "–"
    return LEAST if ZERO < amount < CENT / 2 else f"{cents(amount) + ZERO:,.2f}"


def signed(amount: Decimal) -> str:
    """A difference to the cent, always with its sign; ``0.00`` where nothing changes."""
    if amount and abs(amount) < CENT / 2:
        return f"{'+' if amount > ZERO else '−'}{LEAST}"
    rounded = cents(amount)
    return f"+{rounded:,.2f}" if rounded > ZERO else f"−{-rounded:,.2f}" if rounded else "0.00"


def difference(before: Decimal | None, after: Decimal | None) -> Decimal:
    """Between two amounts as they are shown, so that whoever subtracts them gets the same; None is nothing."""
    return cents(after or ZERO) - cents(before or ZERO)


def exact(number: Decimal) -> str:
    """A quantity or a unit price, nothing rounded away: ``730``, ``0.0000002``, ``1,000,000``."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def share(before: Decimal, after: Decimal) -> str:
    """The difference in percent of what was before, with its sign; empty where nothing was before."""
    if before <= ZERO:
        return ""
    percent = (after - before) * 100 / before
    return f"{'+' if percent > ZERO else '−' if percent < ZERO else ''}{abs(percent):,.1f} %"
