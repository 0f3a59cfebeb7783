"""Cloning and pushing over HTTP: a server that wants a token, is unwell for a moment, or forgets to answer."""

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from app.domain.artifact import Artifact
from app.domain.errors import Failure, Moved
from app.processes import patience
from app.processes.git import require_git
from app.workspace import Commit, Workspace
from tests.builders import DATE, git_repository
from tests.fakes.git_http import git_application

TOKEN = {
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "http.extraHeader",
    "GIT_CONFIG_VALUE_0": "Authorization: Bearer right",
}


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """A request is no news."""


class Server:
    """A repository behind HTTP. ``faults`` are the next answers to pushes: a 502 ``before`` or ``after`` the push."""

    def __init__(self, root: Path) -> None:
        self.faults: list[str] = []
        self.bare = root / "acme" / "web.git"
        git_repository(root / "start", {"README.md": "hello\n"})
        require_git("x", "clone", "--quiet", "--bare", str(root / "start"), str(self.bare), cwd=root)
        require_git("x", "config", "http.receivepack", "true", cwd=self.bare)
        self._git = git_application(root, lambda _, token: token == "right")
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=Quiet)
        self.url = f"http://127.0.0.1:{self._server.server_port}/acme/web.git"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def _answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        pushes = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("git-receive-pack")
        fault = self.faults.pop(0) if pushes and self.faults else ""
        if fault == "after":
            done = self._git(environ, lambda *_: lambda _: None)
            list(done)
            getattr(done, "close", list)()
        if fault:
            start("502 Bad Gateway", [("Content-Type", "text/plain")])
            return [b"unwell"]
        return self._git(environ, start)

    def head_of(self, branch: str) -> str:
        return require_git("x", "rev-parse", branch, cwd=self.bare)

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(patience, "PAUSES", (0.0, 0.0))
    made = Server(tmp_path / "server")
    yield made
    made.close()


@pytest.fixture
def workspace(server: Server, tmp_path: Path) -> Workspace:
    """A clone with a commit to push."""
    cloned = Workspace.clone(server.url, tmp_path / "clone", "agents/x", credentials=TOKEN)
    cloned.write([Artifact("a.tf", "# a\n", "test")])
    cloned.commit([Commit("a", "", ("a.tf",))], DATE)
    return cloned


@pytest.mark.parametrize("faults", [[], ["before"], ["after"], ["before", "before"]])
def test_a_push_arrives_once_whatever_the_server_answers(
    server: Server, workspace: Workspace, faults: list[str]
) -> None:
    server.faults += faults
    workspace.push(credentials=TOKEN)
    assert server.head_of("agents/x") == workspace.head()
    assert server.faults == []


def test_a_server_that_stays_unwell_is_a_failure(server: Server, workspace: Workspace) -> None:
    server.faults += ["before"] * 9
    with pytest.raises(Failure, match="502"):
        workspace.push(credentials=TOKEN)


def test_without_the_token_nothing_goes(server: Server, workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Failure):
        Workspace.clone(server.url, tmp_path / "other", "agents/x")
    with pytest.raises(Failure):
        workspace.push()


def test_nobody_is_overwritten(server: Server, workspace: Workspace) -> None:
    require_git("x", "branch", "agents/x", "main", cwd=server.bare)
    with pytest.raises(Moved):
        workspace.push(credentials=TOKEN)
    assert server.head_of("agents/x") == server.head_of("main")
