"""What is remembered of a thread."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.event import Thread
from app.domain.job import ThreadMemory
from app.stores.store import Store

ISSUE = Thread("github", "acme/web", 4).name


def test_nothing_is_remembered_of_a_stranger(store: Store) -> None:
    assert store.thread(ISSUE) == ThreadMemory()


def test_changes_are_added_and_comments_merged(store: Store) -> None:
    store.remember(ISSUE, comments={"living": "1"}, request="a site", revisions=("bigger",))
    memory = store.remember(ISSUE, comments={"living.2": "2"}, branch="agents/4-site", pull_request=9)
    assert memory == store.thread(ISSUE)
    assert memory == ThreadMemory(
        {"living": "1", "living.2": "2"}, "a site", revisions=("bigger",), branch="agents/4-site", pull_request=9
    )


def test_changes_at_once_lose_nothing(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: store.remember(ISSUE, comments={f"k{number}": "x"}), range(40)))
    assert len(store.thread(ISSUE).comments) == 40


def test_an_unknown_field_is_a_bug(store: Store) -> None:
    with pytest.raises(TypeError):
        store.remember(ISSUE, colour="blue")


def test_numbers_go_on_above_one_that_was_found_elsewhere(store: Store) -> None:
    store.number_from(ISSUE, 7)
    assert store.next_sequence(ISSUE) == 8
    store.number_from(ISSUE, 3)
    assert store.next_sequence(ISSUE) == 9
