"""``GET /`` and ``GET /runs/<id>``: what this is, and where a run stands. Nothing of the event's text is shown."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from app import __version__
from app.domain.job import ENDED
from app.domain.redaction import redact
from app.reports.record import row_record
from app.web.answers import Refused
from app.web.service import RunStore

RUN_ID = re.compile(r"[a-z0-9][a-z0-9-]{2,79}")
SIGNS = {"passed": "✓", "failed": "✗", "not_run": "–", "done": "✓", "running": "…", "queued": "…"}
REFRESH_SECONDS = 5


@cache
def _style() -> tuple[str, str]:
    """The pages' style, and the policy that allows it and nothing else."""
    style = (Path(__file__).parent / "templates" / "style.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return style, (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def pages(store: RunStore) -> Blueprint:
    """The blueprint of the pages for people."""
    door = Blueprint("pages", __name__, template_folder="templates")

    @door.get("/")
    def home() -> Response:
        return _page("home.html", version=__version__)

    @door.get("/runs/<id>")
    def one(id: str) -> Response:  # noqa: A002 - the name in the address
        doing = f"looking up the run {id[:80]}"
        try:
            run = store.run(id) if RUN_ID.fullmatch(id) else None
        except Exception as error:
            raise Refused(503, doing, "the store does not answer", "try again in a moment") from error
        if run is None:
            raise Refused(404, doing, "there is no such run", "it may have been purged; look at the comment again")
        record = row_record(run)
        if _json_wanted():
            return jsonify(record)
        written = [redact(command.written) for command in run.commands]
        refresh = 0 if run.status in ENDED else REFRESH_SECONDS
        return _page("run.html", run=record, written=written, signs=SIGNS, refresh=refresh)

    return door


def _json_wanted() -> bool:
    """HTML for a browser and for whoever does not care, JSON for who asks for it."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _page(template: str, **values: Any) -> Response:
    style, policy = _style()
    response = Response(render_template(template, style=style, **values), mimetype="text/html")
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Vary"] = "Accept"
    return response
