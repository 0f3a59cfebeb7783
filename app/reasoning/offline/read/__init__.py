"""Reading: an issue → a typed request, by a short pipeline of pure stages."""

from app.reasoning.offline.read.pipeline import read

__all__ = ["read"]
