"""The server: gunicorn, embedded. It binds, forks the workers, starts the service in each, and ends in order.

The service is made in the worker, after the fork: neither its threads nor its connections would survive one. What
keeps a worker from starting travels back through a pipe, so that the person at the terminal is told it.
"""

import contextlib
import ctypes
import errno
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.errors import HaltServer
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from app.domain.errors import AgentsError, Failure, UsageFailure
from app.web.application import create_app
from app.web.metrics import Metrics
from app.web.service import Service

THREADS = 12
BACKLOG = 1024
BOOT_SECONDS = 120
"""How long a worker may be silent: the first start migrates the database."""
DRAIN_SECONDS = 20.0
END_SECONDS = 20
"""What ending may take beside draining: requests that are being answered, killing what runs, closing the store."""
PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>: the signal a process gets when its parent dies."""
DOING = "starting the service"
PIPE = 65536
"""Bytes that a pipe holds on Linux."""
LONGEST = 2000
"""Characters of each part of a reason: with escapes a whole one is far from filling the pipe."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; port 0 takes a free one."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


@dataclass(slots=True)
class Server:
    """How to serve.

    ``make`` makes the service in a worker's process; it is given the metrics to count into. ``ready`` is told the
    address once, when the first worker takes requests. ``workers`` is 1 on SQLite.
    """

    make: Callable[[Metrics], Service]
    ready: Callable[[Address], None]
    workers: int = 1
    threads: int = THREADS
    drain_seconds: float = DRAIN_SECONDS
    _services: list[Service] = field(default_factory=list)

    def serve(self, host: str, port: int) -> None:
        """Serve until SIGTERM or SIGINT; raises ``Failure`` where the service cannot start."""
        listener = _bind(host, port)
        address = Address(host, listener.getsockname()[1])
        told, tell = os.pipe()
        os.set_inheritable(tell, True)
        try:
            code = _exit_code(_Application(self, listener, address, tell))
            if code:
                raise _reason(told) or Failure(DOING, "a worker ended while it started", "look at the log above")
        finally:
            for descriptor in (told, tell):
                with contextlib.suppress(OSError):
                    os.close(descriptor)

    def load(self, tell: int) -> Flask:
        """In a worker: the service, started, behind the application."""
        try:
            metrics = Metrics()
            service = self.make(metrics)
            self._services.append(service)
            service.start()
            return create_app(service, metrics)
        except AgentsError as error:
            reason = [text[:LONGEST] for text in (error.doing, error.wrong, error.hint)]
            os.write(tell, json.dumps([error.exit_code, *reason]).encode() + b"\n")
            self.end()
            sys.exit(Arbiter.WORKER_BOOT_ERROR)

    def end(self) -> None:
        """In a worker: no more work, then the end."""
        while self._services:
            service = self._services.pop()
            try:
                service.drain(self.drain_seconds)
            finally:
                service.stop()


def _bind(host: str, port: int) -> socket.socket:
    """A bound socket: bound here, so that a taken port is said at once and port 0 is known."""
    doing = f"listening on {host}:{port}"
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, OverflowError, UnicodeError) as error:
        raise Failure(doing, _said(error), "name an address of this machine with --host") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        hints = {
            errno.EADDRINUSE: "another program listens there; end it, or choose another --port",
            errno.EACCES: "ports below 1024 need privileges; choose another --port behind a proxy",
            errno.EADDRNOTAVAIL: "name an address of this machine with --host",
        }
        code = error.errno if isinstance(error, OSError) else None
        raise Failure(doing, _said(error), hints.get(code or 0, "choose another --host or --port")) from error
    return listener


def _said(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or str(error)


def _exit_code(application: "_Application") -> int:
    """How the arbiter ended; a worker, which is a fork of it, goes on to its own end."""
    arbiter = os.getpid()
    try:
        application.run()
    except HaltServer as halted:  # a second worker could not start either, while the arbiter was ending
        return int(halted.exit_status)
    except SystemExit as ended:
        if os.getpid() != arbiter:
            raise
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _reason(told: int) -> AgentsError | None:
    """What a worker said when it could not start."""
    os.set_blocking(told, False)
    with contextlib.suppress(BlockingIOError, ValueError):
        code, *reason = json.loads(os.read(told, PIPE).partition(b"\n")[0])
        return UsageFailure(*reason) if code == UsageFailure.exit_code else Failure(*reason)
    return None


class _Application(BaseApplication):  # type: ignore[misc]
    """gunicorn's view of the server."""

    def __init__(self, server: Server, listener: socket.socket, address: Address, tell: int) -> None:
        self._server = server
        self._listener = listener
        self._address = address
        self._tell = tell
        super().__init__()

    def load_config(self) -> None:
        """Everything is said here: no configuration file and no variable of gunicorn's own is read."""
        server = self._server
        chosen: dict[str, Any] = {
            "bind": f"fd://{self._listener.detach()}",
            "worker_class": Worker,
            "workers": server.workers,
            "threads": server.threads,
            "timeout": BOOT_SECONDS,
            "graceful_timeout": int(server.drain_seconds) + END_SECONDS,
            "preload_app": False,
            "control_socket_disable": True,
            "logger_class": ServerLog,
            "loglevel": "warning",
            "proc_name": "agents",
            "post_fork": _die_with_parent,
            "post_worker_init": self._ready,
            "worker_exit": lambda _arbiter, _worker: server.end(),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, in a worker."""
        return self._server.load(self._tell)

    def run(self) -> None:
        """Until a signal says to end."""
        Overseer(self).run()

    def _ready(self, worker: ThreadWorker) -> None:
        if worker.age == 1:
            self._server.ready(self._address)


class Overseer(Arbiter):  # type: ignore[misc]
    """gunicorn's arbiter without its ways to change workers while it runs: a second one would want the same store."""

    def handle_hup(self) -> None:
        """The terminal is gone: the end, in order."""
        self.handle_term()

    def handle_usr2(self) -> None:
        """No second server."""

    def handle_ttin(self) -> None:
        """No more workers."""

    def handle_ttou(self) -> None:
        """No fewer workers."""


class Worker(ThreadWorker):  # type: ignore[misc]
    """A worker that ends in order on every signal: SIGINT and SIGQUIT are no reason to drop what is being done."""

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """As SIGTERM."""
        self.handle_exit(sig, frame)

    def init_signals(self) -> None:
        """SIGINT of a terminal reaches the whole group; the arbiter says when to end."""
        super().init_signals()
        signal.signal(signal.SIGINT, signal.SIG_IGN)


class ServerLog(Logger):  # type: ignore[misc]
    """gunicorn's log, handed on to ours."""

    def setup(self, cfg: Config) -> None:
        """Without handlers of its own."""
        super().setup(cfg)
        for each in (self.error_log, self.access_log):
            each.handlers.clear()
            each.propagate = True


def _die_with_parent(arbiter: Arbiter, _worker: ThreadWorker) -> None:
    """A worker whose arbiter was killed ends at once: a new service would find the store taken otherwise."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != arbiter.pid:
        sys.exit(0)
