"""Permissions: what the policies of a stack allow, to whom, and what comes of it together."""

from app.analysis.base import Analysis, Observations
from app.analysis.permissions import escalation, grantees, identity, sharing, trust
from app.domain.planned import Planned


def analyse(planned: Planned) -> Analysis:
    """Every rule about permissions."""
    seen = Observations(planned.stack)
    for part in (identity, escalation, trust, sharing, grantees):
        part.observe(planned, seen)
    return seen.result()
