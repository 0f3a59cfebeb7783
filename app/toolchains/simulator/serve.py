"""Serves the simulated providers to anyone's own Terraform, until interrupted."""

import json
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.errors import UsageFailure
from app.toolchains.simulator.server import SimulatorServer

SIGNALS = (signal.SIGINT, signal.SIGTERM)


def serve(reattach_file: Path) -> None:
    """Serves on loopback, with no file access, until SIGINT or SIGTERM.

    ``reattach_file`` gets the value for ``TF_REATTACH_PROVIDERS`` once everything listens; it appears whole or not
    at all, and goes when serving ends. Raises `UsageFailure` where it cannot be written.
    """
    server = SimulatorServer()
    with _held_back():  # before threads start, which inherit it
        server.start(None)
        try:
            _write(reattach_file, json.dumps(server.reattach()))
            signal.sigwait(SIGNALS)
        finally:
            reattach_file.unlink(missing_ok=True)
            server.stop()


@contextmanager
def _held_back() -> Iterator[None]:
    """Keeps the signals for who waits for them.

    A handler that wakes a waiting thread may run just before the thread begins to wait, which then waits for ever.
    """
    earlier = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, earlier)


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
