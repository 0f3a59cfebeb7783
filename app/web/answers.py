"""How the door answers: JSON, and every refusal says what was being done, what was wrong, what to do next."""

import secrets

import structlog
from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
RETRY_SECONDS = 10
HINTS = {
    404: "the door has /webhooks/github, /webhooks/gitlab, /healthz, /readyz, /metrics and /runs/<id>",
    405: "webhooks are posted, everything else is read with GET",
    413: "the largest payload that is taken has 25 MB",
}

log = structlog.get_logger("app.web")


class Refused(Exception):
    """A request that is answered with an error. ``result`` is its word in the metrics."""

    def __init__(self, status: int, doing: str, wrong: str, hint: str, result: str = "") -> None:
        super().__init__(wrong)
        self.status = status
        self.doing = doing
        self.wrong = wrong
        self.hint = hint
        self.result = result


def refusal(status: int, doing: str, wrong: str, hint: str) -> Response:
    """The error as JSON; 503 also says when to come again."""
    response = jsonify({"error": {"doing": doing, "wrong": wrong, "hint": hint}})
    response.status_code = status
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def answer_errors(application: Flask) -> None:
    """See that every error is answered as JSON, and every answer carries the strict headers."""
    application.register_error_handler(Refused, _refused)
    application.register_error_handler(HTTPException, _http)
    application.register_error_handler(Exception, _bug)
    application.after_request(_strict)


def _refused(error: Refused) -> Response:
    return refusal(error.status, error.doing, error.wrong, error.hint)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    return refusal(status, "answering the request", error.name.lower(), HINTS.get(status, "see docs/reference/http.md"))


def _bug(error: Exception) -> Response:
    """A bug: kept in the log under an id that the answer names."""
    code = secrets.token_hex(6)
    log.error("bug", error=code, exc_info=error)
    return refusal(500, "answering the request", f"a bug in agents (error {code})", "look for that id in the log")


def _strict(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
