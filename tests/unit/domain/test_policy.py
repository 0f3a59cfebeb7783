"""Policy as values."""

from datetime import date

import pytest

from app.domain.policy import Allowed, Auto, Policy, Waiver
from app.domain.publication import Role
from tests.builders import finding


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


@pytest.mark.parametrize(
    ("rule", "path", "covered"),
    [
        ("CKV_AWS_16", "", True),
        ("ckv_aws_16", "db/*", True),
        ("AGT_KEY_PLAIN", "", True),
        ("CKV_AWS_1", "", False),
        ("CKV_AWS_16", "web/**", False),
    ],
)
def test_what_a_waiver_is_about(rule: str, path: str, covered: bool) -> None:
    found = finding("CKV_AWS_16", path="db/main.tf", aliases=("AGT_KEY_PLAIN",))
    assert Waiver(rule, "ann", "why", date(2020, 1, 1), path).covers(found) is covered


def test_defaults() -> None:
    assert Policy().auto == Auto(pull_request=("review",), issue="run", paths=(), drafts=False)
    assert Policy().allow == {}
