"""iac-agents: a GitOps bot for infrastructure."""

from importlib.metadata import version

__version__ = version("iac-agents")
