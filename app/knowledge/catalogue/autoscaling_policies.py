"""How an Auto Scaling group follows its load and the clock."""

import re

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import Site

_CRON = re.compile(r"cron\((?P<fields>[^)]+)\)")


def unix_cron(schedule: str) -> str:
    """An EventBridge cron (six fields, ``?``) as the five fields of Auto Scaling; other forms unchanged."""
    found = _CRON.fullmatch(schedule.strip())
    if not found:
        return schedule
    minute, hour, day, month, weekday = found["fields"].split()[:5]
    return " ".join((minute, hour, day.replace("?", "*"), month, weekday.replace("?", "*")))


def add_target_tracking(component: Component, site: Site, group: str) -> None:
    """Keep the average CPU at the stated value (60 % where none was stated)."""
    site.add(
        "aws_autoscaling_policy",
        f"{component.label}_cpu",
        {
            "name": site.name(component, "cpu"),
            "autoscaling_group_name": Ref(group, "name"),
            "policy_type": "TargetTrackingScaling",
            "target_tracking_configuration": {
                "target_value": site.setting(component, "cpu_target"),
                "predefined_metric_specification": {"predefined_metric_type": "ASGAverageCPUUtilization"},
            },
        },
        component=component,
    )


def add_schedule(component: Component, site: Site, group: str) -> None:
    """Scheduled sizes, where the request names times."""
    for setting, part, sizes in (
        ("scale_down_at", "down", {"min_size": 0, "max_size": -1, "desired_capacity": 0}),
        (
            "scale_up_at",
            "up",
            {"min_size": Ref(group, "min_size"), "max_size": -1, "desired_capacity": Ref(group, "min_size")},
        ),
    ):
        schedule = site.setting(component, setting)
        if schedule:
            site.add(
                "aws_autoscaling_schedule",
                f"{component.label}_{part}",
                {
                    "scheduled_action_name": site.name(component, part),
                    "autoscaling_group_name": Ref(group, "name"),
                    "recurrence": unix_cron(str(schedule)),
                    **sizes,
                },
                component=component,
            )
