"""Words for principals."""

import re

import pytest

from app.knowledge.catalogue.iam_principals import FORBIDDEN, PRINCIPALS


@pytest.mark.parametrize("principal", sorted(set(PRINCIPALS.values())))
def test_principals_are_service_names(principal: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com", principal)


def test_administrator_access_is_forbidden() -> None:
    assert "AdministratorAccess" in FORBIDDEN
