"""Load balancers: the hours, and capacity units by the dimension that needs most of them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from app.analysis.pricing.base import Bill, Pricer
from app.analysis.pricing.metered import Use, priced
from app.domain.cost import HOURS


class _Kind(NamedTuple):
    """What a kind of load balancer is called, what a capacity unit costs a month, and what one holds.

    Source of the dimensions: AWS, Elastic Load Balancing pricing: per unit and hour 25 new connections a second, 3,000
    active a minute, 1 GB an hour and 1,000 rule evaluations a second (ALB); 800, 100,000 and 1 GB for TCP (NLB).
    """

    name: str
    unit_month: str
    holds: Mapping[str, Decimal]


_KINDS: Mapping[str, _Kind] = {
    "application": _Kind(
        "Application load balancer",
        "5.84",
        {
            "new_connections": Decimal(25),
            "active_connections": Decimal(3000),
            "processed_bytes_gb": HOURS,
            "rule_evaluations": Decimal(1000),
        },
    ),
    "network": _Kind(
        "Network load balancer",
        "4.38",
        {"new_connections": Decimal(800), "active_connections": Decimal(100_000), "processed_bytes_gb": HOURS},
    ),
}
_ASSUMED = ("processed_bytes_gb", "active_connections")
"""What an assumption may stand for; assumed peaks a second would make a small site look like a large one."""


def _units(bill: Bill, kind: _Kind) -> Decimal | None:
    stated = {key: bill.stated(key) for key in kind.holds}
    if any(value is not None for value in stated.values()):
        use = {key: value for key, value in stated.items() if value is not None}
    else:
        read = {key: bill.usage(key) for key in _ASSUMED}
        use = {key: value for key, value in read.items() if value is not None}
    return max((value / kind.holds[key] for key, value in use.items()), default=None)


def load_balancer(bill: Bill) -> None:
    """An application or network load balancer; the price of a gateway load balancer is not known."""
    type_ = bill.text("load_balancer_type", "application")
    kind = _KINDS.get(type_)
    if kind is None:
        bill.unpriced(f"no price for a {type_} load balancer")
        return
    bill.label(type_)
    like = "aws_lb" if type_ == "network" else ""
    bill.hourly(kind.name, like=like)
    name, units = "Load balancer capacity units", _units(bill, kind)
    pick = kind.unit_month if bill.resource.type == "aws_lb" or like else ""
    bill.charge(name, units, like=like, pick=pick, usage=True, keys=tuple(kind.holds))


PRICERS: Mapping[str, Pricer] = {
    "aws_lb": load_balancer,
    "aws_alb": load_balancer,
    "aws_elb": priced(Use("Data processed", "monthly_data_processed_gb"), hourly=["Classic load balancer"]),
}
