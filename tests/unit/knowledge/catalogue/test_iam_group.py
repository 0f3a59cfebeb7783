"""Groups."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


@pytest.mark.parametrize("relation", ["ana in team", "ana attached team", "team attached ana"])
def test_users_are_members_from_either_side(relation: str) -> None:
    built = composed(part("team", "iam_group"), part("ana", "iam_user"), relations=[relation])
    assert body_of(built, "aws_iam_group_membership")["users"] == [Ref("aws_iam_user.ana", "name")]


def test_an_empty_group_has_no_membership() -> None:
    assert not all_of(composed(part("team", "iam_group")), "aws_iam_group_membership")
