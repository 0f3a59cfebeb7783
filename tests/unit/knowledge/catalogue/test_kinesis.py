"""Data streams."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, body_of, composed, part, statements_of


@pytest.mark.parametrize(
    ("settings", "mode", "shards"),
    [({}, "ON_DEMAND", None), ({"shards": 4}, "PROVISIONED", 4), ({"mode": "PROVISIONED"}, "PROVISIONED", 1)],
)
def test_capacity(settings: dict[str, Any], mode: str, shards: int | None) -> None:
    stream = body_of(composed(part("clicks", "kinesis", **settings)), "aws_kinesis_stream")
    assert stream["stream_mode_details"] == {"stream_mode": mode}
    assert stream.get("shard_count") == shards
    assert stream["encryption_type"] == "KMS"


def test_a_stream_feeds_a_delivery_stream() -> None:
    built = composed(part("clicks", "kinesis"), part("archive", "firehose"), relations=["clicks sends archive"])
    source = body_of(built, "aws_kinesis_firehose_delivery_stream")["kinesis_source_configuration"]
    assert source["kinesis_stream_arn"] == Ref("aws_kinesis_stream.clicks", "arn")
    assert "kinesis:GetRecords" in {name for one in statements_of(built, "archive") for name in one["actions"]}
    assert accepted(built, "aws_kinesis_firehose_delivery_stream.archive") == {"CKV_AWS_240", "CKV_AWS_241"}


def test_a_named_consumer() -> None:
    built = composed(part("clicks", "kinesis", consumer="fraud"))
    assert body_of(built, "aws_kinesis_stream_consumer")["name"] == "fraud"
