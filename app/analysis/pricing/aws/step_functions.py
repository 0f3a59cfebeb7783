"""Step Functions: transitions of standard workflows; requests and GB-hours of express ones."""

import math
from collections.abc import Mapping
from decimal import Decimal

from app.analysis.pricing.base import Bill, Pricer, Tier
from app.analysis.pricing.metered import MILLION, chunks, product

_TIERS: tuple[Tier, ...] = (
    (1000, "Duration (first 1K)"),
    (4000, "Duration (next 4K)"),
    (None, "Duration (over 5K)"),
)
_STEP_MS, _STEP_MB = 100, 64
"""Durations are rounded up to 100 ms and memory to 64 MB (AWS, Step Functions pricing)."""
_MS_PER_HOUR = 3_600_000


def state_machine(bill: Bill) -> None:
    """A state machine of either kind."""
    if bill.text("type", "STANDARD") == "STANDARD":
        key = "monthly_transitions"
        bill.charge("Transitions", bill.usage(key, per=1000), usage=True, keys=(key,))
        return
    requests, duration, memory = (bill.usage(key) for key in ("monthly_requests", "workflow_duration_ms", "memory_mb"))
    bill.charge("Requests", product(requests, Decimal(1) / MILLION), usage=True, keys=("monthly_requests",))
    rounded = None if duration is None else Decimal(math.ceil(duration / _STEP_MS) * _STEP_MS)
    gigabytes = None if memory is None else chunks(memory, _STEP_MB) * _STEP_MB / 1024
    hours = product(requests, rounded, gigabytes)
    keys = ("monthly_requests", "workflow_duration_ms", "memory_mb")
    bill.tiered(None if hours is None else hours / _MS_PER_HOUR, _TIERS, usage=True, keys=keys)


PRICERS: Mapping[str, Pricer] = {"aws_sfn_state_machine": state_machine}
