"""Delivery streams."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part, statements_of

STREAM = "aws_kinesis_firehose_delivery_stream"


def test_without_a_word_it_delivers_to_the_stacks_bucket() -> None:
    built = composed(part("archive", "firehose"))
    stream = body_of(built, STREAM)
    assert stream["destination"] == "extended_s3"
    assert stream["extended_s3_configuration"]["bucket_arn"].address.startswith("aws_s3_bucket.")
    assert stream["server_side_encryption"]["key_arn"] == Ref("aws_kms_key.main", "arn")


def test_the_joined_bucket_is_the_destination() -> None:
    built = composed(
        part("other", "s3"), part("lake", "s3"), part("archive", "firehose"), relations=["archive sends lake"]
    )
    assert body_of(built, STREAM)["extended_s3_configuration"]["bucket_arn"] == Ref("aws_s3_bucket.lake", "arn")
    write = next(one for one in statements_of(built, "archive") if one["sid"] == "WriteBucket")
    assert "other" not in str(write["resources"])


def test_a_function_changes_the_records_on_their_way() -> None:
    built = composed(
        part("lake", "s3"), part("archive", "firehose"), part("clean", "lambda"),
        relations=["archive sends lake", "archive uses clean"],
    )  # fmt: skip
    processing = body_of(built, STREAM)["extended_s3_configuration"]["processing_configuration"]
    assert processing["enabled"] is True
    assert [one["type"] for one in processing["processors"]] == ["Lambda"]
    assert "TransformClean" in [one["sid"] for one in statements_of(built, "archive")]


def test_errors_go_to_an_encrypted_log_group() -> None:
    built = composed(part("archive", "firehose"))
    group = body_of(built, "aws_cloudwatch_log_group", "archive")
    assert group["kms_key_id"] == Ref("aws_kms_key.main", "arn")
    assert all_of(built, "aws_cloudwatch_log_stream")["archive"].body["name"] == "delivery"
