"""How groups follow load and clock."""

import pytest

from app.knowledge.catalogue.autoscaling_policies import unix_cron
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


@pytest.mark.parametrize(
    ("schedule", "cron"),
    [
        ("cron(0 20 * * ? *)", "0 20 * * *"),
        ("cron(30 7 ? * MON-FRI *)", "30 7 * * MON-FRI"),
        ("0 20 * * *", "0 20 * * *"),
    ],
)
def test_schedules_are_written_in_five_fields(schedule: str, cron: str) -> None:
    assert unix_cron(schedule) == cron


def test_the_load_is_followed() -> None:
    tracking = body_of(composed(part("fleet", "autoscaling", cpu_target=45)), "aws_autoscaling_policy")
    assert tracking["target_tracking_configuration"]["target_value"] == 45


def test_times_of_day_become_schedules() -> None:
    built = composed(part("fleet", "autoscaling", scale_down_at="cron(0 20 * * ? *)", scale_up_at="cron(0 7 * * ? *)"))
    found = all_of(built, "aws_autoscaling_schedule")
    assert {label: one.body["recurrence"] for label, one in found.items()} == {
        "fleet_down": "0 20 * * *",
        "fleet_up": "0 7 * * *",
    }
    assert found["fleet_down"].body["desired_capacity"] == 0
