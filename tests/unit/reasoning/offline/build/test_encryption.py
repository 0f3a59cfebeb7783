import pytest

from app.domain.request import Component
from app.domain.resources import Json
from app.knowledge.catalogue.base import End, Ports
from app.reasoning.offline.build.claims import Claims
from app.reasoning.offline.build.encryption import Keys
from app.reasoning.offline.build.facts import Facts
from app.reasoning.offline.build.inputs import Inputs
from app.reasoning.offline.build.ledger import Ledger


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(Claims([], [], {}))


@pytest.fixture
def keys(ledger: Ledger) -> Keys:
    return Keys(ledger, Inputs("prod", ("dev", "prod")), Facts(ledger))


def statements(ledger: Ledger, address: str = "aws_kms_key.main") -> list[dict[str, object]]:
    policy = ledger.get(address).body["policy"]
    assert isinstance(policy, Json)
    found: list[dict[str, object]] = policy.value["Statement"]
    return found


def test_one_key_with_all_its_users(ledger: Ledger, keys: Keys) -> None:
    first = keys.key("", ("sns.amazonaws.com",))
    second = keys.key("", ("logs.amazonaws.com", "sns.amazonaws.com"))
    keys.finish()
    assert first == second
    assert [one["Sid"] for one in statements(ledger)] == ["AccountAdministersThroughIam", "AllowLogGroups", "AllowSns"]
    assert ledger.get(first.address).body["enable_key_rotation"] is True
    assert "aws_kms_alias.main" in ledger


def test_services_act_for_this_account_only(ledger: Ledger, keys: Keys) -> None:
    keys.key("", ("sns.amazonaws.com", "logs.amazonaws.com"))
    keys.finish()
    assert all("Condition" in one for one in statements(ledger)[1:])


def test_another_region_has_its_own_key(ledger: Ledger, keys: Keys) -> None:
    assert keys.key("us_east_1", ()) != keys.key("", ())
    assert ledger.get("aws_kms_key.main_us_east_1").provider == "us_east_1"


def test_a_key_of_the_request_is_lent(keys: Keys) -> None:
    own: list[dict[str, object]] = []
    end = End(Component("k", "kms", "k"), Ports("aws_kms_key.k", extra={"statements": own}))
    keys.lend("", end, ("sns.amazonaws.com",))
    keys.lend("", end, ("sns.amazonaws.com",))
    assert [one["sid"] for one in own] == ["AllowSns"]


def test_one_key_for_all_is_explained_and_restorable_for_two_weeks_at_least() -> None:
    inputs = Inputs("dev", ("dev",))
    ledger = Ledger(Claims([], [], {}))
    key = Keys(ledger, inputs, Facts(ledger)).key("", ())
    assert ledger.get(key.address).body["deletion_window_in_days"] == 14
    assert ("AGT_KEY_ONE_FOR_ALL", "aws_kms_key.main") in inputs.acceptances
