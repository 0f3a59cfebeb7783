"""Servers for fakes: threads on loopback, and faults that are injected between the client and the application."""

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response


class _Quiet(WSGIRequestHandler):
    """Logs nothing: hundreds of lines per test say nothing that the test does not."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  # as in the base class
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Serving:
    """A running server: ``url`` has no slash at its end."""

    url: str
    server: BaseWSGIServer


@contextmanager
def serve(application: WSGIApplication, port: int = 0) -> Iterator[Serving]:
    """Serve on 127.0.0.1 in threads until the block ends; port 0 takes a free one."""
    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Serving(f"http://127.0.0.1:{server.server_port}", server)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a fault answers instead of the application. ``after`` lets the application do its work first."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    after: bool = False


STANDARD: Mapping[str, Answer] = {
    "before": Answer(502, b"<html>bad gateway</html>", {"Content-Type": "text/html"}),
    "after": Answer(502, b"<html>bad gateway</html>", {"Content-Type": "text/html"}, after=True),
}
"""Besides these every fake knows ``hang``, ``hang-after`` (the client's time-out ends them), ``truncated`` (the body
stops halfway), ``html`` (200 with a page that is no JSON) and the answers that it was made with."""


@dataclass(slots=True)
class _Fault:
    method: str
    path: re.Pattern[str]
    kind: str
    times: int


class Faults:
    """Faults that wait for a request: each fires ``times`` times and is written down in ``fired``.

    ``answers`` are the fake's own kinds, e.g. ``{"secondary": Answer(403, b"…", {"Retry-After": "1"})}``.
    """

    def __init__(self, answers: Mapping[str, Answer] | None = None) -> None:
        self.answers = dict(STANDARD) | dict(answers or {})
        self.fired: list[tuple[str, str, str]] = []
        self.released = threading.Event()
        self._waiting: list[_Fault] = []
        self._lock = threading.Lock()

    def add(self, method: str, path: str, kind: str, times: int = 1) -> None:
        """Let the next ``times`` requests of ``method`` (``*``: any) whose decoded path and query match fail so."""
        if kind not in {*self.answers, "hang", "hang-after", "truncated", "html"}:
            raise ValueError(f"no such fault: {kind}")
        with self._lock:
            self._waiting.append(_Fault(method.upper(), re.compile(path), kind, times))

    def clear(self) -> None:
        """Forget those that have not fired."""
        with self._lock:
            self._waiting.clear()

    def release(self) -> None:
        """Let hanging requests go: called before the server ends."""
        self.released.set()

    def wrap(self, application: WSGIApplication) -> WSGIApplication:
        """The application with the faults before it."""

        def faulty(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            kind = self._take(environ)
            return _fail(self, kind, application, environ, start) if kind else application(environ, start)

        return faulty

    def _take(self, environ: WSGIEnvironment) -> str:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        where = f"{path}?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else path
        with self._lock:
            for fault in self._waiting:
                if fault.times and fault.method in {"*", method} and fault.path.search(where):
                    fault.times -= 1
                    self.fired.append((method, where, fault.kind))
                    return fault.kind
        return ""


def _fail(
    faults: Faults, kind: str, application: WSGIApplication, environ: WSGIEnvironment, start: StartResponse
) -> Iterable[bytes]:
    if kind == "truncated":
        return _half(application, environ)(environ, start)
    if kind in {"hang", "hang-after"}:
        if kind == "hang-after":
            _collected(application, environ)
        faults.released.wait(30)
        return Response(b"", 504)(environ, start)
    if kind == "html":
        return Response("<html>a proxy's page</html>", 200, content_type="text/html")(environ, start)
    answer = faults.answers[kind]
    if answer.after:
        _collected(application, environ)
    else:
        _drain(environ)
    return Response(answer.body, answer.status, dict(answer.headers))(environ, start)


def _drain(environ: WSGIEnvironment) -> None:
    """Read the request's body, so that the client sees the answer and no reset connection."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length or environ.get("wsgi.input_terminated"):
        environ["wsgi.input"].read(length or -1)


def _collected(application: WSGIApplication, environ: WSGIEnvironment) -> Response:
    return Response.from_app(application, environ, buffered=True)


def _half(application: WSGIApplication, environ: WSGIEnvironment) -> Callable[..., Iterable[bytes]]:
    """The answer announced in full and cut in the middle."""
    answer = _collected(application, environ)
    whole = answer.get_data()
    headers = [(name, value) for name, value in answer.headers if name.lower() != "content-length"]

    def cut(_environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start(answer.status, [*headers, ("Content-Length", str(len(whole)))])
        return [whole[: len(whole) // 2]]

    return cut
