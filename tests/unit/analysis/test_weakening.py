"""What a model's files may not do to what protects the draft."""

from typing import Any

import pytest

from app.analysis.weakening import weakened
from app.domain.planned import Planned, PlannedResource
from app.domain.proof import Proof
from app.domain.run import Gate
from tests.builders import stack_result

TASK = '[{"name": "app", "command": ["run"], "memory": 512}]'
TAGS = {"Project": "x"}
DRAFT: dict[str, dict[str, Any]] = {
    "aws_s3_bucket.up": {"id": "up", "bucket": "up", "tags_all": TAGS},
    "aws_s3_bucket_policy.up": {"id": "up", "bucket": "up", "policy": "{}"},
    "aws_iam_role.worker": {"id": "worker", "assume_role_policy": "{}"},
    "aws_kms_key.main": {"id": "k", "arn": "arn:aws:kms:::key/k", "policy": "{}"},
    "aws_sqs_queue.jobs": {"id": "q", "message_retention_seconds": 100, "kms_master_key_id": "k", "delay_seconds": 0},
    "aws_db_instance.main": {"backup_retention_period": 14, "deletion_protection": True, "instance_class": "db.a"},
    "aws_lambda_function.worker": {
        "memory_size": 128, "layers": None, "environment": [{"variables": {"A": "1"}}],
        "vpc_config": [{"subnet_ids": ["s"]}],
    },
    "aws_security_group.main": {"id": "sg-1"},
    "aws_wafv2_web_acl_association.lb": {"resource_arn": "arn:lb"},
    "aws_lambda_event_source_mapping.jobs": {"event_source_arn": "arn:q"},
    "aws_ecs_task_definition.app": {"container_definitions": TASK},
    "aws_vpc.main": {"id": "vpc-1", "cidr_block": "10.0.0.0/16"},
}  # fmt: skip


def proof(resources: dict[str, dict[str, Any]]) -> Proof:
    planned = tuple(
        PlannedResource(address, address.partition(".")[0], address.partition(".")[2], values=values)
        for address, values in resources.items()
    )
    return Proof((), planned=True, gate=Gate(), results=(stack_result(planned=Planned(".", planned)),))


def with_(address: str, **values: Any) -> tuple[str, ...]:
    return weakened(proof(DRAFT), proof(DRAFT | {address: DRAFT.get(address, {}) | values}))


