"""Starts worker processes for tests and reads what they did."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts worker processes; none outlives the test."""
    with ExitStack() as stack:

        def start_worker(url: str, log: Path, *more: str) -> "subprocess.Popen[bytes]":
            words = [sys.executable, "-m", "tests.unit.durable.worker", url, str(log), *more]
            errors = stack.enter_context(log.with_suffix(".errors").open("ab"))
            process = stack.enter_context(subprocess.Popen(words, cwd=ROOT, stderr=errors))
            stack.callback(process.kill)
            return process

        yield start_worker


def lines(log: Path) -> list[list[str]]:
    """The log, split."""
    return [line.split() for line in log.read_text().splitlines()] if log.exists() else []
