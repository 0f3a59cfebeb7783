"""How fast one process writes to GitHub: a pause between writes, and GitHub's budget of content."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from app.domain.errors import Failure

CONTENT = ((80, 60.0), (500, 3600.0))
"""Writes and seconds: "no more than 80 content-generating requests per minute and no more than 500 … per hour"
(docs.github.com, rate limits for the REST API)."""


class Pace:
    """Shared by everything that writes with one identity. An ``interval`` of 0 is for a GitHub without limits.

    ``left`` is how many calls GitHub said are left in its present window, or None; ``patience`` the longest wait in
    seconds before a ``Failure`` says when to come back.
    """

    def __init__(
        self,
        interval: float,
        *,
        patience: float = 300.0,
        budget: Sequence[tuple[int, float]] = CONTENT,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.left: int | None = None
        self.patience, self.sleep, self.now = patience, sleep, now
        self._interval, self._held = interval, 0.0
        self._budget = tuple(budget) if interval else ()
        self._writes: deque[float] = deque(maxlen=max((count for count, _ in self._budget), default=1))
        self._lock = threading.Lock()

    def hold(self, seconds: float) -> None:
        """GitHub asked for a pause: nobody calls before it is over."""
        with self._lock:
            self._held = max(self._held, self.now() + seconds)

    def before_call(self, doing: str, *, write: bool) -> None:
        """Wait for the next free moment; a write takes it before the wait, so that threads queue up."""
        with self._lock:
            now = self.now()
            if self._held - now > self.patience:
                raise too_long(doing, "GitHub's limit of calls is reached", self._held)
            moment = max(now, self._held, self._next() if write else 0.0)
            if moment - now > self.patience:
                raise too_long(doing, "GitHub's budget for new content is used up", moment)
            if write:
                self._writes.append(moment)
        if moment > now:
            self.sleep(moment - now)

    def _next(self) -> float:
        if not self._writes:
            return 0.0
        moments = [self._writes[-1] + self._interval]
        for count, seconds in self._budget:
            if len(self._writes) >= count:
                moments.append(self._writes[-count] + seconds)
        return max(moments)


def too_long(doing: str, wrong: str, moment: float) -> Failure:
    """The failure that says when there is room again."""
    when = datetime.fromtimestamp(moment, UTC).strftime("%H:%M UTC")
    return Failure(doing, wrong, f"there is room again at {when}; run the command again then")
