"""Tries again what failed only because another machine was unwell for a moment."""

import re
import time
from collections.abc import Callable

from app.domain.errors import Failure, Moved

PAUSES = (1.0, 4.0)
"""Seconds between attempts to reach a repository on another machine."""
PASSING = re.compile(
    r"returned error: (?:429|5\d\d)|HTTP (?:429|5\d\d)|RPC failed|early EOF|timed out|Connection (?:reset|refused)"
    r"|Could not resolve host|unexpected disconnect|hung up unexpectedly|Empty reply",
    re.IGNORECASE,
)
"""Git's words for what may be over in a moment."""


def patiently(work: Callable[[], object]) -> None:
    """Do what talks to another machine; where that machine is only unwell for a moment, again after a pause."""
    for pause in PAUSES:
        try:
            work()
        except Moved:
            raise
        except Failure as error:
            if not PASSING.search(error.wrong):
                raise
            time.sleep(pause)
        else:
            return
    work()
