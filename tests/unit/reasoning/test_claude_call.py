"""Waiting as the service asks."""

import time
from email.utils import formatdate

import pytest

from app.reasoning.claude_call import _wait

WAITS = {"2": 2, "0.25": 0.25, "": 0, "soon": 0, "-5": -5, "inf": float("inf"), "Fri, 99 Foo 2100 00:00:00 GMT": 0}


@pytest.mark.parametrize("told", WAITS)
def test_seconds_to_wait(told: str) -> None:
    assert _wait({"retry-after": told}) == WAITS[told]


def test_milliseconds_come_first_as_the_sdk_takes_them() -> None:
    assert _wait({"retry-after": "2", "retry-after-ms": "1500"}) == 1.5
    assert _wait({}) == 0
    assert not _wait({"retry-after": "nan"}) > 0


def test_a_date_to_wait_for() -> None:
    assert 3_500 < _wait({"retry-after": formatdate(time.time() + 3_600, usegmt=True)}) <= 3_600
    assert _wait({"retry-after": formatdate(time.time() - 3_600)}) <= 0
