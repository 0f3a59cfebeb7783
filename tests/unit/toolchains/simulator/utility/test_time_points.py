"""The time provider."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.errors import Failure
from app.toolchains.simulator.utility.time_points import BEHAVIOUR, moved, parsed, rendered
from app.toolchains.simulator.values import UNKNOWN
from tests.unit.toolchains.simulator.subjects import subject_of


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ({"offset_days": 31}, "2025-03-02T00:00:00Z"),
        ({"offset_months": 1}, "2025-02-28T00:00:00Z"),
        ({"offset_months": -2}, "2024-11-30T00:00:00Z"),
        ({"offset_years": 1, "offset_hours": 2}, "2026-01-30T02:00:00Z"),
    ],
)
def test_moved(span: dict[str, Any], expected: str) -> None:
    assert rendered(moved(datetime(2025, 1, 30, tzinfo=UTC), span, "offset")) == expected


def test_offset() -> None:
    answer = BEHAVIOUR.create["time_offset"](subject_of("time_offset", base_rfc3339=UNKNOWN, offset_days=1))
    assert answer["rfc3339"] == "2025-01-02T00:00:00Z"
    assert answer["day"] == 2


def test_static_and_rotating() -> None:
    assert BEHAVIOUR.create["time_static"](subject_of("time_static"))["unix"] == 1735689600
    rotating = BEHAVIOUR.create["time_rotating"](subject_of("time_rotating", rotation_days=7))
    assert rotating["rotation_rfc3339"] == "2025-01-08T00:00:00Z"
    fixed = subject_of("time_rotating", rotation_rfc3339="2026-01-01T00:00:00Z")
    assert BEHAVIOUR.create["time_rotating"](fixed)["rotation_rfc3339"] == "2026-01-01T00:00:00Z"


def test_sleep_does_not_wait() -> None:
    assert BEHAVIOUR.create["time_sleep"](subject_of("time_sleep", create_duration="1h"))["id"]


def test_wrong_time_is_a_failure() -> None:
    with pytest.raises(Failure, match="no RFC 3339"):
        parsed("tomorrow")
    assert parsed("2025-01-01T00:00:00").tzinfo is UTC
