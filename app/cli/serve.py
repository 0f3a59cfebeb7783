"""``agents serve``: the webhook service until it is told to stop."""

import os
import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.cli.console import Console
from app.domain.errors import UsageFailure
from app.settings import Settings, read_settings, require_key, require_servable

if TYPE_CHECKING:
    from app.web.metrics import Metrics
    from app.web.server import Address
    from app.web.service import Service

Make = Callable[[Settings, "Metrics"], "Service"]
LARGEST_PORT = 65535


class Serve(Protocol):
    """The handler of the command."""

    def __call__(self, console: Console, *, host: str, port: str) -> int:
        """Serve; the exit code."""
        ...


def serving(make: Make) -> Serve:
    """The handler over the way a service is made (in the worker's process, from settings and the metrics)."""

    def serve(console: Console, *, host: str, port: str) -> int:
        number = read_port(port)
        settings = read_settings(os.environ)
        require_servable(settings)
        require_key(settings)
        if settings.workers > 1:
            _share_metrics(settings)
        # Flask and gunicorn take a fifth of a second: no other command waits for them.
        from app.web.logs import set_up_logging  # noqa: PLC0415
        from app.web.server import Server  # noqa: PLC0415

        def ready(address: "Address") -> None:
            console.answer({"serving": str(address)}, f"serving on {address}")
            sys.stdout.flush()

        set_up_logging(settings.log_format, settings.secrets)
        sys.stdout.flush()
        Server(lambda metrics: make(settings, metrics), ready, workers=settings.workers).serve(host, number)
        return 0

    return serve


def read_port(text: str) -> int:
    """The port as a number; raises ``UsageFailure``."""
    if not text.isascii() or not text.isdigit() or int(text) > LARGEST_PORT:
        hint = f"give a number from 0 (any free port) to {LARGEST_PORT}"
        raise UsageFailure("reading --port", f"{text!r} is no port", hint)
    return int(text)


def _share_metrics(settings: Settings) -> None:
    """A fresh folder for the counters of several workers; said before prometheus_client is loaded, which reads it."""
    folder = settings.data_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
