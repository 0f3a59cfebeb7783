"""The stack's one key."""

import pytest

from app.toolchains.terraform.hcl import read_source
from app.toolchains.terraform.repair.hcl_edit import NotMechanical
from app.toolchains.terraform.repair.project import Project, Target
from app.toolchains.terraform.repair.shared_key import key_arn

TOPIC = 'resource "aws_sns_topic" "t" {\n}\n'
TARGET = Target("stack/main.tf", "aws_sns_topic.t")


def _project(**files: str) -> Project:
    return Project({"stack/main.tf": TOPIC, **{f"stack/{name}.tf": text for name, text in files.items()}})


def test_a_stack_without_a_key_gets_one_with_rotation_and_a_policy() -> None:
    project = _project()
    assert key_arn(project, TARGET, "") == "aws_kms_key.shared.arn"
    text = project.texts()["stack/kms.tf"]
    assert "enable_key_rotation     = true" in text
    assert read_source("kms.tf", text).error is None
    assert text.count('data "aws_') == 3
    assert "PARTITION" not in text
    assert "ACCOUNT" not in text


def test_the_second_asks_for_the_same_key() -> None:
    project = _project()
    key_arn(project, TARGET, "")
    text = project.texts()["stack/kms.tf"]
    assert key_arn(project, TARGET, "logs.amazonaws.com") == "aws_kms_key.shared.arn"
    assert project.texts()["stack/kms.tf"] == text


def test_data_sources_that_are_there_are_used() -> None:
    project = _project(data='data "aws_caller_identity" "me" {}\n\ndata "aws_region" "current" {}\n')
    key_arn(project, TARGET, "")
    text = project.texts()["stack/kms.tf"]
    assert "data.aws_caller_identity.me.account_id" in text
    assert text.count('data "aws_') == 1


@pytest.mark.parametrize(
    ("policy", "service", "admitted"),
    [
        ("", "", True),
        ("", "logs.amazonaws.com", False),
        ('  policy = jsonencode({ Principal = { Service = "logs.amazonaws.com" } })\n', "logs.amazonaws.com", True),
        ('  policy = jsonencode({ Principal = { Service = "s3.amazonaws.com" } })\n', "logs.amazonaws.com", False),
        ("  policy = data.aws_iam_policy_document.key.json\n", "logs.amazonaws.com", True),
    ],
)
def test_the_stacks_own_key_is_used_where_it_admits_the_service(policy: str, service: str, *, admitted: bool) -> None:
    statement = '  statement {\n    actions = ["kms:*"]\n    x       = "logs.amazonaws.com"\n  }\n'
    document = f'data "aws_iam_policy_document" "key" {{\n{statement}}}\n'
    others = {"data": document} if "data." in policy else {}
    project = _project(kms=f'resource "aws_kms_key" "main" {{\n{policy}}}\n', **others)
    if admitted:
        assert key_arn(project, TARGET, service) == "aws_kms_key.main.arn"
    else:
        with pytest.raises(NotMechanical, match="does not admit"):
            key_arn(project, TARGET, service)


@pytest.mark.parametrize(
    ("keys", "target", "reason"),
    [
        ('resource "aws_kms_key" "a" {\n}\nresource "aws_kms_key" "b" {\n}\n', TARGET, "several keys"),
        ('resource "aws_kms_key" "a" {\n  count = 2\n}\n', TARGET, "several keys"),
        ("", Target("stack/main.tf", "aws_sns_topic.t", in_module=True), "calls the module"),
    ],
)
def test_a_choice_between_keys_is_a_persons(keys: str, target: Target, reason: str) -> None:
    with pytest.raises(NotMechanical, match=reason):
        key_arn(_project(kms=keys), target, "")
