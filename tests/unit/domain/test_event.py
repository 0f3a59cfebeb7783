"""Where something happened."""

import pytest

from app.domain.event import Thread


@pytest.mark.parametrize(
    ("thread", "name"),
    [
        (Thread("github", "acme/web", 7), "github/acme/web#7"),
        (Thread("github", "acme/web", 7, pull_request=True), "github/acme/web#7"),
        (Thread("gitlab", "a/b/c", 7), "gitlab/a/b/c#7"),
        (Thread("gitlab", "a/b/c", 7, pull_request=True), "gitlab/a/b/c!7"),
        (Thread("local", "web", 1, pull_request=True), "local/web#1"),
    ],
)
def test_a_thread_is_named_as_on_its_forge(thread: Thread, name: str) -> None:
    assert thread.name == name


def test_only_gitlab_counts_merge_requests_apart() -> None:
    both = [
        {Thread(forge, "a/b", 7, pull_request=pull).name for pull in (True, False)} for forge in ("github", "gitlab")
    ]
    assert [len(names) for names in both] == [1, 2]
