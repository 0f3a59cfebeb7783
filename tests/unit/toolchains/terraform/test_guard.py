"""The guard as a whole: paths, sizes, characters, secrets; and nothing of the floor is refused."""

import pytest

from app.toolchains.terraform.guard import LARGEST, MOST_FILES, MOST_REASONS, guard
from tests.unit.toolchains.terraform.guarded import EXTRA, FLOOR, STACK, added, edited, judged, resource

NEW = resource('  name = "x"')
PLACES = {
    "../x.tf": "outside the stack",
    "/etc/x.tf": "outside the stack",
    "x.tf": "outside the stack",
    "stacks/x.tf": "outside the stack",
    "stacks/jobs-2/x.tf": "outside the stack",
    f"{STACK}/../x.tf": "outside the stack",
    f"{STACK}//x.tf": "outside the stack",
    f"{STACK}/./x.tf": "outside the stack",
    f"{STACK}": "outside the stack",
    ".github/workflows/x.yml": "outside the stack",
    ".agents.yml": "outside the stack",
    "CODEOWNERS": "outside the stack",
    f"{STACK}/.github/workflows/x.yml": "no file that may be written",
    f"{STACK}/.git/config": "no file that may be written",
    f"{STACK}/.terraformrc": "no file that may be written",
    f"{STACK}/.terraform.lock.hcl": "no file that may be written",
    f"{STACK}/.terraform/modules/modules.json": "no file that may be written",
    f"{STACK}/CODEOWNERS": "no file that may be written",
    f"{STACK}/terraform.tfvars": "no file that may be written",
    f"{STACK}/x.auto.tfvars": "no file that may be written",
    f"{STACK}/terraform.tfstate": "no file that may be written",
    f"{STACK}/override.tf": "no file that may be written",
    f"{STACK}/main_override.tf": "no file that may be written",
    f"{STACK}/modules/x/a_override.tf": "no file that may be written",
    f"{STACK}/main.tf.json": "no file that may be written",
    f"{STACK}/main.tofu": "no file that may be written",
    f"{STACK}/x.tftest.hcl": "no file that may be written",
    f"{STACK}/backend.hcl": "no file that may be written",
    f"{STACK}/run.sh": "no file that may be written",
    f"{STACK}/src/run.sh": "no file that may be written",
    f"{STACK}/README.md": "no file that may be written",
    f"{STACK}/.env": "no file that may be written",
    f"{STACK}/a\\b.tf": "no file that may be written",
    f"{STACK}/a b.tf": "no file that may be written",
    f"{STACK}/\u0430.tf": "no file that may be written",
}
FINE = ("extra.tf", "modules/extra/main.tf", "policies/extra.json")
HIDDEN = {"direction": "\u202e", "no width": "\u200b", "control": "\x1b[31m", "tag": "\U000e0041", "return": "\r"}
KEY = "RSA PRIVATE KEY"
SECRETS = {
    "key of AWS": resource(f'  name = "{"AKIA" + "QWERTYUIOPASDFGH"}"'),
    "password": resource('  password = "correct-horse-9"', "aws_db_instance"),
    "token": 'locals {\n  api_token = "zq8-77-abcdef"\n}\n',
    "private key": f'locals {{\n  a = "-----BEGIN {KEY}-----\\nMIIE\\n-----END {KEY}-----"\n}}\n',
    "password of a database": 'locals {\n  a = "postgres://u:hunter22@db/x"\n}\n',
}


@pytest.mark.parametrize(("path", "why"), PLACES.items())
def test_where_nothing_may_be_written(path: str, why: str) -> None:
    assert any(why in sentence for sentence in judged((path, NEW))), judged((path, NEW))


@pytest.mark.parametrize("name", FINE)
def test_where_something_may_be_written(name: str) -> None:
    assert judged((f"{STACK}/{name}", "" if not name.endswith(".tf") else NEW)) == ()


@pytest.mark.parametrize("character", HIDDEN.values(), ids=HIDDEN)
def test_nothing_invisible_may_stand_anywhere(character: str) -> None:
    (told,) = added(f"# a{character}b\n{NEW}")
    assert "invisible characters: U+" in told


@pytest.mark.parametrize("text", SECRETS.values(), ids=SECRETS)
def test_no_secret_may_stand_in_plain_text(text: str) -> None:
    assert f"{EXTRA} holds what looks like a secret" in added(text)


def test_a_mark_where_the_floor_has_a_word_is_refused() -> None:
    (told,) = edited("messaging.tf", "${local.name}", "[redacted]")
    assert told == f"{STACK}/messaging.tf holds [redacted] where a value belongs"


def test_what_cannot_be_read_is_refused() -> None:
    assert f"{EXTRA} cannot be read: line 2: the file ends inside an open '{{'" in added('resource "a" {\n')


def test_too_much_is_refused() -> None:
    assert "longer than" in added("#" * (LARGEST + 1))[0]
    many = {f"{STACK}/f{number}.tf": "" for number in range(MOST_FILES + 1)}
    assert guard(STACK, {}, many) == (f"it is more than {MOST_FILES} files",)


def test_paths_that_differ_in_capitals_are_refused() -> None:
    assert "two paths differ in capitals only" in judged((f"{STACK}/src/Jobs/index.py", ""))


def test_reasons_are_told_once_and_not_without_end() -> None:
    text = "".join(resource('  provisioner "local-exec" {\n  }', label=f"x{number}") for number in range(99))
    assert len(added(text)) == MOST_REASONS
    same = resource('  provisioner "local-exec" {\n  }')
    assert added(same) == judged((EXTRA, same), (f"{STACK}/more.tf", same))


def test_the_floor_itself_is_fine_and_so_is_the_top_folder_as_a_stack() -> None:
    assert judged() == ()
    assert guard(STACK, {}, FLOOR, {("aws_sqs_queue.jobs", "CKV_AWS_27")}) == ()
    assert guard(".", {}, {"main.tf": NEW}) == ()
    assert guard(".", {}, {"infra/main.tf": NEW}) == ("'infra/main.tf' is no file that may be written here",)
