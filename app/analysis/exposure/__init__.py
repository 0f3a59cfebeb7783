"""Exposure: what the internet reaches, and through which rule."""

from app.analysis.base import Analysis, Observations
from app.analysis.exposure import buckets, openings, power, services
from app.domain.planned import Planned


def analyse(planned: Planned) -> Analysis:
    """Every rule about exposure, and all the ways in."""
    seen = Observations(planned.stack)
    entries = [entry for part in (openings, services, buckets) for entry in part.observe(planned, seen)]
    power.observe(planned, entries, seen)
    return seen.result(entries)
