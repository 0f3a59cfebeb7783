"""What stacks lack, told from their code."""

from pathlib import Path

import pytest

from app.domain.check import Check
from app.toolchains.terraform.examine import MOST, examine_stacks
from app.toolchains.terraform.stacks import find_stacks
from tests.unit.toolchains.terraform.trees import plant

SIMULATED = {"aws": "6.62.0"}
BUCKET = 'resource "aws_s3_bucket" "a" {\n}\n'


def found(root: Path, files: dict[str, str], core: str = "1.9.0", *, isolated: bool = True) -> list[Check]:
    plant(root, files)
    return list(examine_stacks(root, find_stacks(root), SIMULATED, core, isolated=isolated))


def test_all_can_be_planned(tmp_path: Path) -> None:
    (check,) = found(tmp_path, {"a/main.tf": BUCKET, "b/main.tf": BUCKET})
    assert (check.state, check.found) == ("ok", "2, all can be planned here")


def test_no_stack(tmp_path: Path) -> None:
    (check,) = found(tmp_path, {"README.md": ""})
    assert check.state == "absent"


@pytest.mark.parametrize(
    ("code", "words", "mend"),
    [
        ('resource "datadog_monitor" "a" {\n}\n', "the provider hashicorp/datadog is not simulated", "--plan-json"),
        ('module "m" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n', "cannot be had offline", "./modules/NAME"),
        (
            'terraform {\n  required_version = ">= 1.10, < 2.0"\n}\n' + BUCKET,
            "here is 1.9.0 (s/main.tf:1)",
            "AGENTS_TERRAFORM",
        ),
        ('module "m" {\n  source = "../../../other"\n}\n', "outside the repository", "inside the repository"),
    ],
)
def test_each_lack_has_its_place_and_its_mend(tmp_path: Path, code: str, words: str, mend: str) -> None:
    whole, check = found(tmp_path, {"s/main.tf": code, "t/main.tf": BUCKET})
    assert (whole.state, whole.found) == ("ok", "2, of which 1 can be planned here")
    assert (check.state, check.name) == ("limited", "stack s")
    assert (words in check.found, mend in check.mend) == (True, True), check


def test_without_a_sandbox(tmp_path: Path) -> None:
    code = 'locals {\n  a = file("${var.b}.txt")\n}\n' + BUCKET
    _, check = found(tmp_path, {"s/main.tf": code}, isolated=False)
    assert ("computed path" in check.found, "--door terminal" in check.mend) == (True, True)


def test_a_core_that_is_not_known_fits(tmp_path: Path) -> None:
    (check,) = found(tmp_path, {"s/main.tf": 'terraform {\n  required_version = "> 9"\n}\n' + BUCKET}, core="")
    assert check.state == "ok"


def test_many_are_counted(tmp_path: Path) -> None:
    code = 'resource "datadog_monitor" "a" {\n}\n'
    checks = found(tmp_path, {f"s{number:02}/main.tf": code for number in range(MOST + 3)})
    assert len(checks) == MOST + 2
    assert (checks[0].state, checks[-1].found) == ("limited", "3 more like these")


def test_variables_without_a_value(tmp_path: Path) -> None:
    code = 'variable "vpc_id" {\n}\nvariable "given" {\n}\n' + BUCKET
    *_, check = found(tmp_path, {"s/main.tf": code, "s/terraform.tfvars": 'given = "x"\n'})
    assert (check.state, check.found.endswith(": vpc_id")) == ("ok", True)
