"""Bodies: stated, required, usual, safe."""

from typing import Any

import pytest

from app.domain.resources import Ref, Var
from app.knowledge.arguments import known
from app.knowledge.schemas import schema_of
from app.reasoning.offline.schema.body import Composer, optional_name
from tests.unit.reasoning.offline.schema.answering import PlainAnswers


def body(kind: str, stated: dict[str, Any] | None = None, *, data: bool = False) -> dict[str, Any]:
    block = schema_of(kind, data=data)
    assert block is not None
    composer = Composer(kind, known(), PlainAnswers(), lambda argument, text: text, data=data)
    return composer.body(block, stated or {})


def test_required_arguments_are_inferred() -> None:
    assert body("aws_efs_mount_target") == {
        "file_system_id": Ref("aws_efs_file_system.it"),
        "security_groups": Var("groups"),
        "subnet_id": Var("subnet"),
    }


@pytest.mark.parametrize(
    ("kind", "argument", "value"),
    [
        ("aws_connect_queue", "instance_id", Ref("aws_connect_instance.it")),
        ("aws_ec2_instance_state", "instance_id", Ref("aws_instance.it")),
        ("aws_lightsail_bucket_access_key", "bucket_name", Ref("aws_lightsail_bucket.it", "name")),
        ("aws_s3_bucket_policy", "bucket", Ref("aws_s3_bucket.it")),
        ("aws_opensearch_domain_policy", "domain_name", Ref("aws_opensearch_domain.it", "domain_name")),
        ("aws_ec2_subnet_cidr_reservation", "subnet_id", Var("subnet")),
        ("aws_api_gateway_method", "resource_id", Ref("aws_api_gateway_resource.it")),
    ],
)
def test_the_own_family_is_referred_to_first(kind: str, argument: str, value: Any) -> None:
    assert body(kind)[argument] == value


def test_protection_is_switched_on() -> None:
    volume = body("aws_ebs_volume")
    assert volume["encrypted"] is True
    assert volume["kms_key_id"] == Var("key")
    assert body("aws_dms_replication_instance")["publicly_accessible"] is False


def test_what_was_stated_wins_over_all() -> None:
    volume = body("aws_ebs_volume", {"size": 8, "encrypted": False, "type": "io2"})
    assert (volume["size"], volume["encrypted"], volume["type"]) == (8, False, "io2")


def test_a_stated_directive_is_only_text() -> None:
    assert body("aws_ebs_volume", {"type": "@key"})["type"] == "@key"


def test_required_blocks_are_there() -> None:
    assert body("aws_appmesh_virtual_node")["spec"]["listener"][0]["port_mapping"]["port"] == 8080
    assert "origin" in body("aws_cloudfront_distribution")


def test_stated_blocks_are_completed() -> None:
    policy = body("aws_dlm_lifecycle_policy", {"policy_details": {"schedule": [{"name": "weekly"}]}})
    schedule = policy["policy_details"]["schedule"]
    assert [one["name"] for one in schedule] == ["weekly"]
    assert "create_rule" in schedule[0]


def test_lists_and_single_values_fit() -> None:
    assert body("aws_fsx_lustre_file_system")["subnet_ids"] == [Var("subnet")]
    assert body("aws_sqs_queue_policy")["queue_url"] == Ref("aws_sqs_queue.it", "url")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("aws_db_instance", "identifier"),
        ("aws_elb", "name"),
        ("aws_eip", ""),
        ("aws_glue_job", ""),
        ("aws_rds_cluster", "cluster_identifier"),
    ],
)
def test_optional_name(kind: str, name: str) -> None:
    block = schema_of(kind)
    assert block is not None
    assert optional_name(kind, block) == name


def test_data_sources_ask_what_to_look_up() -> None:
    assert body("aws_eks_cluster_auth", data=True) == {"name": Var("input")}
    assert body("aws_s3_bucket", data=True) == {"bucket": Var("input")}
    assert body("aws_caller_identity", data=True) == {}
