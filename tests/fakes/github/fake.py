"""The fake GitHub as tests use it: set up, watch, break, deliver."""

import json
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.wrappers import Request, Response

from tests.fakes.faults import Faults, serve
from tests.fakes.git_http import git_application
from tests.fakes.github import deliveries, pulls
from tests.fakes.github.api import PREFIX, Api, routed
from tests.fakes.github.material import ANSWERS, key_pair, refusal
from tests.fakes.github.people import People
from tests.fakes.github.seen import seen
from tests.fakes.github.shapes import Shapes
from tests.fakes.github.state import State, Token

APP_ID, SLUG = "7", "iac-agents"
LOGIN = f"{SLUG}[bot]"
TOKEN, TOKEN_LOGIN = "github_pat_of_the_fakes_bot_account_0001", "agents-bot"
SECRET = "a-webhook-secret-of-the-fake"
PERMISSIONS = {
    "checks": "write",
    "contents": "write",
    "issues": "write",
    "members": "read",
    "metadata": "read",
    "pull_requests": "write",
    "security_events": "write",
    "statuses": "write",
}
CONTROLS = frozenset(
    [
        "repository",
        "issue",
        "pull",
        "say",
        "edit_issue",
        "label",
        "permit",
        "team",
        "commit",
        "close",
        "merge",
        "delete_branch",
        "force",
        "delivery",
        "fault",
        "state",
        "clear_faults",
        "deliver",
        "expire_tokens",
        "allow",
        "move_clock",
        "push_fork",
        "rename",
    ]
)


class FakeGitHub(People):
    """``with FakeGitHub(folder) as github:`` serves; leaving the block fails where GitHub's contract was broken.

    The bot is the App ``APP_ID`` with ``private_key``, or the account ``TOKEN_LOGIN`` with ``TOKEN``.
    """

    def __init__(self, root: Path, *, secret: str = SECRET, port: int = 0, strict: bool = True) -> None:
        self.root, self.secret, self.url = root, secret, ""
        self.private_key, public = key_pair()
        self.state_ = State(root)
        self.state_.permissions = dict(PERMISSIONS)
        self.state_.user(LOGIN)
        self.state_.tokens[TOKEN] = Token(TOKEN_LOGIN)
        self.state_.user(TOKEN_LOGIN)
        self.faults = Faults(ANSWERS)
        self.api = Api(self.state_, public, (APP_ID, LOGIN), lambda: self.url)
        self._port, self._strict, self._stack = port, strict, ExitStack()

    @property
    def api_url(self) -> str:
        """What AGENTS_GITHUB_API_URL is set to."""
        return f"{self.url}{PREFIX}"

    def __enter__(self) -> Self:
        git = git_application(self.root, self._allowed, self._refresh, self._pushing)
        application = self.faults.wrap(routed(self.api, git, self._control))
        self.url = self._stack.enter_context(serve(application, self._port)).url
        self._stack.callback(self.faults.release)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        if self._strict and error is None and self.api.violations:
            raise AssertionError("GitHub's contract was broken:\n" + "\n".join(self.api.violations[:20]))

    # Faults and deliveries

    def fault(self, method: str, path: str, kind: str, times: int = 1) -> None:
        """Let the next matching requests fail: a kind of ``tests.fakes.faults`` or of ``ANSWERS``, or ``primary``."""
        if kind == "primary":
            reset = str(int(self.state_.now()) + 1)
            headers = {"X_RateLimit_Remaining": "0", "X_RateLimit_Limit": "5000", "X_RateLimit_Reset": reset}
            self.faults.answers["primary"] = refusal(403, "API rate limit exceeded for installation.", **headers)
        self.faults.add(method, path, kind, times)

    def clear_faults(self) -> None:
        """Forget the faults that have not fired."""
        self.faults.clear()

    def delivery(
        self, event: str, repository: str, number: int, action: str = "opened", **more: Any
    ) -> tuple[dict[str, str], bytes]:
        """Signed headers and body. ``more``: ``comment label actor guid``, ``status``: how it was answered."""
        with self.state_.lock:
            shapes = Shapes(self.state_, self.url, self.api_url)
            return deliveries.build(self.state_, shapes, self.secret, event, repository, number, action, **more)

    def deliver(self, event: str, repository: str, number: int, action: str = "opened", **more: Any) -> dict[str, Any]:
        """``delivery`` as JSON: headers and body as text."""
        headers, body = self.delivery(event, repository, number, action, **more)
        return {"headers": headers, "body": body.decode()}

    # Looking

    def state(self) -> dict[str, Any]:
        """Everything, as JSON."""
        with self.state_.lock:
            return seen(self.state_, self.faults.fired, self.api.violations)

    # The server's own

    def _allowed(self, name: str, token: str) -> bool:
        held = self.state_.tokens.get(token)
        if held is None or held.until <= self.state_.now():
            return False
        return held.repositories is None or name in held.repositories

    def _pushing(self, name: str, token: str) -> bool:
        held = self.state_.tokens[token]
        return self._allowed(name, token) and (not held.app or held.permissions.get("contents") == "write")

    def _refresh(self, name: str) -> None:
        with self.state_.lock:
            if name in self.state_.repositories:
                pulls.refresh(self.state_, self.state_.repositories[name])

    def _control(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        name = request.path.removeprefix("/_control/")
        if name not in CONTROLS:
            return Response(f"no such control: {name}", 404)(environ, start)
        method: Callable[..., Any] = self.deliver if name == "delivery" else getattr(self, name)
        try:
            result = method(**json.loads(request.get_data() or b"{}"))
        except (TypeError, KeyError, ValueError) as error:
            return Response(f"{type(error).__name__}: {error}", 400)(environ, start)
        return Response(json.dumps(result), 200, content_type="application/json")(environ, start)


def run_until_stopped(root: Path, port: int) -> None:
    """Serve until the process is ended; prints the address, the App's key lies in ``root/app.pem``."""
    with FakeGitHub(root, port=port, strict=False) as fake:
        (root / "app.pem").write_text(fake.private_key)
        print(fake.url, flush=True)
        threading.Event().wait()
