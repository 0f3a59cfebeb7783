"""Revising: a request and what was asked to change since → the request as it is wanted now."""

from app.reasoning.offline.revise.revise import revise

__all__ = ["revise"]
