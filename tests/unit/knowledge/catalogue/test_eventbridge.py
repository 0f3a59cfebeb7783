"""Rules and buses."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import body_of, composed, part, text_of


@pytest.mark.parametrize(
    ("settings", "argument", "expected"),
    [
        ({"schedule": "cron(30 2 * * ? *)"}, "schedule_expression", "cron(30 2 * * ? *)"),
        ({}, "schedule_expression", "rate(1 day)"),
        ({"source": ["shop"]}, "event_pattern", "{'source': ['shop']}"),
        ({"detail_type": "paid"}, "event_pattern", "{'detail-type': ['paid']}"),
        ({"schedule": "rate(5 minutes)", "state": "DISABLED"}, "state", "DISABLED"),
    ],
)
def test_a_rule_fires_as_stated(settings: dict[str, Any], argument: str, expected: str) -> None:
    assert (
        text_of(body_of(composed(part("nightly", "eventbridge", **settings)), "aws_cloudwatch_event_rule")[argument])
        == expected
    )


def test_a_bus_of_its_own_is_used_by_rule_and_target() -> None:
    built = composed(part("shop", "eventbridge", bus="shop"), part("jobs", "sqs"), relations=["shop sends jobs"])
    bus = Ref("aws_cloudwatch_event_bus.shop", "name")
    assert body_of(built, "aws_cloudwatch_event_bus")["name"] == "shop"
    assert body_of(built, "aws_cloudwatch_event_rule")["event_bus_name"] == bus
    assert body_of(built, "aws_cloudwatch_event_target")["event_bus_name"] == bus


def test_stated_input_is_handed_on() -> None:
    built = composed(
        part("nightly", "eventbridge", input='{"full": true}'),
        part("job", "lambda"),
        relations=["nightly triggers job"],
    )
    assert body_of(built, "aws_cloudwatch_event_target")["input"] == '{"full": true}'
