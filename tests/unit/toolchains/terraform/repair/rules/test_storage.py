"""The table of repairs on storage."""

from app.toolchains.terraform.repair.rules.storage import STORAGE
from tests.unit.toolchains.terraform.repair.rules.tables import strangers


def test_every_edit_is_of_an_argument_that_the_provider_has() -> None:
    assert strangers(STORAGE) == []


def test_every_rule_has_an_edit() -> None:
    assert all(STORAGE.values())
