"""The fake GitHub's API as WSGI: who asks, which operation, and whether question and answer keep GitHub's contract."""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import jwt
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from tests.contract.github_openapi import Contract
from tests.fakes.github import accounts, commits, pulls, threads
from tests.fakes.github.calls import Call, Refusal, Reply, decoded
from tests.fakes.github.shapes import Shapes
from tests.fakes.github.state import State, Token

PREFIX = "/api/v3"
REPO = "/repos/<owner>/<repo>"
COMMENT = f"{REPO}/issues/comments/<int:comment_id>"
ISSUE = f"{REPO}/issues/<int:number>"
PULL = f"{REPO}/pulls/<int:number>"
ROUTES: Mapping[str, Callable[..., Reply]] = {
    "GET /user": accounts.get_user,
    "GET /app": accounts.get_app,
    "GET /app/hook/config": accounts.get_hook,
    "GET /app/hook/deliveries": accounts.list_deliveries,
    "GET /app/hook/deliveries/<int:delivery_id>": accounts.get_delivery,
    "GET /app/installations": accounts.list_installations,
    "POST /app/installations/<int:installation_id>/access_tokens": accounts.make_token,
    "GET /orgs/<org>/teams/<team_slug>/memberships/<username>": accounts.get_membership,
    f"GET {REPO}": commits.get_repository,
    f"GET {REPO}/hooks": accounts.list_hooks,
    f"GET {REPO}/installation": accounts.get_installation,
    f"GET {REPO}/collaborators/<username>/permission": accounts.get_permission,
    f"GET {REPO}/git/ref/<path:ref>": commits.get_reference,
    f"GET {REPO}/git/blobs/<sha>": commits.get_blob,
    f"GET {REPO}/contents/<path:path>": commits.get_file,
    f"GET {REPO}/issues": threads.list_issues,
    f"GET {ISSUE}": threads.get_issue,
    f"GET {ISSUE}/comments": threads.list_comments,
    f"POST {ISSUE}/comments": threads.make_comment,
    f"POST {ISSUE}/reactions": threads.react_to_issue,
    f"GET {ISSUE}/labels": threads.list_labels,
    f"POST {ISSUE}/labels": threads.add_labels,
    f"DELETE {ISSUE}/labels/<path:name>": threads.remove_label,
    f"GET {COMMENT}": threads.get_comment,
    f"PATCH {COMMENT}": threads.edit_comment,
    f"DELETE {COMMENT}": threads.remove_comment,
    f"POST {COMMENT}/reactions": threads.react_to_comment,
    f"GET {REPO}/pulls": pulls.list_pulls,
    f"POST {REPO}/pulls": pulls.make_pull,
    f"GET {PULL}": pulls.get_pull,
    f"PATCH {PULL}": pulls.edit_pull,
    f"GET {PULL}/files": pulls.list_files,
    f"GET {PULL}/comments": pulls.list_remarks,
    f"POST {PULL}/reviews": pulls.make_review,
    f"POST {REPO}/check-runs": commits.make_check,
    f"PATCH {REPO}/check-runs/<int:check_id>": commits.edit_check,
    f"GET {REPO}/check-runs/<int:check_id>/annotations": commits.list_annotations,
    f"GET {REPO}/commits/<ref>/check-runs": commits.list_checks,
    f"GET {REPO}/commits/<ref>/statuses": commits.list_statuses,
    f"POST {REPO}/statuses/<sha>": commits.make_status,
    f"POST {REPO}/code-scanning/sarifs": commits.upload_sarif,
}


@cache
def _routes() -> Map:
    rows = ((key.split(" ", 1), handler) for key, handler in ROUTES.items())
    rules = [Rule(f"{PREFIX}{path}", methods=[method], endpoint=handler) for (method, path), handler in rows]
    return Map(rules, strict_slashes=False)


class Api:
    """The API below ``/api/v3``. ``violations`` are questions and answers that GitHub's OpenAPI file does not allow."""

    def __init__(self, state: State, public_key: str, app: tuple[str, str], web: Callable[[], str]) -> None:
        self._state, self._key, self._app, self._web = state, public_key, app, web
        self.violations: list[str] = []
        self.token_seconds = 3600.0
        self.checked = True
        self._contract = Contract()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        body = request.get_data()
        with self._state.lock:
            reply = self._answer(request, body)
            path = request.path.removeprefix(PREFIX)
            self._state.calls.append((request.method, path, reply.status))
        self._hold(request, body, reply)
        text = "" if reply.data is None else json.dumps(reply.data)
        headers = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": str(max(0, 5000 - len(self._state.calls)))}
        headers |= {"X-RateLimit-Reset": str(int(time.time()) + 3600), **(reply.headers or {})}
        return Response(text, reply.status, headers, content_type="application/json; charset=utf-8")(environ, start)

    def _answer(self, request: Request, body: bytes) -> Reply:
        try:
            token = self._token(request.headers.get("Authorization", ""))
            handler, arguments = _routes().bind_to_environ(request.environ).match()
            shapes = Shapes(self._state, self._web(), f"{self._web()}{PREFIX}")
            path = request.path.removeprefix(PREFIX)
            call = Call(self._state, shapes, token, path, request.args.to_dict(), decoded(body))
            lifetime = {"seconds": self.token_seconds} if handler is accounts.make_token else {}
            return cast("Reply", handler(call, **arguments, **lifetime))
        except Refusal as refusal:
            return Reply(refusal.status, refusal.body, refusal.headers)
        except HTTPException as error:
            if request.path.startswith(PREFIX):
                self.violations.append(f"{request.method} {request.path}: the fake has no such operation")
            return Reply(error.code or 404, {"message": "Not Found", "documentation_url": ""})

    def _token(self, header: str) -> Token:
        kind, _, value = header.partition(" ")
        if kind.lower() == "bearer" and value.count(".") == 2:
            return self._app_token(value)
        token = self._state.tokens.get(value)
        if kind.lower() not in {"token", "bearer"} or token is None or token.until <= self._state.now():
            raise Refusal(401, "Bad credentials")
        return token

    def _app_token(self, value: str) -> Token:
        number, login = self._app
        try:
            claims = jwt.decode(value, self._key, algorithms=["RS256"], options={"require": ["iat", "exp", "iss"]})
        except jwt.InvalidTokenError as error:
            raise Refusal(401, "A JSON web token could not be decoded") from error
        if claims["iss"] != number or claims["exp"] - claims["iat"] > 660:
            raise Refusal(401, "'Issuer' claim ('iss') must be an Integer, or the token lives too long")
        return Token(login, True, None, {"jwt": "yes"})

    def _hold(self, request: Request, body: bytes, reply: Reply) -> None:
        if self.checked:
            path = request.path.removeprefix(PREFIX)
            said: Any = json.loads(body) if body else None
            query = request.args.to_dict()
            self.violations.extend(self._contract.check(request.method, path, query, said, reply.status, reply.data))


def routed(api: WSGIApplication, git: WSGIApplication, control: WSGIApplication) -> WSGIApplication:
    """One server: the API, the control, and git for everything else."""

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(PREFIX):
            return api(environ, start)
        return control(environ, start) if path.startswith("/_control/") else git(environ, start)

    return application
