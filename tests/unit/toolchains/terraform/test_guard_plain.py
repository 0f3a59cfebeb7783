"""The guard, by expressions: only what is the same everywhere may be added."""

from collections.abc import Mapping

import pytest

from app.toolchains.terraform.guard import guard_code
from tests.unit.toolchains.terraform.guarded import EXTRA, FLOOR, STACK, added, cases, edited, resource, written

DECIDED = resource('  name = var.region == "eu-west-1" ? "a" : "b"', label="chosen")


def changed(name: str, old: str, new: str) -> tuple[str, ...]:
    path = f"{STACK}/{name}"
    return written((path, FLOOR[path].replace(old, new)))


@pytest.mark.parametrize("case", cases("expressions", "refused"), ids=lambda case: case["name"])
def test_what_is_refused_in_a_new_file(case: Mapping[str, str]) -> None:
    told = written((EXTRA, case["code"]))
    assert any(case["why"] in sentence for sentence in told), told


@pytest.mark.parametrize("case", cases("expressions", "harmless"), ids=lambda case: case["name"])
def test_what_is_harmless_passes(case: Mapping[str, str]) -> None:
    assert written((EXTRA, case["code"])) == ()


def test_what_the_floor_decides_may_stay_in_its_place_and_nowhere_else() -> None:
    floor = {**FLOOR, EXTRA: DECIDED}
    other = f"{STACK}/other.tf"
    assert guard_code(floor, floor) == ()
    assert guard_code(floor, {**FLOOR, other: DECIDED.replace("  name = ", "  # why\n  name   =  ")}) == ()
    assert guard_code(floor, {**floor, EXTRA: DECIDED.replace('"a"', '"c"')}) != ()
    assert guard_code(floor, {**floor, other: DECIDED.replace("chosen", "second")}) != ()
    assert guard_code(floor, {**floor, EXTRA: DECIDED.replace("name", "policy")}) != ()


@pytest.mark.parametrize(
    ("name", "old", "new", "why"),
    [
        ("variables.tf", '"eu-west-1"', '"us-east-1"', "var.region is changed"),
        ("variables.tf", "> 5", "> 0", "var.region is changed"),
        ("outputs.tf", "var.token", '"other"', "output.token is changed"),
        ("src/jobs/index.py", "None", "1", "which a person must write"),
    ],
)
def test_what_others_rely_on_stays(name: str, old: str, new: str, why: str) -> None:
    told = changed(name, old, new)
    assert any(why in sentence for sentence in told), told


def test_a_resource_is_replaced_for_no_other_reasons_than_before() -> None:
    (told,) = edited("messaging.tf", "= true", "= true\n    replace_triggered_by = [aws_x.y]")
    assert "replaced for other reasons" in told


def test_a_type_that_undoes_what_others_give_is_refused() -> None:
    (told,) = added(resource('  role_name = "a"', "aws_iam_role_policies_exclusive"))
    assert "effect cannot be checked" in told


def test_outputs_and_variables_stay_there() -> None:
    assert written(removed=f"{STACK}/outputs.tf") == ("output.token is gone",)
    assert {"var.region is gone", "var.token is gone"} <= set(written(removed=f"{STACK}/variables.tf"))


def test_what_they_are_said_to_be_may_be_said_better() -> None:
    assert changed("variables.tf", '"eu-west-1"\n', '"eu-west-1"\n  description = "Where it runs."\n') == ()


@pytest.mark.parametrize("name", ["templates/x.tftpl", "src/jobs/more.py", "environments/prod.tfvars", "src/a/x.json"])
def test_what_no_check_understands_is_a_persons(name: str) -> None:
    (told,) = written((f"{STACK}/{name}", "a = 1\n"))
    assert "which a person must write" in told
