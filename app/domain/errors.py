"""What can go wrong, as a person is told it: what was being done, what was wrong, what to do next."""

from typing import Any


class AgentsError(Exception):
    """An expected failure: shown without a traceback, with a hint.

    ``doing`` is what was being done ("cloning repository"), ``wrong`` what was wrong, ``hint`` what to do next.
    """

    exit_code = 1

    def __init__(self, doing: str, wrong: str, hint: str = "") -> None:
        self.doing = doing
        self.wrong = wrong
        self.hint = hint
        super().__init__(f"{doing}: {wrong}")

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {"error": {"doing": self.doing, "wrong": self.wrong, "hint": self.hint}}


class Failure(AgentsError):
    """A gate failed or a tool refused (exit code 1)."""


class UsageFailure(AgentsError):
    """The command or its input cannot be used as given (exit code 2)."""

    exit_code = 2


class ToolMissing(Failure):
    """An external program is not installed; the caller reports *not run*, never *passed*."""
