"""The server as a process: starts, says where, ends in order."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.web.server import Address
from tests.unit.web.fakes import comment, headers, raw

ROOT = Path(__file__).parents[3]
PATIENCE = 90
"""Seconds after which what has not happened never will, on however slow a machine."""


@contextmanager
def server(mode: str = "plain", workers: int = 1, port: int = 0) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.unit.web.serving", mode, str(workers), str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE)


def address(process: "subprocess.Popen[str]", workers: int = 1) -> tuple[str, int]:
    """Where it serves, once all its workers do."""
    assert process.stdout
    impatient = threading.Timer(PATIENCE, process.kill)
    impatient.start()
    said: list[str] = []
    try:
        for line in process.stdout:
            said.append(line)
            found = [one for one in said if one.startswith("serving on ")]
            if found and said.count("started\n") == workers:
                parts = urlsplit(found[0].split()[-1])
                return str(parts.hostname), int(str(parts.port))
    finally:
        impatient.cancel()
    raise AssertionError(process.communicate()[1])


def post(where: tuple[str, int], number: int = 1) -> int:
    body = raw(comment(comment=number))
    connection = http.client.HTTPConnection(*where, timeout=PATIENCE)
    try:
        connection.request("POST", "/webhooks/github", body, headers(body, X_GitHub_Delivery=f"d-{number}"))
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_serves_and_ends_in_order(sent: signal.Signals) -> None:
    with server() as process:
        where = address(process)
        assert post(where) == 202
        process.send_signal(sent)
        out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert out.split("\n")[:2] == ["drained within 3", "stopped"]
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(where, timeout=PATIENCE)


def test_nothing_makes_a_second_worker() -> None:
    with server() as process:
        where = address(process)
        for sent in (signal.SIGTTIN, signal.SIGUSR2):
            process.send_signal(sent)
        assert post(where) == 202
        time.sleep(0.3)
        assert len(_children(process)) == 1
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def test_what_is_being_answered_is_answered_before_the_end() -> None:
    with server("slow") as process:
        where = address(process)
        codes: list[int] = []
        asking = [threading.Thread(target=lambda n=n: codes.append(post(where, n))) for n in range(3)]
        for thread in asking:
            thread.start()
        assert process.stdout
        assert [process.stdout.readline() for _ in asking] == ["asked\n"] * 3
        process.send_signal(signal.SIGTERM)
        for thread in asking:
            thread.join(PATIENCE)
        process.communicate(timeout=PATIENCE)
    assert codes == [202] * 3
    assert process.returncode == 0


def test_several_workers_say_the_address_once() -> None:
    with server(workers=2) as process:
        where = address(process, workers=2)
        assert post(where) == 202
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "serving on" not in out
    assert out.count("stopped") == 2


@pytest.mark.parametrize(
    ("mode", "code", "said"),
    [
        ("refuses", 1, "opening the database: it is in use → use PostgreSQL for a second worker"),
        ("misused", 2, "reading AGENTS_GITLAB_WEBHOOK_SECRET: a [bad] “token” → copy it as shown"),
        ("breaks", 1, "starting the service: a worker ended while it started → look at the log above"),
    ],
)
@pytest.mark.parametrize("workers", [1, 2])
def test_a_service_that_cannot_start_ends_with_the_reason(mode: str, code: int, said: str, workers: int) -> None:
    with server(mode, workers) as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    assert said in out
    assert ("Traceback" in err) is (mode == "breaks"), "a bug is kept in the log, a failure is none"


def test_a_port_that_is_taken_is_said_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, server(port=taken.getsockname()[1]) as process:
        out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "another program listens there" in out


def test_a_killed_arbiter_leaves_no_worker() -> None:
    with server() as process:
        where = address(process)
        children = _children(process)
        assert children
        os.kill(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
        until = time.monotonic() + PATIENCE
        while any(_lives(child) for child in children) and time.monotonic() < until:
            time.sleep(0.02)
        assert not any(_lives(child) for child in children)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(where, timeout=PATIENCE)


def _children(process: "subprocess.Popen[str]") -> list[str]:
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def _lives(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_addresses_as_people_write_them() -> None:
    assert str(Address("127.0.0.1", 80)) == "http://127.0.0.1:80"
    assert str(Address("::1", 80)) == "http://[::1]:80"
