"""Policies in Rego: evaluated by Regorus in a child process, in the sandbox."""

from app.toolchains.rego.evaluator import Rego

__all__ = ["Rego"]
