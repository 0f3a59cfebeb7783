"""Machines that a usage file says are reserved (``reserved_instance_term: 1_year``), as EC2's are told."""

from decimal import Decimal
from typing import NamedTuple

from app.analysis.pricing.base import Bill
from app.analysis.pricing.price import Commitment, Price
from app.domain.cost import HOURS


class Term(NamedTuple):
    """For how many years, and what is paid upfront (``no_upfront all_upfront``; ``partial_upfront`` is not listed)."""

    years: int
    option: str

    def of(self, commitment: Commitment | None) -> Price | None:
        """The hourly price; None where it is not listed."""
        if commitment is None:
            return None
        return {"no_upfront": commitment.no_upfront, "all_upfront": commitment.all_upfront}.get(self.option)


def term(bill: Bill) -> Term | None:
    """What the usage file says; None where it says nothing: on demand."""
    told = bill.told("reserved_instance_term")
    if not told:
        return None
    return Term(3 if told.startswith("3") else 1, bill.told("reserved_instance_payment_option", "no_upfront"))


def not_listed(bill: Bill, kind: str, on_demand: Price | None, count: Decimal | int = 1) -> None:
    """Records that a machine is reserved at a price that is not listed, and what it costs at most."""
    most = f", at most {on_demand.usd * HOURS * count:.2f} USD a month as on demand" if on_demand is not None else ""
    bill.unpriced(f"the reserved price of {kind} is not known{most}")
