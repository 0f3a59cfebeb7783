"""A plain git repository on this machine as a forge."""

from app.forges.local.forge import LocalForge

__all__ = ["LocalForge"]
