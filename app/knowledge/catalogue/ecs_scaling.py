"""How an ECS service follows its load."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.inputs import stated_or_input

BACKLOG = 100
"""Waiting messages at which a worker grows: small enough to drain within minutes, large enough not to flap."""


def add_scaling(component: Component, site: Site, service: str, cluster: str) -> str:
    """Between the least and the most tasks, by CPU; returns the scaling target."""
    low = stated_or_input(component, site, "minimum", "number", "Fewest tasks.", {"dev": 1, "prod": 2})
    high = stated_or_input(component, site, "maximum", "number", "Most tasks.", {"dev": 2, "prod": 6})
    target = site.add(
        "aws_appautoscaling_target",
        component.label,
        {
            "service_namespace": "ecs",
            "resource_id": Template(("service/", Ref(cluster, "name"), "/", Ref(service, "name"))),
            "scalable_dimension": "ecs:service:DesiredCount",
            "min_capacity": low,
            "max_capacity": high,
        },
        component=component,
    )
    _policy(
        component,
        site,
        target,
        "cpu",
        {
            "target_value": site.setting(component, "cpu_target"),
            "predefined_metric_specification": {"predefined_metric_type": "ECSServiceAverageCPUUtilization"},
        },
    )
    return target


def _policy(component: Component, site: Site, target: str, part: str, tracking: dict[str, Any]) -> None:
    site.add(
        "aws_appautoscaling_policy",
        f"{component.label}_{part}",
        {
            "name": site.name(component, part),
            "policy_type": "TargetTrackingScaling",
            "service_namespace": Ref(target, "service_namespace"),
            "resource_id": Ref(target, "resource_id"),
            "scalable_dimension": Ref(target, "scalable_dimension"),
            "target_tracking_scaling_policy_configuration": {
                "scale_in_cooldown": 300,
                "scale_out_cooldown": 60,
                **tracking,
            },
        },
        component=component,
    )


def follow_queue(end: End, queue: End, site: Site) -> None:
    """A worker grows with the messages that wait for it."""
    _policy(
        end.component,
        site,
        f"aws_appautoscaling_target.{end.component.label}",
        f"{queue.component.label}_backlog",
        {
            "target_value": BACKLOG,
            "customized_metric_specification": {
                "namespace": "AWS/SQS",
                "metric_name": "ApproximateNumberOfMessagesVisible",
                "statistic": "Average",
                "dimensions": [{"name": "QueueName", "value": Ref(queue.ports.address, "name")}],
            },
        },
    )
