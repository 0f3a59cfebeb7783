"""Policy as values."""

import pytest

from app.domain.policy import Allowed, Auto, Policy
from app.domain.publication import Role


@pytest.mark.parametrize(
    ("allowed", "told"),
    [
        (Allowed(), "nobody"),
        (Allowed(users=("dana", "eve")), "dana, eve"),
        (Allowed(teams=("acme/ops",), role=Role.MAINTAIN), "acme/ops, maintain or above"),
    ],
)
def test_who_is_allowed_is_told_by_name(allowed: Allowed, told: str) -> None:
    assert str(allowed) == told


def test_defaults() -> None:
    assert Policy().auto == Auto(pull_request=("review",), issue="run", paths=(), drafts=False)
    assert Policy().allow == {}
