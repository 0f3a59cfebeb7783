import pytest

from app.bootstrap.rules import known_rules
from app.knowledge.controls import frameworks
from app.reasoning.model.tools.making import LIMIT
from tests.unit.reasoning.model.tools.conftest import Ask


@pytest.mark.parametrize(
    ("of", "says"),
    [
        ("CKV_AWS_18", ["CKV_AWS_18 (medium): ", "Evidence for HIPAA", "- 164.312(b): Audit controls"]),
        ("agt_iam_admin", ["AGT_IAM_ADMIN (high): Full control", "Evidence for SOC 2"]),
        ("AGT_POLICY_ERROR", ["It is evidence for no control."]),
        ("hipaa", ["HIPAA Security Rule", "164.312(b)*: Audit controls"]),
        ("HIPAA ", ["HIPAA Security Rule"]),
        ("164.312(b)", ["Audit controls (source: ", "- CKV2_AWS_10: "]),
        ("CC6.1", ["SOC 2", "more rules"]),
    ],
)
def test_what_is_known(ask: Ask, of: str, says: list[str]) -> None:
    told = ask("controls", of=of)
    assert [one for one in says if one not in told] == []
    assert len(told) <= LIMIT


def test_a_control_of_two_frameworks_is_told_of_both(ask: Ask) -> None:
    told = ask("controls", of="1.4")
    assert "Benchmark 5.0, 1.4: " in told
    assert "Benchmark 3.0, 1.4: " in told


def test_what_is_not_there(ask: Ask) -> None:
    with pytest.raises(ValueError, match="Nearest: CKV_AWS_"):
        ask("controls", of="CKV_AWS_99999")
    with pytest.raises(ValueError, match="no rule, framework or control is called 'zeppelin'"):
        ask("controls", of="zeppelin")


def test_all_of_them_fit(ask: Ask) -> None:
    names = [*frameworks(), *list(known_rules())[::40], *(one.id for one in frameworks()["nist"].controls[::20])]
    assert [name for name in names if len(ask("controls", of=name)) > LIMIT] == []
