"""Secrets."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part, statements_of


def test_a_secret_has_no_value_in_the_code() -> None:
    built = composed(part("token", "secrets_manager"))
    assert not all_of(built, "aws_secretsmanager_secret_version")
    assert body_of(built, "aws_secretsmanager_secret")["kms_key_id"] == Ref("aws_kms_key.main", "arn")
    assert accepted(built, "aws_secretsmanager_secret.token") == {"CKV2_AWS_57"}


def test_a_joined_function_rotates_it() -> None:
    built = composed(
        part("token", "secrets_manager", rotation_days=7), part("rotate", "lambda"), relations=["token triggers rotate"]
    )
    rotation = body_of(built, "aws_secretsmanager_secret_rotation")
    assert rotation["rotation_rules"] == {"automatically_after_days": 7}
    assert body_of(built, "aws_lambda_permission")["principal"] == "secretsmanager.amazonaws.com"
    assert "RotateToken" in [one["sid"] for one in statements_of(built, "rotate")]
    assert not accepted(built, "aws_secretsmanager_secret.token")


def test_a_generated_value_comes_from_a_random_password() -> None:
    built = composed(part("token", "secrets_manager", generate=True))
    version = body_of(built, "aws_secretsmanager_secret_version")
    assert version["secret_string"] == Ref("random_password.token", "result")


def test_a_reader_may_read_this_secret() -> None:
    built = composed(part("token", "secrets_manager"), part("api", "lambda"), relations=["api reads token"])
    assert "secretsmanager:GetSecretValue" in str(statements_of(built, "api"))


@pytest.mark.parametrize(
    ("settings", "rules"),
    [
        ({"rotation_days": 7}, {"automatically_after_days": 7}),
        ({"rotation_schedule": "rate(30 days)"}, {"schedule_expression": "rate(30 days)"}),
    ],
)
def test_rotation_that_was_asked_for_uses_the_function_there_is(
    settings: dict[str, Any], rules: dict[str, Any]
) -> None:
    built = composed(part("token", "secrets_manager", **settings), part("rotate", "lambda"))
    assert body_of(built, "aws_secretsmanager_secret_rotation")["rotation_rules"] == rules
