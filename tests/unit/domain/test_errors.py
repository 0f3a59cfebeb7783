"""What a person is told."""

import pytest

from app.domain.errors import AgentsError, Failure, ToolMissing, UsageFailure


@pytest.mark.parametrize(("kind", "code"), [(Failure, 1), (ToolMissing, 1), (UsageFailure, 2)])
def test_doing_wrong_hint_and_exit_code(kind: type[AgentsError], code: int) -> None:
    error = kind("cloning repository", "refused", "log in")
    assert str(error) == "cloning repository: refused"
    assert (error.hint, error.exit_code) == ("log in", code)
