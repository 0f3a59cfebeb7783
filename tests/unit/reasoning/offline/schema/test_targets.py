"""References are inferred from names and the provider's schema."""

import pytest

from app.knowledge.schemas import schema_of
from app.reasoning.offline.schema.targets import Target, is_own_name, split, target_of, wanted_attribute


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("cluster_arn", ("cluster", "arn")),
        ("subnet_ids", ("subnet", "id")),
        ("db_cluster_identifier", ("db_cluster", "identifier")),
        ("repository", ("repository", "")),
        ("id", ("id", "")),
        ("rest_api_id", ("rest_api", "id")),
    ],
)
def test_split(name: str, parts: tuple[str, str]) -> None:
    assert split(name) == parts


@pytest.mark.parametrize(
    ("kind", "name", "target"),
    [
        ("aws_api_gateway_method", "rest_api_id", Target("aws_api_gateway_rest_api", "id")),
        ("aws_rds_cluster_instance", "cluster_identifier", Target("aws_rds_cluster", "cluster_identifier")),
        ("aws_elastic_beanstalk_environment", "application", Target("aws_elastic_beanstalk_application", "name")),
        ("aws_ecs_cluster_capacity_providers", "cluster_name", Target("aws_ecs_cluster", "name")),
        ("aws_lambda_alias", "function_name", Target("aws_lambda_function", "function_name")),
        ("aws_transfer_user", "server_id", Target("aws_transfer_server", "id")),
        ("aws_msk_cluster_policy", "cluster_arn", Target("aws_msk_cluster", "arn")),
        ("aws_detective_member", "graph_arn", Target("aws_detective_graph", "graph_arn")),
        ("aws_iam_group_membership", "group", Target("aws_iam_group", "name")),
        ("aws_lightsail_instance", "bundle_id", None),
        ("aws_sqs_queue_policy", "policy", None),
        ("aws_dynamodb_tag", "key", None),
        ("aws_dynamodb_tag", "resource_arn", None),
    ],
)
def test_target_of(kind: str, name: str, target: Target | None) -> None:
    assert target_of(kind, name) == target


@pytest.mark.parametrize(
    ("kind", "name", "own"),
    [
        ("aws_codeartifact_domain", "domain", True),
        ("aws_quicksight_theme", "theme_id", True),
        ("aws_rds_cluster_snapshot_copy", "name", True),
        ("aws_rds_cluster_instance", "cluster_identifier", False),
        ("aws_lambda_alias", "function_name", False),
        ("aws_acm_certificate_validation", "certificate_arn", False),
    ],
)
def test_is_own_name(kind: str, name: str, own: bool) -> None:
    assert is_own_name(kind, name) is own


def test_every_target_has_the_attribute() -> None:
    block = schema_of("aws_sqs_queue")
    assert block is not None
    assert wanted_attribute(block, "queue_arn", "queue", "arn") == "arn"
    assert wanted_attribute(block, "queue_id", "queue", "id") == "id"
    assert wanted_attribute(block, "queue_name", "queue", "name") == "name"
