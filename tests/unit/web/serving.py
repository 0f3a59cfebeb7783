"""``python -m tests.unit.web.serving MODE WORKERS PORT``: a real server over the fake service, as a process."""

import os
import sys
import time

from app.domain.errors import AgentsError, Failure, UsageFailure
from app.web.logs import set_up_logging
from app.web.metrics import Metrics
from app.web.server import Address, Server
from tests.unit.web.fakes import FakeService


class SpokenService(FakeService):
    """Says what is done with it; may refuse to start."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode
        self.said = say

    def start(self) -> None:
        if self._mode == "refuses":
            raise Failure("opening the database", "it is in use", "use PostgreSQL for a second worker")
        if self._mode == "misused":
            raise UsageFailure("reading AGENTS_GITLAB_WEBHOOK_SECRET", "a [bad] “token”", "copy it as shown")
        if self._mode == "breaks":
            raise KeyError("a bug")
        super().start()

    def enqueue(self, run: str, thread: str) -> None:
        if self._mode == "slow":
            say("asked")
            time.sleep(0.5)
        super().enqueue(run, thread)


def say(text: str) -> None:
    """A line in one piece: several processes write at once."""
    os.write(sys.stdout.fileno(), f"{text}\n".encode())


def main() -> int:
    mode, workers, port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    set_up_logging("json")

    def make(_: Metrics) -> SpokenService:
        return SpokenService(mode)

    def ready(address: Address) -> None:
        say(f"serving on {address}")

    try:
        Server(make, ready, workers=workers, drain_seconds=3).serve("127.0.0.1", port)
    except AgentsError as error:
        say(f"{error} → {error.hint}")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
