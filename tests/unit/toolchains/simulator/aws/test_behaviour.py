"""The AWS provider put together."""

from app.toolchains.simulator.aws.behaviour import BEHAVIOUR


def test_everything_is_in_place() -> None:
    assert "aws_acm_certificate" in BEHAVIOUR.plan
    assert "aws_iam_policy_document" in BEHAVIOUR.read
    assert "arn_parse" in BEHAVIOUR.functions
    assert BEHAVIOUR.provider_meta
    assert BEHAVIOUR.place is not None
    assert BEHAVIOUR.place({"region": "eu-south-1"}).region == "eu-south-1"
