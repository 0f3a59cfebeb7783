"""Serves the simulated providers to anyone's own Terraform, until interrupted."""

import json
import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from app.domain.errors import UsageFailure
from app.toolchains.simulator.server import SimulatorServer

SIGNALS = (signal.SIGINT, signal.SIGTERM)


def serve(reattach_file: Path) -> None:
    """Serves on loopback, with no file access, until SIGINT or SIGTERM.

    ``reattach_file`` gets the value for ``TF_REATTACH_PROVIDERS`` once everything listens; it appears whole or not
    at all, and goes when serving ends. Raises `UsageFailure` where it cannot be written.
    """
    server = SimulatorServer()
    with _interruption() as interrupted:
        server.start(None)
        try:
            _write(reattach_file, json.dumps(server.reattach()))
            interrupted.wait()
        finally:
            reattach_file.unlink(missing_ok=True)
            server.stop()


@contextmanager
def _interruption() -> Iterator[threading.Event]:
    """An event that a signal sets; the earlier handlers come back at the end."""
    event = threading.Event()

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        event.set()

    if threading.current_thread() is not threading.main_thread():
        yield event
        return
    earlier = {number: signal.signal(number, interrupt) for number in SIGNALS}
    try:
        yield event
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _write(path: Path, text: str) -> None:
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise UsageFailure(
            "writing the reattach file", f"{path}: {error.strerror}", "choose a folder that exists and can be written"
        ) from error
