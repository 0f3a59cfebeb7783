"""The ``time`` provider, on a clock that stands still."""

import calendar
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.errors import Failure
from app.toolchains.simulator.provider import Behaviour, Subject
from app.toolchains.simulator.tokens import NOW
from app.toolchains.simulator.values import known


def parsed(text: str) -> datetime:
    """A moment in RFC 3339; raises `Failure` for another text."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Failure(
            "reading a time", f"{text!r} is no RFC 3339 time", 'write it as "2025-01-31T00:00:00Z"'
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def rendered(moment: datetime) -> str:
    """A moment in RFC 3339, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moved(moment: datetime, values: Mapping[str, Any], prefix: str) -> datetime:
    """A moment moved by ``<prefix>_years … _seconds``."""
    number = {unit: int(values.get(f"{prefix}_{unit}") or 0) for unit in ("years", "months")}
    month = moment.month - 1 + number["months"] + 12 * number["years"]
    year, month = moment.year + month // 12, month % 12 + 1
    moment = moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))
    spans = {unit: int(values.get(f"{prefix}_{unit}") or 0) for unit in ("days", "hours", "minutes", "seconds")}
    return moment + timedelta(**spans)


def parts(moment: datetime) -> dict[str, Any]:
    """The calendar fields that all types of the provider have."""
    moment = moment.astimezone(UTC)
    fields = {name: getattr(moment, name) for name in ("year", "month", "day", "hour", "minute", "second")}
    return {**fields, "unix": int(moment.timestamp())}


def _given(subject: Subject, name: str) -> str:
    value = subject.values.get(name)
    return value if known(value) and isinstance(value, str) else NOW


def create_static(subject: Subject) -> Mapping[str, Any]:
    """A moment and its fields."""
    moment = parsed(_given(subject, "rfc3339"))
    return {"rfc3339": rendered(moment), "id": rendered(moment), **parts(moment)}


def create_offset(subject: Subject) -> Mapping[str, Any]:
    """A moment moved from the base."""
    base = parsed(_given(subject, "base_rfc3339"))
    moment = moved(base, subject.values, "offset")
    return {"base_rfc3339": rendered(base), "rfc3339": rendered(moment), "id": rendered(base), **parts(moment)}


def create_rotating(subject: Subject) -> Mapping[str, Any]:
    """A moment and the one at which it is renewed."""
    base = parsed(_given(subject, "rfc3339"))
    until = subject.values.get("rotation_rfc3339")
    end = parsed(until) if isinstance(until, str) else moved(base, subject.values, "rotation")
    return {"rfc3339": rendered(base), "rotation_rfc3339": rendered(end), "id": rendered(base), **parts(base)}


def create_sleep(_subject: Subject) -> Mapping[str, Any]:
    """No waiting: the clock stands still."""
    return {"id": NOW}


BEHAVIOUR = Behaviour(
    create={
        "time_static": create_static,
        "time_offset": create_offset,
        "time_rotating": create_rotating,
        "time_sleep": create_sleep,
    }
)
