"""Topics."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part, sids_of


def test_a_topic_is_encrypted_and_wants_tls() -> None:
    built = composed(part("orders", "sns"))
    assert body_of(built, "aws_sns_topic")["kms_master_key_id"] == Ref("aws_kms_key.main", "arn")
    assert sids_of(built, "orders_topic") == ["DenyInsecureTransport"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"email": ["a@example.com"]}, [("email", "a@example.com")]),
        ({"email": "a@example.com", "sms": ["+34600000000"]}, [("email", "a@example.com"), ("sms", "+34600000000")]),
        ({"https": ["https://hook.example"]}, [("https", "https://hook.example")]),
    ],
)
def test_stated_subscribers(settings: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = all_of(composed(part("orders", "sns", **settings)), "aws_sns_topic_subscription").values()
    assert sorted((one.body["protocol"], one.body["endpoint"]) for one in found) == expected


def test_fan_out_subscribes_each_queue_and_opens_its_policy() -> None:
    built = composed(
        part("orders", "sns"),
        part("mail", "sqs"),
        part("stock", "sqs"),
        relations=["orders sends mail", "orders sends stock"],
    )
    assert sorted(all_of(built, "aws_sns_topic_subscription")) == ["orders_to_mail", "orders_to_stock"]
    assert "FromTopicOrders" in sids_of(built, "mail_queue")
    assert "FromTopicOrders" in sids_of(built, "stock_queue")


@pytest.mark.parametrize(
    ("kind", "protocol", "needs"),
    [("lambda", "lambda", "aws_lambda_permission"), ("firehose", "firehose", "aws_iam_role_policy")],
)
def test_other_subscribers(kind: str, protocol: str, needs: str) -> None:
    built = composed(part("orders", "sns"), part("target", kind), relations=["orders triggers target"])
    assert body_of(built, "aws_sns_topic_subscription")["protocol"] == protocol
    assert all_of(built, needs)


def test_what_sns_cannot_deliver_to_is_said() -> None:
    built = composed(part("orders", "sns"), part("books", "rds"), relations=["orders sends books"])
    assert [one.conflict for one in built.settled] == ["orders should deliver to books"]


@pytest.mark.parametrize(("name", "expected"), [("orders", "orders.fifo"), ("orders.fifo", "orders.fifo")])
def test_a_fifo_topic_is_named_so(name: str, expected: str) -> None:
    topic = body_of(composed(part("orders", "sns", name=name, fifo=True)), "aws_sns_topic")
    assert (topic["name"], topic["fifo_topic"]) == (expected, True)
