"""Values and their texts."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.command import Command
from app.domain.job import ThreadMemory
from app.stores.base import utc_now
from app.stores.values import (
    commands_text,
    event_text,
    memory_text,
    plain,
    read_commands,
    read_event,
    read_memory,
    seconds_between,
    stamp,
)
from tests.unit.stores.events import comment

ANY = st.text(st.characters(codec=None), max_size=30)


@given(text=ANY, title=ANY, head=ANY)
def test_an_event_comes_back(text: str, title: str, head: str) -> None:
    event = comment(text=text, title=title, head=head, action="opened", draft=True)
    assert read_event(event_text(event)) == event


@given(
    st.lists(
        st.builds(
            Command,
            ANY,
            st.lists(ANY).map(tuple),
            st.dictionaries(ANY, ANY),
            st.dictionaries(ANY, st.one_of(ANY, st.booleans(), st.lists(ANY).map(tuple))),
            st.lists(ANY).map(tuple),
            st.integers(1, 9),
        )
    ).map(tuple)
)
def test_commands_come_back(commands: tuple[Command, ...]) -> None:
    assert read_commands(commands_text(commands)) == commands


@given(
    st.builds(
        ThreadMemory,
        st.dictionaries(ANY, ANY),
        ANY,
        ANY,
        st.lists(ANY).map(tuple),
        ANY,
        st.integers(0, 9),
        st.integers(0, 9),
        ANY,
    )
)
def test_a_memory_comes_back(memory: ThreadMemory) -> None:
    assert read_memory(memory_text(memory)) == memory


@given(ANY)
def test_plain_text_can_be_kept_anywhere(text: str) -> None:
    kept = plain(text)
    assert "\0" not in kept
    assert kept.encode().decode() == kept == plain(kept)


def test_fields_of_another_version_do_not_matter() -> None:
    event = comment()
    assert read_event(event_text(event).replace('"kind"', '"colour": 1, "kind"')) == event
    assert read_memory('{"request": "x", "colour": 1}') == ThreadMemory(request="x")


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-5))])
def test_times_sort_and_count(zone: timezone) -> None:
    early = datetime(2026, 1, 1, 9, 59, 59, 999_999, tzinfo=zone)
    late = early + timedelta(microseconds=1)
    assert stamp(early) < stamp(late)
    assert seconds_between(stamp(early), late + timedelta(seconds=5)) == pytest.approx(5.000001)
    assert utc_now().tzinfo is UTC
