"""Shared files."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


@pytest.mark.parametrize(
    ("days", "word"), [(1, "AFTER_1_DAY"), (30, "AFTER_30_DAYS"), (45, "AFTER_60_DAYS"), (999, "AFTER_365_DAYS")]
)
def test_files_move_after_a_period_that_efs_knows(days: int, word: str) -> None:
    body = body_of(composed(part("files", "efs", infrequent_after=days)), "aws_efs_file_system")
    assert body["lifecycle_policy"][0] == {"transition_to_ia": word}


def test_it_is_encrypted_backed_up_and_mounted_in_every_private_subnet() -> None:
    built = composed(part("files", "efs"))
    assert body_of(built, "aws_efs_file_system")["encrypted"] is True
    assert body_of(built, "aws_efs_backup_policy")["backup_policy"] == {"status": "ENABLED"}
    assert body_of(built, "aws_efs_mount_target")["subnet_id"] == Ref("aws_subnet.private", "[count.index].id")


def test_stated_throughput_is_provisioned() -> None:
    body = body_of(composed(part("files", "efs", provisioned_throughput=64)), "aws_efs_file_system")
    assert (body["throughput_mode"], body["provisioned_throughput_in_mibps"]) == ("provisioned", 64)


def test_containers_mount_it_with_their_role() -> None:
    built = composed(part("app", "ecs"), part("files", "efs"), relations=("app uses files",))
    volumes = body_of(built, "aws_ecs_task_definition")["volume"]
    assert volumes[1]["efs_volume_configuration"]["authorization_config"]["iam"] == "ENABLED"
    container = body_of(built, "aws_ecs_task_definition")["container_definitions"].value[0]
    assert [one["containerPath"] for one in container["mountPoints"]][1:] == ["/mnt/files"]
    assert "files_from_app_2049" in all_of(built, "aws_vpc_security_group_ingress_rule")


def test_functions_mount_the_access_point() -> None:
    built = composed(part("fn", "lambda"), part("files", "efs"), relations=("fn writes files",))
    body = body_of(built, "aws_lambda_function")
    assert body["file_system_config"] == {
        "arn": Ref("aws_efs_access_point.files", "arn"), "local_mount_path": "/mnt/files"
    }  # fmt: skip
    assert "vpc_config" in body
