"""What starts functions."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


@pytest.mark.parametrize(
    ("kind", "relation", "attribute", "size"),
    [
        ("sqs", "src triggers fn", "aws_sqs_queue.src.arn", 10),
        ("sqs", "fn reads src", "aws_sqs_queue.src.arn", 10),
        ("kinesis", "src triggers fn", "aws_kinesis_stream.src.arn", 100),
        ("dynamodb", "src triggers fn", "aws_dynamodb_table.src.stream_arn", 100),
    ],
)
def test_polled_sources_get_a_mapping(kind: str, relation: str, attribute: str, size: int) -> None:
    built = composed(part("src", kind), part("fn", "lambda"), relations=(relation,))
    mapping = body_of(built, "aws_lambda_event_source_mapping", "fn_src")
    address, _, path = attribute.rpartition(".")
    assert mapping["event_source_arn"] == Ref(address, path)
    assert mapping["batch_size"] == size
    assert mapping["function_response_types"] == ["ReportBatchItemFailures"]


def test_a_message_stays_hidden_longer_than_the_function_may_run() -> None:
    built = composed(part("jobs", "sqs"), part("fn", "lambda", timeout=60), relations=("jobs triggers fn",))
    assert body_of(built, "aws_sqs_queue", "jobs")["visibility_timeout_seconds"] == 360
    stated = composed(
        part("jobs", "sqs", visibility_timeout=90), part("fn", "lambda", timeout=60), relations=("jobs triggers fn",)
    )
    assert body_of(stated, "aws_sqs_queue", "jobs")["visibility_timeout_seconds"] == 90


def test_a_table_that_starts_a_function_has_a_stream() -> None:
    built = composed(part("t", "dynamodb"), part("fn", "lambda"), relations=("t triggers fn",))
    assert body_of(built, "aws_dynamodb_table")["stream_enabled"] is True
    mapping = body_of(built, "aws_lambda_event_source_mapping")
    assert mapping["destination_config"]["on_failure"]["destination_arn"] == Ref("aws_sqs_queue.fn_failures", "arn")


@pytest.mark.parametrize("kind", ["s3", "sns", "eventbridge", "api_http"])
def test_others_may_invoke_it_and_nobody_else(kind: str) -> None:
    settings = {"schedule": "rate(1 day)"} if kind == "eventbridge" else {}
    relation = "src fronts fn" if kind == "api_http" else "src triggers fn"
    built = composed(part("src", kind, **settings), part("fn", "lambda"), relations=(relation,))
    (permission,) = all_of(built, "aws_lambda_permission").values()
    assert permission.body["source_arn"]
    assert permission.body["principal"].endswith(".amazonaws.com")


def test_reading_a_table_is_no_start() -> None:
    built = composed(part("t", "dynamodb"), part("fn", "lambda"), relations=("fn reads t",))
    assert not all_of(built, "aws_lambda_event_source_mapping")
    assert body_of(built, "aws_lambda_function")["environment"]["variables"]
