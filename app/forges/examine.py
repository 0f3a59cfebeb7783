"""What is looked at with every forge alike: the clock, and how long a token lasts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from app.domain.check import Check

SOON = 14
"""Days before a token's end at which it is told."""
NTP = "sudo timedatectl set-ntp true"


def examine_clock(forge: str, answered: str, now: float, most: float, why: str) -> Iterator[Check]:
    """Our clock (``now``) against the header ``Date`` of the forge's answer; ``most`` seconds apart are fine."""
    try:
        off = now - parsedate_to_datetime(answered).timestamp()
    except ValueError:
        return
    if abs(off) > most:
        found = f"{abs(off):.0f} s {'ahead of' if off > 0 else 'behind'} {forge}'s"
        yield Check("broken", "clock", found, NTP, why)


def examine_end(ends: str, now: float, variable: str) -> Iterator[Check]:
    """The token in ``variable``, where it ends soon; ``ends`` begins with a day as ISO 8601 has it, or is empty."""
    try:
        end = date.fromisoformat(ends[:10])
    except ValueError:
        return
    days = (end - datetime.fromtimestamp(now, UTC).date()).days
    if days < SOON:
        yield Check("limited", "token's end", f"{end}, in {days} days", f"make a new one, set {variable}, restart")
