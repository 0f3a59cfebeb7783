"""Real git over HTTP for the fakes: WSGI in front of ``git http-backend``, and bare repositories for it."""

import base64
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.wsgi import FileWrapper, get_input_stream

CONFIG = {
    "http.receivepack": "true",
    "core.hooksPath": "/dev/null",
    "safe.directory": "*",
    "gc.auto": "0",
    "uploadpack.allowAnySHA1InWant": "true",
}
"""The server takes pushes, runs no hooks, and gives any commit by its id, as the great forges do."""

PUSH = "git-receive-pack"

WHO = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in {"NAME": "Ada", "EMAIL": "ada@example.org", "DATE": "1767225600 +0000"}.items()
}


def git_application(
    root: Path,
    allowed: Callable[[str, str], bool],
    prepare: Callable[[str], None] = lambda repository: None,
    pushing: Callable[[str, str], bool] = lambda repository, token: True,
) -> WSGIApplication:
    """Serve every ``root/<path>.git`` at ``/<path>.git`` for reading and pushing.

    ``allowed(repository, token)`` decides; the token is the password of Basic, or Bearer's, or empty. ``prepare`` is
    called with the repository's path before each request, e.g. to write references of pull requests; ``pushing`` like
    ``allowed``, for pushes alone.
    """

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        repository, found, _ = environ["PATH_INFO"].strip("/").partition(".git/")
        if not found or not (root / f"{repository}.git").is_dir():
            return _refuse(start, "404 Not Found")
        if not allowed(repository, token_of(environ)):
            return _refuse(start, "401 Unauthorized", ("WWW-Authenticate", 'Basic realm="git"'))
        where = f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"
        if PUSH in where and not pushing(repository, token_of(environ)):
            return _refuse(start, "403 Forbidden")
        prepare(repository)
        return _backend(root, environ, start)

    return application


def token_of(environ: WSGIEnvironment) -> str:
    """The password of Basic or the token of Bearer; empty where there is neither."""
    scheme, _, value = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() == "bearer":
        return str(value.strip())
    if scheme.lower() == "basic":
        return unquote(base64.b64decode(value).decode("utf-8", "replace").partition(":")[2])
    return ""


def _refuse(start: StartResponse, status: str, *headers: tuple[str, str]) -> Iterable[bytes]:
    start(status, [("Content-Type", "text/plain"), *headers])
    return [status.encode()]


def _backend(root: Path, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Run the CGI program; bodies go through files, so that neither side waits for the other."""
    with tempfile.TemporaryFile() as body:
        stream = get_input_stream(environ)  # ends where the body ends, chunked or not
        while piece := stream.read(1 << 16):
            body.write(piece)
        length = body.tell()
        body.seek(0)
        answer = tempfile.TemporaryFile()  # noqa: SIM115  # closed by the server with the answer
        words = ["git", "http-backend"]
        subprocess.run(
            words, stdin=body, stdout=answer, stderr=subprocess.DEVNULL, env=_cgi(root, environ, length), check=False
        )
    answer.seek(0)
    status, headers = _head(answer)
    start(status, headers)
    return FileWrapper(answer, 1 << 16)


def _cgi(root: Path, environ: WSGIEnvironment, length: int) -> dict[str, str]:
    passed = {key: environ.get(key, "") for key in ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE")}
    settings = {"GIT_CONFIG_COUNT": str(len(CONFIG)), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for number, (key, value) in enumerate(CONFIG.items()):
        settings |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return {
        **passed,
        **settings,
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.devnull,
        "GIT_PROJECT_ROOT": str(root.resolve()),
        "GIT_HTTP_EXPORT_ALL": "1",
        "GIT_PROTOCOL": environ.get("HTTP_GIT_PROTOCOL", ""),
        "HTTP_CONTENT_ENCODING": environ.get("HTTP_CONTENT_ENCODING", ""),
        "CONTENT_LENGTH": str(length),
        "REMOTE_USER": "someone",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
    }


def _head(answer: IO[bytes]) -> tuple[str, list[tuple[str, str]]]:
    status, headers = "200 OK", []
    while line := answer.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        if name.lower() == "status":
            status = value.strip()
        else:
            headers.append((name, value.strip()))
    return (status, headers) if headers else ("500 Internal Server Error", [("Content-Type", "text/plain")])


def bare_repository(root: Path, path: str, files: Mapping[str, str]) -> Path:
    """A bare repository at ``root/<path>.git`` with one commit of ``files`` on ``main`` (none: it stays empty)."""
    bare = root / f"{path}.git"
    bare.mkdir(parents=True)
    run_git(bare, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", ".")
    if files:
        commit(bare, "main", files, "Start")
    return bare


def commit(bare: Path, branch: str, files: Mapping[str, str | None], message: str, onto: str = "") -> str:
    """Put a commit on a branch of a bare repository (None removes a file); ``onto`` starts a new branch. Its id."""
    reference = f"refs/heads/{branch}"
    known = run_git(bare, "for-each-ref", "--format=%(refname) %(objectname)", reference)
    parent = dict(line.split() for line in known.splitlines()).get(reference) or (
        run_git(bare, "rev-parse", onto) if onto else ""
    )
    with tempfile.TemporaryDirectory() as scratch:
        index = {"GIT_INDEX_FILE": f"{scratch}/index"}
        if parent:
            run_git(bare, "read-tree", parent, extra=index)
        lines = []
        for name, text in files.items():
            blob = "0" * 40 if text is None else run_git(bare, "hash-object", "-w", "--stdin", text=text)
            lines.append(f"{0 if text is None else 100644} {blob}\t{name}\n")
        run_git(bare, "update-index", "--index-info", text="".join(lines), extra=index)
        tree = run_git(bare, "write-tree", extra=index)
    parents = ("-p", parent) if parent else ()
    made = run_git(bare, "commit-tree", tree, *parents, "-m", message)
    run_git(bare, "update-ref", reference, made)
    return made


def run_git(bare: Path, *words: str, text: str = "", extra: Mapping[str, str] | None = None) -> str:
    """Run git in a repository of the fake; raises where it fails."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", "-c", "safe.directory=*", *words],
        cwd=bare,
        input=text,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env=environment | WHO | dict(extra or {}),
    )
    return done.stdout.strip()
