"""Data residency: every region in which a plan puts something, against those that policy allows."""

from app.analysis.regions.residency import check_regions

__all__ = ["check_regions"]
