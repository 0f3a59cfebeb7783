"""How GitLab answers: JSON, errors, pages."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode
from wsgiref.types import WSGIEnvironment

from werkzeug.wrappers import Request, Response

PER_PAGE = 20
MOST_PER_PAGE = 100
COUNTED = 10_000
"""Beyond so many entries GitLab gives no totals."""


class Wrong(Exception):
    """An error answer; the body has GitLab's form."""

    def __init__(self, status: int, message: object) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status
        self.message = message


def missing(what: str = "Resource") -> Wrong:
    """404."""
    return Wrong(404, f"404 {what} Not Found")


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the API: ``path`` as it was sent, below ``/api/v4``; ``values`` from the JSON body."""

    method: str
    path: str
    query: Mapping[str, str]
    values: Mapping[str, Any]
    token: str
    base: str
    groups: tuple[str, ...] = field(default=())

    @classmethod
    def read(cls, environ: WSGIEnvironment) -> "Call":
        """From WSGI; the path keeps its ``%2F``."""
        request = Request(environ)
        raw = environ["RAW_URI"].partition("?")[0].partition("/api/v4")[2]
        body = request.get_data()
        try:
            values = json.loads(body) if body else {}
        except ValueError:
            values = {}
        token = request.headers.get("PRIVATE-TOKEN", "") or request.headers.get("Authorization", "").removeprefix(
            "Bearer "
        )
        query = dict(parse_qsl(request.query_string.decode(), keep_blank_values=True))
        return cls(request.method, raw, query, values or {}, token, request.host_url.rstrip("/"))

    def with_groups(self, groups: Sequence[str]) -> "Call":
        """The same with the parts of its path, decoded."""
        decoded = tuple(unquote(part) for part in groups)
        return Call(self.method, self.path, self.query, self.values, self.token, self.base, decoded)


Handler = Callable[[Call], Response]


class Router:
    """Paths to handlers; ``:name`` is one part of a path."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []

    def add(self, method: str, pattern: str, handler: Handler) -> None:
        """Serve a pattern such as ``/projects/:id/issues/:iid``."""
        parts = re.sub(r":\w+", "([^/]+)", pattern)
        self._routes.append((method, re.compile(parts), handler))

    def answer(self, call: Call) -> Response:
        """The first route that fits."""
        for method, pattern, handler in self._routes:
            match = pattern.fullmatch(call.path)
            if match and method == call.method:
                return handler(call.with_groups(match.groups()))
        raise missing("Route")


def plain(value: object, status: int = 200) -> Response:
    """JSON."""
    return Response(json.dumps(value), status, content_type="application/json")


def page(call: Call, entries: Sequence[object], most: int = MOST_PER_PAGE) -> Response:
    """One page of a list, with GitLab's headers; ``most`` keeps pages small in tests."""
    number = max(1, int(call.query.get("page", "1")))
    size = min(int(call.query.get("per_page", PER_PAGE)), most)
    last = max(1, -(-len(entries) // size))
    answer = plain(list(entries[(number - 1) * size : number * size]))
    following = str(number + 1) if number < last else ""
    answer.headers["X-Page"], answer.headers["X-Per-Page"] = str(number), str(size)
    answer.headers["X-Next-Page"] = following
    answer.headers["X-Prev-Page"] = str(number - 1) if number > 1 else ""
    if len(entries) <= COUNTED:
        answer.headers["X-Total"], answer.headers["X-Total-Pages"] = str(len(entries)), str(last)
    links = {"next": following, "first": "1", "last": str(last)}
    answer.headers["Link"] = ", ".join(
        f'<{_address(call, target, size)}>; rel="{relation}"' for relation, target in links.items() if target
    )
    return answer


def _address(call: Call, number: str, size: int) -> str:
    words = {**call.query, "page": number, "per_page": str(size)}
    return f"{call.base}/api/v4{call.path}?{urlencode(words)}"
