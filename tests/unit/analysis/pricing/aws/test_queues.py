from decimal import Decimal
from typing import Any

import pytest

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.bills import bill_of, by_usage, estimated, lines


def subscribed(protocol: str, name: str) -> PlannedResource:
    type_ = "aws_sns_topic_subscription"
    return PlannedResource(
        f"{type_}.{name}", type_, name, values={"protocol": protocol}, references={"topic_arn": ("aws_sns_topic.this",)}
    )


@pytest.mark.parametrize(("fifo", "price"), [(False, "0.4"), (True, "0.5")])
def test_requests_of_a_queue_by_its_kind(fifo: bool, price: str) -> None:
    use = {"monthly_requests": 3_000_000, "request_size_kb": 100}
    bill = bill_of("aws_sqs_queue", {"fifo_queue": fifo}, use)
    assert lines(bill) == {"Requests": (6, Decimal(price))}  # two pieces of 64 KB each
    assert not estimated(bill)


@pytest.mark.parametrize(
    ("type_", "attribute"),
    [
        ("aws_sqs_queue", "redrive_policy"),
        ("aws_sqs_queue_redrive_policy", "redrive_policy"),
        ("aws_sns_topic_subscription", "redrive_policy"),
        ("aws_lambda_function", "dead_letter_config.target_arn"),
    ],
)
def test_no_use_is_assumed_of_a_queue_for_dead_letters(type_: str, attribute: str) -> None:
    source = PlannedResource(f"{type_}.work", type_, "work", references={attribute: ("aws_sqs_queue.this",)})
    assert bill_of("aws_sqs_queue", {}, assume="medium", others=[source]).cost() is None
    told = bill_of("aws_sqs_queue", {}, {"monthly_requests": 1_000_000}, others=[source])
    assert by_usage(told) == Decimal("0.40")


def test_a_queue_that_only_names_its_own_dead_letters_is_used() -> None:
    type_ = "aws_sqs_queue_redrive_allow_policy"
    allowed = PlannedResource(f"{type_}.a", type_, "a", references={"redrive_allow_policy": ("aws_sqs_queue.this",)})
    assert by_usage(bill_of("aws_sqs_queue", {}, assume="medium", others=[allowed])) == Decimal("10.00")


def test_notifications_follow_from_the_subscriptions_of_the_stack() -> None:
    others = [subscribed("email", "a"), subscribed("email-json", "b"), subscribed("sqs", "c"), subscribed("https", "d")]
    found = lines(bill_of("aws_sns_topic", {}, {"monthly_requests": 1_200_000}, others=others))
    assert {name: quantity for name, (quantity, _) in found.items()} == {
        "API requests (over 1M)": Decimal("0.2"),
        "HTTP/HTTPS notifications (over 100k)": 11,
        "Email/Email-JSON notifications (over 1k)": Decimal("23.99"),
    }


def test_text_messages_at_the_price_that_is_told() -> None:
    use = {"monthly_requests": 1100, "sms_subscriptions": 1, "sms_notification_price": 0.05}
    bill = bill_of("aws_sns_topic", {}, use)
    assert by_usage(bill) == Decimal("50.00")
    assert not estimated(bill)
    del use["sms_notification_price"]
    assert estimated(bill_of("aws_sns_topic", {}, use)) == {"SMS notifications (over 100)"}


def test_a_subscription_is_billed_with_its_topic() -> None:
    assert bill_of("aws_sns_topic_subscription", {"protocol": "https"}, assume="medium").cost() is None
    bill = bill_of("aws_sns_topic_subscription", {"protocol": "sqs"}, {"monthly_requests": 1_000_000})
    assert bill.cost() is None


@pytest.mark.parametrize(("region", "estimate"), [("eu-central-1", False), ("me-south-1", True)])
def test_events_cost_the_same_in_most_regions(region: str, estimate: bool) -> None:
    use: dict[str, Any] = {"monthly_custom_events": 2_000_000}
    bill = bill_of("aws_cloudwatch_event_bus", {}, use, region=region)
    assert bool(estimated(bill)) == estimate
    assert estimate or by_usage(bill) == Decimal("2.00")
