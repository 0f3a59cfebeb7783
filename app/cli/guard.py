"""Turns whatever happens into an exit code: 0 done, 1 failure, 2 usage, 3 a bug, 130 interrupted."""

import errno
import signal
import threading
from collections.abc import Callable
from types import FrameType

from app.bootstrap import kept_bug, stop_all
from app.cli.console import Console
from app.domain.errors import AgentsError


def guarded(console: Console, work: Callable[[], int]) -> int:
    """Run a command; no traceback is shown, a bug's goes to a log file."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _interrupt)
    try:
        return work()
    except AgentsError as error:
        console.fail(error)
        console.answer(error.record())
        return error.exit_code
    except KeyboardInterrupt:
        stop_all()
        console.say("interrupted; nothing was pushed")
        return 130
    except BrokenPipeError:
        return 1
    except OSError as error:
        return _failed(console, error)
    except Exception:  # noqa: BLE001 - the last line of defence: logged, never shown
        console.fail(kept_bug("running the command"))
        return 3


def _failed(console: Console, error: OSError) -> int:
    place = f"using {error.filename}" if error.filename else "using the disk"
    hint = "free some disk space" if error.errno == errno.ENOSPC else "check the path and its permissions"
    console.fail(AgentsError(place, error.strerror or str(error), hint))
    return 1


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
