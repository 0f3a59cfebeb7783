"""What the provider refuses, and what it lets pass."""

from typing import Any

import pytest

from app.knowledge.schemas import Block, provider_schema
from app.toolchains.simulator.aws.checks import check, found
from app.toolchains.simulator.values import UNKNOWN

SETTING = {"function_name": "f", "role": "arn:aws:iam::1:role/r", "filename": "a.zip"}
TABLE = {"name": "t", "hash_key": "id", "attribute": [{"name": "id", "type": "S"}]}


def problems(kind: str, **config: Any) -> list[str]:
    block = provider_schema("aws").resource(kind) or Block({})
    empty: dict[str, Any] = {**dict.fromkeys(block.attributes), **{name: [] for name in block.blocks}}
    return [f"{problem.summary}: {problem.detail}" for problem in check("resources", kind, block, {**empty, **config})]


@pytest.mark.parametrize(
    ("kind", "config", "wrong"),
    [
        ("aws_dynamodb_table", {**TABLE, "billing_mode": "ON_DEMAND"}, "expected one of PROVISIONED"),
        ("aws_dynamodb_table", {**TABLE, "range_key": "ts"}, "not defined: ts"),
        (
            "aws_dynamodb_table",
            {**TABLE, "attribute": [{"name": "id", "type": "S"}, {"name": "x", "type": "S"}]},
            "unused: x",
        ),
        ("aws_cloudwatch_log_group", {"retention_in_days": 31}, "expected one of 0, 1, 3"),
        ("aws_lb", {"name": "has_underscore"}, "hyphens"),
        ("aws_lb", {"name": "x" * 33}, "at most 32"),
        ("aws_vpc", {"cidr_block": "10.0.0.1/16"}, "expected 10.0.0.0/16"),
        ("aws_vpc", {"cidr_block": "10.0.0.0/99"}, "no valid IPv4"),
        ("aws_security_group", {"name": "s", "ingress": [{"cidr_blocks": ["10.1.2.3/8"]}]}, "expected 10.0.0.0/8"),
        ("aws_iam_role", {"assume_role_policy": "{"}, "invalid JSON"),
        ("aws_iam_role_policy_attachment", {"policy_arn": "ReadOnly"}, "no valid ARN"),
        ("aws_sqs_queue", {"delay_seconds": 901}, "from 0 to 900"),
        ("aws_sqs_queue", {"name": "q", "fifo_queue": True}, "must end with .fifo"),
        ("aws_sns_topic", {"name": "t.fifo"}, "must not end with .fifo"),
        ("aws_lambda_function", {"function_name": "f", "role": "arn:aws:iam::1:role/r"}, "one of filename"),
        ("aws_lambda_function", {**SETTING, "s3_bucket": "b"}, "only one of filename"),
        ("aws_lambda_function", {**SETTING, "runtime": "cobol"}, "python3.13"),
        ("aws_instance", {"instance_type": "t3.micro"}, "one of ami"),
        ("aws_instance", {"ami": "ami-1", "instance_type": "big"}, "family and a size"),
        ("aws_route53_record", {"name": "a", "type": "A"}, "one of alias, records"),
        ("aws_route53_record", {"name": "a", "type": "Q", "records": ["x"]}, "expected one of SOA"),
        ("aws_s3_bucket", {"bucket": "b", "bucket_prefix": "c"}, "only one of bucket"),
        ("aws_s3_bucket_versioning", {"versioning_configuration": [{"status": "On"}]}, "Enabled"),
    ],
)
def test_refused(kind: str, config: dict[str, Any], wrong: str) -> None:
    found_problems = problems(kind, **config)
    assert len(found_problems) == 1
    assert wrong in found_problems[0]


@pytest.mark.parametrize(
    ("kind", "config"),
    [
        ("aws_dynamodb_table", TABLE),
        ("aws_dynamodb_table", {**TABLE, "range_key": UNKNOWN}),
        ("aws_lb", {"name": UNKNOWN, "load_balancer_type": "gateway"}),
        ("aws_vpc", {"cidr_block": "10.0.0.0/16"}),
        ("aws_vpc", {}),
        ("aws_iam_role", {"assume_role_policy": UNKNOWN}),
        ("aws_sqs_queue", {"name": "q.fifo", "fifo_queue": True}),
        ("aws_sqs_queue", {"name": UNKNOWN, "fifo_queue": True}),
        ("aws_lambda_function", {**SETTING, "filename": UNKNOWN}),
        ("aws_lambda_function", {**SETTING, "s3_bucket": UNKNOWN}),
        ("aws_db_instance", {"password": "x", "manage_master_user_password": False}),
        ("aws_route53_record", {"name": "a", "type": "A", "alias": [{"name": UNKNOWN}]}),
        ("aws_instance", {"launch_template": [{"id": UNKNOWN}]}),
        ("aws_nothing_known", {"x": "y"}),
    ],
)
def test_let_pass(kind: str, config: dict[str, Any]) -> None:
    assert problems(kind, **config) == []


def test_data_sources_are_let_pass() -> None:
    assert check("data", "aws_vpc", Block({}), {"cidr_block": "x"}) == []


def test_a_problem_knows_its_place() -> None:
    config = {"versioning_configuration": [{"status": "On"}]}
    (problem,) = check("resources", "aws_s3_bucket_versioning", Block({}), config)
    assert problem.path == ("versioning_configuration", 0, "status")


def test_found_goes_through_lists() -> None:
    config = {"a": [{"b": ["x", None]}, {"b": UNKNOWN}, {"b": ["y"]}]}
    assert list(found(config, "a.b")) == [(("a", 0, "b", 0), "x"), (("a", 2, "b", 0), "y")]