@pytest.mark.parametrize(
    ("address", "values", "why"),
    [
        ("aws_s3_bucket_policy.up", {"policy": '{"a": 1}'}, "changes aws_s3_bucket_policy.up of the draft"),
        ("aws_iam_role.worker", {"assume_role_policy": "*"}, "changes aws_iam_role.worker of the draft"),
        ("aws_kms_key.main", {"policy": '{"a": 1, "a": 1}'}, "changes aws_kms_key.main of the draft"),
        ("aws_vpc.main", {"cidr_block": "10.0.0.0/8"}, "changes aws_vpc.main of the draft"),
        ("aws_s3_bucket.up", {"tags_all": {}}, "takes tags from aws_s3_bucket.up"),
        ("aws_sqs_queue.jobs", {"message_retention_seconds": 60}, "changes message_retention_seconds"),
        ("aws_sqs_queue.jobs", {"kms_master_key_id": None}, "changes kms_master_key_id"),
        ("aws_db_instance.main", {"backup_retention_period": 0}, "changes backup_retention_period"),
        ("aws_db_instance.main", {"deletion_protection": False}, "changes deletion_protection"),
        ("aws_lambda_function.worker", {"layers": ["x"]}, "changes layers"),
        ("aws_lambda_function.worker", {"vpc_config": [{"subnet_ids": ["t"]}]}, "changes vpc_config.subnet_ids"),
        ("aws_lambda_function.worker", {"vpc_config": []}, "changes vpc_config"),
        ("aws_s3_bucket_policy.x", {"bucket": "up", "policy": "{}"}, "takes the place of what the draft has"),
        ("aws_kms_key_policy.x", {"key_id": "k"}, "takes the place of the policy of aws_kms_key.main"),
        ("aws_security_group_rule.x", {"security_group_id": "sg-1", "cidr_blocks": ["10.0.0.0/8"]}, "opens a group"),
        (
            "aws_vpc_security_group_ingress_rule.x",
            {"security_group_id": "sg-1", "prefix_list_id": "pl-1"},
            "opens a group",
        ),
        ("aws_vpc_security_group_ingress_rule.x", {"security_group_id": "sg-1", "ip_protocol": "-1"}, "than one port"),
        ("aws_security_group_rule.x", {"security_group_id": "sg-1", "from_port": 0, "to_port": 9}, "than one port"),
        ("aws_lambda_event_source_mapping.x", {"event_source_arn": "arn:q"}, "takes what something of the draft reads"),
        ("aws_wafv2_web_acl_association.x", {"resource_arn": "arn:lb"}, "takes the place of what the draft has"),
        ("aws_eip.x", {"instance": "sg-1"}, "a public address"),
        ("aws_ecs_task_definition.x", {"container_definitions": TASK}, "brings a program"),
        ("aws_pipes_pipe.x", {"source": "arn:q"}, "takes what something of the draft reads"),
        ("aws_lambda_function.worker", {"reserved_concurrent_executions": 0}, "reserved_concurrent_executions"),
        ("aws_scheduler_schedule.x", {"target": [{"arn": "arn:aws:scheduler:::aws-sdk:ec2:x"}]}, "calls AWS"),
        ("aws_cloudwatch_event_target.x", {"arn": "arn:aws:ssm:eu-west-1:1:document/x"}, "runs a document"),
        ("aws_ecs_task_definition.app", {"container_definitions": TASK.replace("run", "sh")}, "definitions.command"),
        (
            "aws_ecs_task_definition.app",
            {"container_definitions": TASK.replace("}", ', "privileged": true}')},
            "privileged",
        ),
        ("aws_s3_bucket_acl.x", {"bucket": "up", "acl": "public-read"}, "shares with strangers"),
        ("aws_vpc_peering_connection.x", {"vpc_id": "vpc-1"}, "steers the traffic"),
        (
            "aws_iam_role_policy_attachment.x",
            {"policy_arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
            "name actions and resources",
        ),
    ],
)
def test_a_protection_stays(address: str, values: dict[str, Any], why: str) -> None:
    told = with_(address, **values)
    assert len(told) == 1, told
    assert why in told[0]


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("aws_sqs_queue.jobs", {"message_retention_seconds": 200}),
        ("aws_sqs_queue.jobs", {"delay_seconds": 5}),
        ("aws_db_instance.main", {"backup_retention_period": 30}),
        ("aws_db_instance.main", {"instance_class": "db.b"}),
        ("aws_ecs_task_definition.app", {"container_definitions": TASK.replace("512", "1024").replace(": ", ":")}),
        ("aws_security_group_rule.x", {"security_group_id": "sg-1", "from_port": 5432, "to_port": 5432}),
        ("aws_lambda_function.worker", {"memory_size": 512}),
        ("aws_lambda_function.worker", {"environment": [{"variables": {"A": "1", "LOG_LEVEL": "x"}}]}),
        ("aws_s3_bucket.up", {"tags_all": TAGS | {"Colour": "purple"}}),
        ("aws_s3_bucket_policy.x", {"bucket": "another", "policy": "{}"}),
        ("aws_iam_role_policy.x", {"role": "worker", "policy": "{}"}),
        (
            "aws_vpc_security_group_ingress_rule.x",
            {"security_group_id": "sg-1", "referenced_security_group_id": "sg-2"},
        ),
        ("aws_vpc_security_group_ingress_rule.x", {"security_group_id": "sg-2", "cidr_ipv4": "10.0.0.0/8"}),
        (
            "aws_iam_role_policy_attachment.x",
            {"policy_arn": "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"},
        ),
    ],
)
def test_what_is_no_protection_may_change(address: str, values: dict[str, Any]) -> None:
    assert with_(address, **values) == ()


def test_what_is_gone_is_not_judged_here() -> None:
    assert weakened(proof(DRAFT), proof({})) == ()
