"""Logs: structured, routed, without secrets."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from app.web.logs import set_up_logging

TOKEN = "ghp_" + "b" * 36


@pytest.fixture
def kept() -> Iterator[None]:
    """Logging as it was before."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[Any]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.usefixtures("kept")
def test_json_lines_with_what_is_bound() -> None:
    stream = io.StringIO()
    set_up_logging("json", stream=stream)
    with structlog.contextvars.bound_contextvars(run="r-1", forge="github"):
        structlog.get_logger("a").info("something", count=3)
        logging.getLogger("dbos").warning("from a library: %s", "x")
    first, second = lines(stream)
    assert (first["event"], first["run"], first["count"], first["level"]) == ("something", "r-1", 3, "info")
    assert (second["event"], second["run"], second["logger"]) == ("from a library: x", "r-1", "dbos")
    assert first["timestamp"].endswith("Z")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("form", ["json", "text"])
def test_secrets_are_blanked_everywhere(form: Any) -> None:
    stream = io.StringIO()
    set_up_logging(form, secrets=("an-own-secret", "ab"), stream=stream)
    log = structlog.get_logger("a")
    log.info(f"event {TOKEN}", direct=TOKEN, inside={"deep": ["x an-own-secret y", ("z", TOKEN)]})
    logging.getLogger("urllib3").warning("GET %s", "https://bot:an-own-secret@host/x")
    try:
        int(f"in a traceback: {TOKEN} an-own-secret")
    except ValueError:
        log.exception("a bug", run="r-2")
    text = stream.getvalue()
    assert TOKEN not in text
    assert "an-own-secret" not in text
    assert "Traceback" in text, "a bug's trace is kept"
    assert "r-2" in text
    assert "traceback" in text, "a short literal blots nothing out"


@pytest.mark.usefixtures("kept")
def test_a_strangers_text_begins_no_line() -> None:
    stream = io.StringIO()
    set_up_logging("text", stream=stream)
    structlog.get_logger("a").info("x\n2026-01-01 error   forged", actor="eve\nforged line\x1b[31m")
    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b" not in stream.getvalue()


@pytest.mark.usefixtures("kept")
def test_text_lines_are_for_eyes() -> None:
    stream = io.StringIO()
    set_up_logging("text", stream=stream)
    structlog.get_logger("a").info("accepted", delivery="d-1", forge="github", why="two words")
    line = stream.getvalue()
    assert "info     accepted forge=github delivery=d-1" in line
    assert 'why="two words"' in line


@pytest.mark.usefixtures("kept")
def test_chatter_of_libraries_is_left_out_and_long_values_are_cut() -> None:
    stream = io.StringIO()
    set_up_logging("json", stream=stream)
    logging.getLogger("urllib3.connectionpool").info("a connection")
    structlog.get_logger("a").debug("detail")
    structlog.get_logger("a").info("x", payload="y" * 1_000_000)
    (line,) = lines(stream)
    assert len(line["payload"]) < 30_000
