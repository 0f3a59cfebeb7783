"""Tasks."""

import pytest

from app.domain.resources import Ref, Var
from app.knowledge.catalogue.ecs_task import PLACEHOLDER, fargate_size
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, default_of, part, text_of


@pytest.mark.parametrize(
    ("cpu", "memory", "size"),
    [
        (None, None, (256, 512)),
        (512, None, (512, 1024)),
        (1, 2048, (1024, 2048)),
        (0.25, 3000, (512, 3072)),
        (256, 1024, (256, 1024)),
        (4, 16384, (4096, 16384)),
        (64000, 999999, (16384, 122880)),
    ],
)
def test_fargate_has_certain_sizes(cpu: float | None, memory: int | None, size: tuple[int, int]) -> None:
    assert fargate_size(cpu, memory) == size


def container(*parts: object, relations: tuple[str, ...] = (), **constraints: object) -> dict[str, object]:
    built = composed(*parts, relations=relations, **constraints)  # type: ignore[arg-type]
    value = body_of(built, "aws_ecs_task_definition", "app")["container_definitions"].value[0]
    assert isinstance(value, dict)
    return value


def test_the_container_has_a_read_only_root_and_writes_logs() -> None:
    found = container(part("app", "ecs"))
    assert found["readonlyRootFilesystem"] is True
    assert "portMappings" not in found
    assert found["logConfiguration"]["options"]["awslogs-group"] == Ref("aws_cloudwatch_log_group.app", "name")  # type: ignore[index]


def test_a_stated_port_is_mapped() -> None:
    assert container(part("app", "ecs", port=3000))["portMappings"] == [{"containerPort": 3000, "protocol": "tcp"}]


def test_the_image_is_stated_or_ones_own_or_an_input() -> None:
    assert container(part("app", "ecs", image="registry/app:1"))["image"] == "registry/app:1"
    built = composed(part("app", "ecs"))
    image = body_of(built, "aws_ecs_task_definition")["container_definitions"].value[0]["image"]
    assert default_of(built, image) == PLACEHOLDER
    own = container(part("app", "ecs"), part("images", "ecr"), relations=("app uses images",))["image"]
    assert text_of(own) == "{aws_ecr_repository.images.repository_url}:{var.app_image_tag}"


def test_without_nat_the_image_comes_from_a_registry_of_the_stack() -> None:
    built = composed(part("app", "ecs"), refused=("nat",))
    assert len(all_of(built, "aws_ecr_repository")) == 1
    policy = body_of(built, "aws_iam_policy_document", "app_execution")
    assert any("ecr:BatchGetImage" in one["actions"] for one in policy["statement"])


def test_the_command_is_split_into_words() -> None:
    assert container(part("app", "ecs", command="run --all"))["command"] == ["run", "--all"]


def test_the_tag_is_an_input() -> None:
    built = composed(part("app", "ecs"), part("images", "ecr"))
    assert default_of(built, Var("app_image_tag")) == "latest"


def test_sessions_are_logged_where_the_task_logs_under_the_same_key() -> None:
    built = composed(part("app", "ecs"))
    session = body_of(built, "aws_ecs_cluster")["configuration"]["execute_command_configuration"]
    assert session == {"kms_key_id": Ref("aws_kms_key.main", "arn"), "logging": "DEFAULT"}
    assert body_of(built, "aws_cloudwatch_log_group", "app")["kms_key_id"] == session["kms_key_id"]
    assert accepted(built, "aws_ecs_cluster.main") == {"CKV_AWS_224"}
