"""Edits carried out on code that people write."""

import pytest

from app.toolchains.terraform.repair.apply import apply_edits
from app.toolchains.terraform.repair.edits import Apart, Beside, Choose, Drop, Edit, Lookup, Set, Unless, When
from app.toolchains.terraform.repair.hcl_edit import NotMechanical
from app.toolchains.terraform.repair.project import Project, Target

DYNAMIC = '  dynamic "timeouts" {\n    for_each = []\n    content {}\n  }\n'
LICENSE = Choose("license_model", "engine", {'"mysql': '"x"'})
BLOCK = Beside(
    "aws_s3_bucket_versioning", "bucket", "  bucket = {id}\n", (Set("versioning_configuration.status", '"Enabled"'),)
)


def _applied(code: str, *edits: Edit, address: str = "aws_s3_bucket.b", **others: str) -> str:
    project = Project({"main.tf": code, **{f"{name}.tf": text for name, text in others.items()}})
    apply_edits(project, Target("main.tf", address), edits)
    return project.texts()["main.tf"]


def _bucket(body: str = "") -> str:
    return f'resource "aws_s3_bucket" "b" {{\n{body}}}\n'


def _database(body: str) -> str:
    return f'resource "aws_db_instance" "b" {{\n{body}}}\n'


def test_setting_reaches_every_inner_block() -> None:
    device = '  ebs_block_device {\n    device_name = "a"\n  }\n'
    code = f'resource "aws_instance" "b" {{\n{device}{device}}}\n'
    done = _applied(code, Set("?ebs_block_device.encrypted", "true"), address="aws_instance.b")
    assert done.count("    encrypted   = true\n") == 2


def test_an_optional_step_is_not_made() -> None:
    code = 'resource "aws_instance" "b" {\n}\n'
    assert _applied(code, Set("?ebs_block_device.encrypted", "true"), address="aws_instance.b") == code


def test_a_weak_setting_leaves_what_is_there() -> None:
    code = _database('  engine = "mysql"\n')
    assert _applied(code, Set("engine", '"postgres"', weak=True), address="aws_db_instance.b") == code


@pytest.mark.parametrize(
    ("body", "edit", "reason"),
    [
        ("  storage_encrypted = var.encrypted\n", Set("storage_encrypted", "true"), "given by `var.encrypted`"),
        (DYNAMIC, Set("timeouts.create", '"1h"'), "dynamic block"),
        ("  engine = var.engine\n", LICENSE, "depends on `engine`"),
        ('  engine = "mysql"\n', When("engine", ('"postgres"',), "not for this engine"), "not for this engine"),
        ('  engine = "mysql"\n', Unless("engine", "already chosen"), "already chosen"),
        ('  engine = "mysql"\n', Unless("engine", "too old", ('"my',)), "too old"),
        ("", Set("no_such_argument", "true"), "no `no_such_argument`"),
        ("", Set("s3_import.bucket_name", '"b"'), "would have to be given too"),
    ],
)  # fmt: skip
def test_what_needs_a_decision_is_refused(body: str, edit: Edit, reason: str) -> None:
    with pytest.raises(NotMechanical, match=reason):
        _applied(_database(body), edit, address="aws_db_instance.b")


@pytest.mark.parametrize(
    ("body", "edit", "expected"),
    [
        ("  engine = \"mysql\"\n", LICENSE, 'engine        = "mysql"\n  license_model = "x"'),
        ("  engine = \"mysql\"\n", Unless("engine", "too old", ('"post',)), 'engine = "mysql"'),
        ("  engine = \"mysql\"\n", Drop("engine"), 'resource "aws_db_instance" "b" {\n}'),
    ],
)  # fmt: skip
def test_what_is_clear_is_done(body: str, edit: Edit, expected: str) -> None:
    assert expected in _applied(_database(body), edit, address="aws_db_instance.b")


def test_a_companion_is_written_behind_its_target() -> None:
    assert (
        _applied(_bucket(), BLOCK)
        == _bucket() + '\nresource "aws_s3_bucket_versioning" "b" {\n  bucket = aws_s3_bucket.b.id\n}\n'
    )


@pytest.mark.parametrize(
    ("head", "identity"),
    [
        ("for_each = var.names", "aws_s3_bucket.b[each.key].id"),
        ("count = 2", "aws_s3_bucket.b[count.index].id"),
        ("provider = aws.other", "aws_s3_bucket.b.id"),
    ],
)
def test_a_companion_is_made_as_often_and_where_its_target_is(head: str, identity: str) -> None:
    done = _applied(_bucket(f"  {head}\n"), BLOCK)
    assert done.endswith(f'"b" {{\n  {head}\n\n  bucket = {identity}\n}}\n')
    assert _applied(done, BLOCK).count("aws_s3_bucket_versioning") == 1


def test_a_companion_that_is_there_is_set_wherever_it_stands() -> None:
    body = '  bucket = aws_s3_bucket.b.bucket\n\n  versioning_configuration {\n    status = "Disabled"\n  }\n'
    other = f'resource "aws_s3_bucket_versioning" "x" {{\n{body}}}\n'
    project = Project({"main.tf": _bucket(), "more.tf": other})
    apply_edits(project, Target("main.tf", "aws_s3_bucket.b"), (BLOCK,))
    assert project.texts() == {"main.tf": _bucket(), "more.tf": other.replace("Disabled", "Enabled")}


def test_a_taken_label_gets_a_number() -> None:
    taken = 'resource "aws_s3_bucket_versioning" "b" {\n  bucket = "other"\n}\n'
    assert '"aws_s3_bucket_versioning" "b_2"' in _applied(_bucket(), BLOCK, more=taken)


def test_a_bucket_in_the_old_form_is_set_in_place() -> None:
    edit = Beside("aws_s3_bucket_versioning", "bucket", "", inline=(Set("versioning.enabled", "true"),))
    assert "    enabled = true\n" in _applied(_bucket("  versioning {\n    enabled = false\n  }\n"), edit)


def test_a_companion_is_refused_where_another_use_speaks_against_it() -> None:
    edit = Beside(
        "aws_s3_bucket_public_access_block", "bucket", "", unless={"aws_s3_bucket_website_configuration": "a website"}
    )
    site = 'resource "aws_s3_bucket_website_configuration" "s" {\n  bucket = aws_s3_bucket.b.id\n}\n'
    with pytest.raises(NotMechanical, match="a website"):
        _applied(_bucket(), edit, more=site)


def test_what_shares_a_target_with_another_use_is_refused() -> None:
    code = 'resource "aws_s3_bucket_public_access_block" "b" {\n  bucket = aws_s3_bucket.b.id\n}\n'
    site = 'resource "aws_s3_bucket_website_configuration" "s" {\n  bucket = aws_s3_bucket.b.id\n}\n'
    edit = Apart("bucket", "aws_s3_bucket_website_configuration", "a website")
    with pytest.raises(NotMechanical, match="a website"):
        _applied(code, edit, address="aws_s3_bucket_public_access_block.b", more=site)
    assert _applied(code, edit, address="aws_s3_bucket_public_access_block.b") == code


def test_a_look_up_is_written_once() -> None:
    edit = Lookup("kms_key_id", "aws_kms_alias", "rds", 'name = "alias/aws/rds"')
    done = _applied(_database(""), edit, address="aws_db_instance.b")
    assert "kms_key_id = data.aws_kms_alias.rds.id" in done
    assert _applied(done, edit, address="aws_db_instance.b") == done


def test_an_address_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotMechanical, match="is not a block"):
        _applied(_bucket(), Set("bucket", '"x"'), address="aws_s3_bucket.other")
