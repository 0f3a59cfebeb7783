"""What can go wrong, as a person is told it: what was being done, what was wrong, what to do next."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

EXIT_CODES: Mapping[int, str] = MappingProxyType(
    {
        0: "done",
        1: "failure: a gate failed, a tool refused",
        2: "usage, or input that cannot be read; also: nothing to build",
        3: "a bug in agents; the message names the log file",
        130: "interrupted",
    }
)
"""What every command ends with."""


def without_number(text: str) -> str:
    """What the operating system said, without its number for it."""
    return re.sub(r"\[Errno -?\d+\] ", "", text)


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

    def __reduce__(self) -> tuple[Any, ...]:
        """Durable steps keep errors: one comes back with all it knew, whatever its class takes to be made."""
        return _restored, (type(self), self.__dict__)

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {"error": {"doing": self.doing, "wrong": self.wrong, "hint": self.hint}}


def _restored(kind: type[AgentsError], known: dict[str, Any]) -> AgentsError:
    error = kind.__new__(kind, f"{known['doing']}: {known['wrong']}")
    error.__dict__.update(known)
    return error


class Failure(AgentsError):
    """A gate failed or a tool refused (exit code 1)."""


class Forbidden(Failure):
    """The forge says that our token may not do it: trying again is of no use."""


class Moved(Failure):
    """The branch is not where it was when the work began: somebody else's commits are there, or it is gone."""


class UsageFailure(AgentsError):
    """The command or its input cannot be used as given (exit code 2)."""

    exit_code = 2


class ToolMissing(Failure):
    """An external program is not installed; the caller reports *not run*, never *passed*."""
