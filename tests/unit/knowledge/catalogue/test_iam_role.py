"""Roles."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part, statements_of


@pytest.mark.parametrize(
    ("stated", "principal"),
    [("lambda", "lambda.amazonaws.com"), ("ecs task", "ecs-tasks.amazonaws.com"), ("glue.amazonaws.com",) * 2],
)
def test_one_service_may_assume_it(stated: str, principal: str) -> None:
    built = composed(part("runner", "iam_role", principal=stated))
    assert statements_of(built, "runner_assume")[0]["principals"][0]["identifiers"] == [principal]


def test_relations_become_permissions() -> None:
    built = composed(part("runner", "iam_role"), part("files", "s3"), relations=["runner reads files"])
    actions = {name for one in statements_of(built, "runner") for name in one["actions"]}
    assert "s3:GetObject" in actions
    assert "s3:PutObject" not in actions


def test_a_role_for_machines_gets_a_profile() -> None:
    built = composed(part("runner", "iam_role", principal="ec2"))
    assert body_of(built, "aws_iam_instance_profile")["role"] == Ref("aws_iam_role.runner", "name")


def test_administrator_access_is_never_attached() -> None:
    built = composed(
        part("runner", "iam_role", managed_policies=["AdministratorAccess", "AmazonSSMManagedInstanceCore"])
    )
    assert sorted(all_of(built, "aws_iam_role_policy_attachment")) == ["runner_amazon_ssm_managed_instance_core"]
