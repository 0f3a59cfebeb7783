"""The guard, by structure: every refusal names what it is about, and what is harmless passes."""

from collections.abc import Mapping

import pytest

from app.toolchains.terraform.guard_blocks import plain
from tests.unit.toolchains.terraform.guarded import EXTRA, FLOOR, STACK, added, cases, edited, judged, resource

EDITED = {
    "backend moved": ("versions.tf", 'backend "s3"', 'backend "http"', "versions, backend or cloud"),
    "state elsewhere": ("versions.tf", '"state"', '"evil"', "versions, backend or cloud"),
    "backend gone": (
        "versions.tf",
        '  backend "s3" {\n    bucket = "state"\n    key    = "stacks/jobs/terraform.tfstate"\n  }\n',
        "",
        "versions, backend or cloud",
    ),
    "source of aws": ("versions.tf", "hashicorp/aws", "evil/aws", "source or version of the provider aws"),
    "region of the provider": ("providers.tf", "var.region", '"us-east-1"', "changes the region"),
    "endpoints of the provider": (
        "providers.tf",
        "  region = var.region\n",
        '  region = var.region\n\n  endpoints {\n    s3 = "https://evil.example"\n  }\n',
        "sets endpoints",
    ),
    "variable shown": ("variables.tf", "  sensitive = true\n", "", "var.token is no longer sensitive"),
    "output shown": ("outputs.tf", "sensitive = true", "sensitive = false", "output.token is no longer sensitive"),
    "destruction": ("messaging.tf", "prevent_destroy = true", "prevent_destroy = false", "from being destroyed"),
    "changes ignored": (
        "messaging.tf",
        "prevent_destroy = true",
        "prevent_destroy = true\n    ignore_changes  = [kms_master_key_id]",
        "ignores other changes than before",
    ),
    "destruction, silently": ("messaging.tf", "    prevent_destroy = true\n", "", "from being destroyed"),
}


@pytest.mark.parametrize("case", cases("blocks", "refused"), ids=lambda case: case["name"])
def test_what_is_refused_in_a_new_file(case: Mapping[str, str]) -> None:
    told = added(case["code"])
    assert any(case["why"] in sentence for sentence in told), told


@pytest.mark.parametrize(("name", "old", "new", "why"), EDITED.values(), ids=EDITED)
def test_what_is_refused_as_an_edit(name: str, old: str, new: str, why: str) -> None:
    told = edited(name, old, new)
    assert any(why in sentence for sentence in told), told


@pytest.mark.parametrize("case", cases("blocks", "harmless"), ids=lambda case: case["name"])
def test_what_is_harmless_passes(case: Mapping[str, str]) -> None:
    assert added(case["code"]) == ()


def test_a_module_of_the_stack_passes_and_is_guarded_itself() -> None:
    call = (EXTRA, 'module "x" {\n  source = "./modules/x"\n}\n')
    path = f"{STACK}/modules/x/main.tf"
    assert judged(call, (path, resource('  name = "x"'))) == ()
    assert judged(call, (path, resource('  provisioner "local-exec" {\n  }'))) == (
        "aws_sqs_queue.extra has a provisioner",
    )


def test_a_bigger_settings_file_says_the_same_in_other_blanks_and_comments() -> None:
    text = FLOOR[f"{STACK}/versions.tf"].replace("required_version =", "# why\n  required_version  =")
    assert judged((f"{STACK}/versions.tf", text)) == ()


@pytest.mark.parametrize("expression", ['{ a = "b" }', '{a="b"}', '{ # why\n  a = "b"\n}'])
def test_expressions_are_compared_without_comments_and_blanks(expression: str) -> None:
    assert plain(expression).split() == ["{", "a", "=", '"', "b", '"', "}"]


def test_what_is_no_expression_is_compared_as_it_stands() -> None:
    assert plain('"open') == '"open'
