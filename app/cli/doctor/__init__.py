"""Looks at everything that each door stands on, and says how to mend what is missing or wrong."""

from app.cli.doctor.doors import DOORS, examine, verdicts

__all__ = ["DOORS", "examine", "verdicts"]
