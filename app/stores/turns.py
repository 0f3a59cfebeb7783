"""Turns at writing to one SQLite file, for the threads of this process.

SQLite lets one writer in at a time; the others sleep and look again, longer each time, and under a burst of
deliveries the unlucky ones wait for seconds. A lock in the process wakes the next one at once. Other processes are
still kept apart by SQLite itself.
"""

import threading
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

PATIENCE = 30.0
"""Seconds to wait for a turn; then SQLite's own lock is left to decide."""

WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE", "BEGIN IMMEDIATE")
TAKEN = "turn"

_turns: dict[str, threading.Lock] = {}
_guard = threading.Lock()


def take_turns(engine: sa.Engine) -> None:
    """Let connections of this engine take turns with all others on the same file: from the first statement that writes
    until the connection is given back."""
    turn = _turn_of(engine)

    @event.listens_for(engine, "before_cursor_execute")
    def _before(connection: sa.Connection, _c: Any, statement: str, _p: Any, _x: Any, _m: Any) -> None:
        known = connection.connection.info
        if TAKEN not in known and statement.lstrip().upper().startswith(WRITING):
            known[TAKEN] = turn.acquire(timeout=PATIENCE)

    @event.listens_for(engine, "checkin")
    def _back(_: Any, record: Any) -> None:
        if record.info.pop(TAKEN, False):
            turn.release()


def _turn_of(engine: sa.Engine) -> threading.Lock:
    path = str(Path(engine.url.database or "").absolute())
    with _guard:
        return _turns.setdefault(path, threading.Lock())
