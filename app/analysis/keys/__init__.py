"""Keys and encryption: at rest, in transit, how keys are kept, and secrets that are not kept at all."""

from app.analysis.base import Analysis, Observations
from app.analysis.keys import at_rest, custody, in_transit, plaintext
from app.domain.planned import Planned


def analyse(planned: Planned) -> Analysis:
    """Every rule about keys."""
    seen = Observations(planned.stack)
    for part in (at_rest, in_transit, custody, plaintext):
        part.observe(planned, seen)
    return seen.result()
