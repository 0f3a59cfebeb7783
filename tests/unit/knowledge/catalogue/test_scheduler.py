"""Schedules."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import body_of, composed, part


def test_a_schedule_has_a_time_zone_and_one_target_with_retries() -> None:
    built = composed(
        part("nightly", "scheduler", schedule="cron(0 2 * * ? *)", timezone="Europe/Madrid", input="{}"),
        part("job", "lambda"),
        part("other", "sqs"),
        relations=["nightly triggers job", "nightly sends other"],
    )
    schedule = body_of(built, "aws_scheduler_schedule")
    assert schedule["schedule_expression_timezone"] == "Europe/Madrid"
    assert schedule["target"]["arn"] == Ref("aws_lambda_function.job", "arn")
    assert schedule["target"]["input"] == "{}"
    assert schedule["target"]["retry_policy"]["maximum_retry_attempts"] == 3
    assert [one.conflict for one in built.settled] == ["nightly should start other as well"]


def test_a_schedule_without_target_sends_to_a_queue() -> None:
    built = composed(part("nightly", "scheduler"))
    assert body_of(built, "aws_scheduler_schedule")["target"]["arn"].address.startswith("aws_sqs_queue.")


def test_a_flexible_window() -> None:
    built = composed(part("nightly", "scheduler", flexible_window=15))
    window = body_of(built, "aws_scheduler_schedule")["flexible_time_window"]
    assert window == {"mode": "FLEXIBLE", "maximum_window_in_minutes": 15}
