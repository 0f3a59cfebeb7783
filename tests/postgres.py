"""A private PostgreSQL server for tests: Debian's own programs, a cluster in a temporary folder, gone at the end.

``from tests.postgres import postgres`` gives a test module the fixture; its value is the URL of an empty database.
Needs the package ``postgresql``; without it the tests that ask for it are skipped, and say so.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest

SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def programs() -> Path | None:
    """Where the newest installed server's programs are."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda path: int(path.parent.name), default=None)


@cache
def _user() -> tuple[str, ...]:
    """The server refuses to run as root."""
    return ("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--") if os.geteuid() == 0 else ()


@contextmanager
def cluster() -> Iterator[str]:
    """A running server; its address without a database's name."""
    where = programs()
    assert where is not None
    folder = Path(tempfile.mkdtemp(prefix="agents-postgres-"))
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    data, port = folder / "data", _free_port()
    try:
        _run(*_user(), where / "initdb", "-D", data, "-U", "agents", "--auth=trust", "--no-sync", "-E", "UTF8")
        options = " ".join(
            f"-c {setting}" for setting in (*SETTINGS, f"port={port}", f"unix_socket_directories={folder}")
        )
        log = folder / "log"
        _run(*_user(), where / "pg_ctl", "-D", data, "-w", "-l", log, "-o", f"-h 127.0.0.1 {options}", "start")
        try:
            yield f"postgresql://agents@127.0.0.1:{port}"
        finally:
            _run(*_user(), where / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """One server for the session."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed here (package postgresql)")
    with cluster() as address:
        yield address


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """The URL of a database of the test's own."""
    name = f"test_{os.urandom(6).hex()}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield f"{postgres_server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(*words: str | Path) -> None:
    done = subprocess.run(
        [str(word) for word in words], stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd="/", check=False
    )
    assert done.returncode == 0, done.stderr
