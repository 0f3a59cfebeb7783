"""Functions."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


def test_a_function_keeps_what_failed_and_is_traced() -> None:
    built = composed(part("mail", "lambda"))
    body = body_of(built, "aws_lambda_function")
    assert body["dead_letter_config"] == {"target_arn": Ref("aws_sqs_queue.mail_failures", "arn")}
    assert body["tracing_config"] == {"mode": "Active"}
    assert body["logging_config"]["log_group"] == Ref("aws_cloudwatch_log_group.mail", "name")
    assert "kms_key_arn" not in body


@pytest.mark.parametrize(
    ("settings", "argument", "value"),
    [
        ({"memory": 512}, "memory_size", 512),
        ({"timeout": 900}, "timeout", 900),
        ({"runtime": "nodejs20.x"}, "runtime", "nodejs20.x"),
        ({"architecture": "x86_64"}, "architectures", ["x86_64"]),
        ({"concurrency": 5}, "reserved_concurrent_executions", 5),
        ({"storage": 1024}, "ephemeral_storage", {"size": 1024}),
        ({"handler": "main.run"}, "handler", "main.run"),
    ],
)
def test_what_was_said_stands_in_the_code(settings: dict[str, Any], argument: str, value: object) -> None:
    assert body_of(composed(part("mail", "lambda", **settings)), "aws_lambda_function")[argument] == value


def test_it_joins_the_network_only_for_what_stands_in_it() -> None:
    alone = composed(part("mail", "lambda"))
    assert not all_of(alone, "aws_vpc")
    assert "CKV_AWS_117" in accepted(alone, "aws_lambda_function.mail")
    built = composed(part("mail", "lambda"), part("db", "rds"), relations=("mail uses db",))
    assert body_of(built, "aws_lambda_function")["vpc_config"]["subnet_ids"] == Ref("aws_subnet.private", "[*].id")
    assert "CKV_AWS_117" not in accepted(built, "aws_lambda_function.mail")
    assert any("vpc_access" in label for label in all_of(built, "aws_iam_role_policy_attachment"))


def test_variables_are_sorted_and_encrypted() -> None:
    built = composed(
        part("fn", "lambda"), part("b", "sqs"), part("a", "dynamodb"), relations=("fn sends b", "fn writes a")
    )
    body = body_of(built, "aws_lambda_function")
    names = list(body["environment"]["variables"])
    assert len(names) == 2
    assert names == sorted(names)
    assert body["kms_key_arn"] == Ref("aws_kms_key.main", "arn")
