"""Parameters."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


def test_a_secret_parameter_is_encrypted_and_its_value_left_alone() -> None:
    built = composed(part("token", "ssm", value="hunter2"))
    parameter = all_of(built, "aws_ssm_parameter")["token"]
    assert parameter.body["type"] == "SecureString"
    assert parameter.body["key_id"] == Ref("aws_kms_key.main", "arn")
    assert parameter.body["value"] == "set-me"
    assert parameter.lifecycle == {"ignore_changes": ["value"]}


def test_a_plain_parameter_keeps_its_stated_value() -> None:
    built = composed(part("level", "ssm", kind="String", value="info", name="/app/level"))
    parameter = body_of(built, "aws_ssm_parameter")
    assert (parameter["name"], parameter["value"]) == ("/app/level", "info")
    assert accepted(built, "aws_ssm_parameter.level") == {"CKV2_AWS_34"}
