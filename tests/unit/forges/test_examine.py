"""What is looked at with every forge alike."""

from datetime import UTC, datetime

import pytest

from app.forges.examine import examine_clock, examine_end

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("answered", "found"),
    [
        ("Sat, 10 Jan 2026 12:00:50 GMT", []),
        ("Sat, 10 Jan 2026 12:02:00 GMT", ["120 s behind GitHub's"]),
        ("Sat, 10 Jan 2026 11:50:00 GMT", ["600 s ahead of GitHub's"]),
        ("", []),
        ("soon", []),
    ],
)
def test_the_clock(answered: str, found: list[str]) -> None:
    checks = list(examine_clock("GitHub", answered, NOW, 60, "why"))
    assert [(one.state, one.found, one.why) for one in checks] == [("broken", one, "why") for one in found]


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        ("2026-01-12 08:00:00 UTC", ["2026-01-12, in 2 days"]),
        ("2026-01-12", ["2026-01-12, in 2 days"]),
        ("2026-03-01", []),
        ("", []),
        ("never", []),
    ],
)
def test_the_end_of_a_token(ends: str, found: list[str]) -> None:
    checks = list(examine_end(ends, NOW, "AGENTS_X_TOKEN"))
    assert [(one.state, one.found) for one in checks] == [("limited", one) for one in found]
    assert all("AGENTS_X_TOKEN" in one.mend for one in checks)
