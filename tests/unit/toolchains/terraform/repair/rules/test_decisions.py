"""The reasons why a rule is left to a person."""

import pytest

from app.toolchains.terraform.repair.rules.decisions import DECISIONS


@pytest.mark.parametrize("rule", DECISIONS)
def test_a_reason_goes_into_a_sentence(rule: str) -> None:
    reason = DECISIONS[rule]
    assert reason[0].islower()
    assert not reason.endswith(".")
