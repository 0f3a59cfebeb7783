"""Trying again, and when not to."""

import pytest

from app.domain.errors import Failure, Moved
from app.processes import patience
from app.processes.patience import patiently


class Work:
    def __init__(self, *errors: Failure) -> None:
        self.errors = list(errors)
        self.times = 0

    def __call__(self) -> None:
        self.times += 1
        if self.errors:
            raise self.errors.pop(0)


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.0, 0.0))


@pytest.mark.parametrize(
    "wrong",
    [
        "fatal: unable to access 'http://x/': The requested URL returned error: 502",
        "error: RPC failed; HTTP 503 curl 22 The requested URL returned error: 503",
        "fatal: Could not resolve host: forge",
        "fatal: the remote end hung up unexpectedly",
    ],
)
def test_what_passes_is_tried_again(wrong: str) -> None:
    work = Work(Failure("pushing", wrong))
    patiently(work)
    assert work.times == 2


@pytest.mark.parametrize(
    "error",
    [
        Failure("pushing", "fatal: Authentication failed"),
        Failure("cloning", "The requested URL returned error: 404"),
        Moved("pushing", "timed out"),
    ],
)
def test_what_stays_is_not(error: Failure) -> None:
    work = Work(error)
    with pytest.raises(type(error)):
        patiently(work)
    assert work.times == 1


def test_patience_ends() -> None:
    work = Work(*[Failure("pushing", "early EOF")] * 5)
    with pytest.raises(Failure, match="early EOF"):
        patiently(work)
    assert work.times == 3
