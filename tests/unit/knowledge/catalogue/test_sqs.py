"""Queues."""

from typing import Any

import pytest

from app.domain.resources import Json, Ref
from app.knowledge.catalogue.sqs import is_dead_letter
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part, sids_of, text_of


def test_a_queue_is_encrypted_and_has_a_dead_letter_queue() -> None:
    built = composed(part("orders", "sqs"))
    queue = body_of(built, "aws_sqs_queue", "orders")
    assert queue["kms_master_key_id"] == Ref("aws_kms_key.main", "arn")
    assert queue["redrive_policy"] == Json(
        {"deadLetterTargetArn": Ref("aws_sqs_queue.orders_dlq", "arn"), "maxReceiveCount": 5}
    )
    assert body_of(built, "aws_sqs_queue", "orders_dlq")["message_retention_seconds"] == 1209600
    assert body_of(built, "aws_sqs_queue_redrive_allow_policy", "orders_dlq")["queue_url"] == Ref(
        "aws_sqs_queue.orders_dlq"
    )
    assert sids_of(built, "orders_queue") == ["DenyInsecureTransport"]


@pytest.mark.parametrize(
    ("settings", "argument", "value"),
    [
        ({"visibility_timeout": 45}, "visibility_timeout_seconds", 45),
        ({"message_retention": 86400}, "message_retention_seconds", 86400),
        ({"delay": 5}, "delay_seconds", 5),
        ({"receive_wait_time": 3}, "receive_wait_time_seconds", 3),
        ({"max_message_size": 2048}, "max_message_size", 2048),
        ({"fifo": True}, "fifo_queue", True),
        ({"fifo": True}, "content_based_deduplication", True),
        ({}, "message_retention_seconds", 345600),
    ],
)
def test_what_was_said_stands_in_the_code(settings: dict[str, Any], argument: str, value: Any) -> None:
    assert body_of(composed(part("orders", "sqs", **settings)), "aws_sqs_queue", "orders")[argument] == value


@pytest.mark.parametrize(
    ("name", "settings", "queue", "dead"),
    [
        ("orders", {}, "orders", "orders-dlq"),
        ("orders.fifo", {}, "orders.fifo", "orders-dlq.fifo"),
        ("orders", {"fifo": True}, "orders.fifo", "orders-dlq.fifo"),
        (None, {"fifo": True}, "Local-orders.fifo", "Local-orders-dlq.fifo"),
    ],
)
def test_names_of_fifo_queues_end_in_fifo(name: str | None, settings: dict[str, Any], queue: str, dead: str) -> None:
    built = composed(part("orders", "sqs", name=name, **settings))
    found = {label: text_of(one.body["name"]) for label, one in all_of(built, "aws_sqs_queue").items()}
    assert {label: text.replace("Local(name='name')", "Local") for label, text in found.items()} == {
        "orders": queue,
        "orders_dlq": dead,
    }


def test_a_named_dead_letter_queue_is_used() -> None:
    built = composed(part("orders", "sqs"), part("orders_dlq", "sqs", name="orders-dlq"))
    assert sorted(all_of(built, "aws_sqs_queue")) == ["orders", "orders_dlq"]
    assert "aws_sqs_queue.orders_dlq" in text_of(body_of(built, "aws_sqs_queue", "orders")["redrive_policy"]).replace(
        "'", ""
    )
    assert "redrive_policy" not in body_of(built, "aws_sqs_queue", "orders_dlq")


def test_no_dead_letter_queue_where_none_is_wanted() -> None:
    assert sorted(all_of(composed(part("orders", "sqs", dead_letter=False)), "aws_sqs_queue")) == ["orders"]


@pytest.mark.parametrize(("label", "expected"), [("orders_dlq", True), ("dead-letters", True), ("orders", False)])
def test_dead_letter_queues_are_known_by_their_name(label: str, expected: bool) -> None:
    assert is_dead_letter(part(label, "sqs")) == expected


def test_failed_messages_are_kept_as_long_as_was_said() -> None:
    built = composed(part("orders", "sqs", dead_letter_retention=86400))
    assert body_of(built, "aws_sqs_queue", "orders_dlq")["message_retention_seconds"] == 86400
    assert body_of(built, "aws_sqs_queue", "orders")["message_retention_seconds"] == 345600
