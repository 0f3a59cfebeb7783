"""Required tags: what a company wants to find on everything that takes tags."""

from app.analysis.tags.required import check_tags

__all__ = ["check_tags"]
