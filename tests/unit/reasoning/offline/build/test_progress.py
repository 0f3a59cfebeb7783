import pytest

from app.domain.request import Component
from app.knowledge.catalogue.base import End, Ports
from app.reasoning.offline.build.errors import WiringError
from app.reasoning.offline.build.progress import Progress

A, B = Component("a", "sqs", "a"), Component("b", "sqs", "b")


def _current(progress: Progress) -> str:
    return progress.current.id if progress.current else ""


def test_whose_turn_it_is() -> None:
    progress = Progress()
    seen = [_current(progress)]
    with progress.during(A):
        with progress.during(B):
            seen.append(_current(progress))
        seen.append(_current(progress))
    assert [*seen, _current(progress)] == ["", "b", "a", ""]


def test_a_circle_is_named() -> None:
    progress = Progress()
    with progress.during(A), progress.during(B), pytest.raises(WiringError, match="a → b → a"), progress.during(A):
        pass


def test_what_is_wired_may_have_another_turn() -> None:
    progress = Progress(ends={"a": End(A, Ports("aws_sqs_queue.a"))})
    with progress.during(A), progress.during(A):
        assert _current(progress) == "a"
