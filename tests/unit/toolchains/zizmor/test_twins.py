"""What two tools say of the same lines."""

from dataclasses import replace

import pytest

from app.domain.finding import Severity
from app.toolchains.zizmor.twins import without_twins
from tests.builders import finding

PATH = ".github/workflows/ci.yml"
OURS = finding("zizmor/template-injection", source="zizmor", path=PATH, line=10, end_line=10)


@pytest.mark.parametrize(
    ("rule", "line", "end", "path", "twin"),
    [
        ("CKV_GHA_2", 8, 12, PATH, True),
        ("CKV_GHA_2", 10, None, PATH, True),
        ("CKV_GHA_2", 11, 12, PATH, False),
        ("CKV_GHA_2", 8, 9, PATH, False),
        ("CKV_GHA_2", 8, 12, "other.yml", False),
        ("CKV_GHA_3", 8, 12, PATH, False),
    ],
)
def test_the_same_lines_are_one_finding(rule: str, line: int, end: int | None, path: str, twin: bool) -> None:
    other = finding(rule, path=path, line=line, end_line=end)
    found = without_twins([other, OURS])
    assert len(found) == (1 if twin else 2)
    assert found[-1].aliases == (("CKV_GHA_2",) if twin else ())


def test_a_rule_of_the_whole_file_needs_no_line() -> None:
    ours = finding("zizmor/excessive-permissions", Severity.MEDIUM, source="zizmor", path=PATH, line=1, end_line=1)
    other = finding("CKV2_GHA_1", Severity.HIGH, path=PATH, line=4, end_line=5, controls={"soc2": ("CC6.1",)})
    (found,) = without_twins([other, ours])
    assert (found.rule, found.severity, found.aliases) == (ours.rule, Severity.HIGH, ("CKV2_GHA_1",))
    assert found.controls == {"soc2": ("CC6.1",)}


def test_one_of_them_may_stand_for_several() -> None:
    second = replace(OURS, line=12, end_line=12)
    found = without_twins([OURS, finding("CKV_GHA_2", path=PATH, line=8, end_line=14), second])
    assert [one.aliases for one in found] == [("CKV_GHA_2",), ("CKV_GHA_2",)]


def test_a_waiver_of_one_is_a_waiver_of_both() -> None:
    other = finding("CKV_GHA_2", path=PATH, line=8, end_line=12, waived="known (checkov:skip)", waived_in="code")
    (found,) = without_twins([OURS, other])
    assert (found.waived, found.waived_in) == ("known (checkov:skip)", "code")


def test_everything_else_stays() -> None:
    others = (finding("CKV_AWS_18"), finding("CKV_GHA_2", path=PATH))
    assert without_twins(others) == others
