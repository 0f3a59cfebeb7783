"""Turns whatever happens into an exit code: 0 fine, 1 the gate or the run failed, 2 usage, 3 a bug, 130 cancelled."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FrameType

from app.action import github, gitlab
from app.bootstrap import kept_bug, stop_all
from app.domain.errors import AgentsError, UsageFailure
from app.reports.defuse import line

Environment = Mapping[str, str]


def in_lines(_environment: Environment, error: AgentsError) -> None:
    """Say what went wrong, and what to do next."""
    sys.stderr.write("".join(f"{line(text)}\n" for text in (str(error), error.hint) if text))


def nowhere(_environment: Environment) -> int:
    """Outside of any pipeline."""
    wrong = "neither GITHUB_ACTIONS nor GITLAB_CI is `true`"
    raise UsageFailure("starting the action", wrong, "in a terminal the command is `agents`")


@dataclass(frozen=True, slots=True)
class Door:
    """How a forge's pipeline is served: what is done, and how a failure is told."""

    carry_out: Callable[[Environment], int]
    fail: Callable[[Environment, AgentsError], None] = in_lines


DOORS: Mapping[str, Door] = {"GITHUB_ACTIONS": Door(github.door, github.fail), "GITLAB_CI": Door(gitlab.door)}
"""By the variable that is ``true`` there."""


def main(environment: Environment = os.environ) -> int:
    """Serve the pipeline that this is a step of; the exit code."""
    for kind in (signal.SIGINT, signal.SIGTERM):  # a job that is cancelled gets one and, 7.5 seconds later, the other
        signal.signal(kind, _interrupt)
    door = next((one for name, one in DOORS.items() if environment.get(name) == "true"), Door(nowhere))
    try:
        return door.carry_out(environment)
    except AgentsError as error:
        _fail(door, environment, error)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except Exception:  # noqa: BLE001 - the last line of defence: logged, never shown
        _fail(door, environment, kept_bug("running the action"))
        return 3


def _fail(door: Door, environment: Environment, error: AgentsError) -> None:
    try:
        door.fail(environment, error)
    except AgentsError as another:  # the runner's own files cannot be written
        in_lines(environment, another)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Programs end at once, or those who wait for them would not; from a thread, since we may hold what that needs."""
    threading.Thread(target=stop_all, daemon=True).start()
    raise KeyboardInterrupt
