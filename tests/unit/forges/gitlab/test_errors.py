"""GitLab's refusals in the house's words."""

import pickle

import pytest
from gitlab.exceptions import GitlabHttpError

from app.domain.errors import Failure, Forbidden
from app.forges.gitlab.errors import Missing, NotPermitted, Refused, Throttled, Unclear, translated


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (404, "404 Not Found", Missing),
        (400, {"name": ["is too long"]}, Refused),
        (403, "403 Forbidden", NotPermitted),
        (409, "Another open merge request", Refused),
        (409, "Conflict: Resource lock", Unclear),
        (408, "", Unclear),
        (500, "", Unclear),
        (None, "Failed to parse", Unclear),
    ],
)
def test_translated(status: int | None, message: object, kind: type[Failure]) -> None:
    error = GitlabHttpError(response_code=status, error_message=message)  # type: ignore[arg-type]
    assert type(translated(error, "GET /x")) is kind


@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_an_operator_can_do_is_said(status: int) -> None:
    assert translated(GitlabHttpError(response_code=status), "GET /x").hint


def test_what_the_token_may_not_do_is_told_apart() -> None:
    assert isinstance(translated(GitlabHttpError(response_code=403), "POST /x"), Forbidden)
    assert not isinstance(translated(GitlabHttpError(response_code=401), "POST /x"), Forbidden)


def test_long_messages_are_cut() -> None:
    failure = translated(GitlabHttpError(response_code=400, error_message="x\n" * 5000), "GET /x")
    assert len(failure.wrong) < 400


@pytest.mark.parametrize(
    "error",
    [
        Refused("no", "hint", 400),
        NotPermitted("no", "hint", 403),
        Missing("gone", "", 404),
        Unclear("cut"),
        Throttled(7),
    ],
)
def test_a_durable_step_can_keep_them(error: Failure) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    assert (type(again), again.wrong, again.hint) == (type(error), error.wrong, error.hint)
