"""The command line: a door. It parses, calls a use case, shows the answer."""

from app.cli.main import main

__all__ = ["main"]
