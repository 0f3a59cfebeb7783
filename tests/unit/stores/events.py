"""Events for tests of what is kept."""

from typing import Any

from app.domain.event import Event, Thread

REPOSITORY = "acme/web"


def comment(number: int = 7, key: str = "comment/1", text: str = "/agents plan", **more: Any) -> Event:
    """A comment on a pull request."""
    return Event(Thread("github", REPOSITORY, number, pull_request=True), "comment", "ann", key, text, **more)
