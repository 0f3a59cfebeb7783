"""For tests alone: the process kills itself at a given point, as a power cut would."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from app.domain.errors import UsageFailure

Moment = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class CrashPoint:
    """``before`` a step's work, or ``after`` it, when the work is done and nobody has noted that it is."""

    stage: str
    moment: Moment

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """``plan:after`` → that point; None for an empty text; raises ``UsageFailure`` for anything else."""
        if not text:
            return None
        stage, _, moment = text.replace("_", " ").rpartition(":")
        if not stage or moment not in {"before", "after"}:
            raise UsageFailure("reading AGENTS_CRASH_AT", f"{text!r} is not <stage>:<before|after>")
        return cls(stage, "before" if moment == "before" else "after")

    def at(self, stage: str, moment: Moment) -> None:
        """Kill this process, and first the one that would start it again, where this is the point."""
        if (stage, moment) != (self.stage, self.moment):
            return
        if arbiter := _forked_from():
            os.kill(arbiter, signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)


def _forked_from() -> int:
    """The parent's id where this process is a fork of it (a server's worker), else 0."""
    parent = os.getppid()
    try:
        same = Path(f"/proc/{parent}/cmdline").read_bytes() == Path("/proc/self/cmdline").read_bytes()
    except OSError:
        return 0
    return parent if same and parent > 1 else 0
