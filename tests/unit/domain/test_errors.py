"""What a person is told."""

import pickle

import pytest

from app.agents.base import NothingToBuild
from app.domain.errors import AgentsError, Failure, Moved, ToolMissing, UsageFailure


@pytest.mark.parametrize(("kind", "code"), [(Failure, 1), (ToolMissing, 1), (UsageFailure, 2)])
def test_doing_wrong_hint_and_exit_code(kind: type[AgentsError], code: int) -> None:
    error = kind("cloning repository", "refused", "log in")
    assert str(error) == "cloning repository: refused"
    assert (error.hint, error.exit_code) == ("log in", code)


@pytest.mark.parametrize(
    "error",
    [UsageFailure("reading", "odd", "do"), Moved("pushing", "moved"), NothingToBuild(("What?",), ("words",))],
)
def test_an_error_that_was_kept_comes_back_whole(error: AgentsError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert type(again) is type(error)
    assert (str(again), again.record(), again.args) == (str(error), error.record(), error.args)
