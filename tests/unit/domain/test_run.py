"""Outcomes."""

from app.domain.request import Request
from app.domain.run import Gate, Outcome


def test_what_was_not_understood_comes_from_the_request() -> None:
    request = Request("t", "t", not_understood=("x",), questions=("y?",))
    outcome = Outcome("r", "run", "t", request=request)
    assert (outcome.not_understood, outcome.questions) == (("x",), ("y?",))
    assert Outcome("r", "review", "t").not_understood == ()


def test_a_gate_passes_or_not() -> None:
    assert Gate().passed
    assert not Gate("failed", ("reason",)).passed
