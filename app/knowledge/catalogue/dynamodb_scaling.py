"""Automatic scaling of a provisioned DynamoDB table and its indexes."""

from collections.abc import Sequence
from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import Site
from app.knowledge.catalogue.dynamodb_keys import Index

TARGET = 70
"""Percent of capacity to aim at; the value of AWS's own console."""


def add_scaling(component: Component, site: Site, table: str, table_indexes: Sequence[Index]) -> None:
    """Target tracking for reads and writes of the table and of each index."""
    places: list[tuple[str, Any, str]] = [(component.label, Template(("table/", Ref(table, "name"))), "table")]
    places += [
        (
            f"{component.label}_{index.name.replace('-', '_')}",
            Template(("table/", Ref(table, "name"), f"/index/{index.name}")),
            "index",
        )
        for index in table_indexes
    ]
    for label, resource, kind in places:
        for verb in ("Read", "Write"):
            _track(component, site, f"{label}_{verb.lower()}", resource, kind, verb)


def _track(component: Component, site: Site, label: str, resource: Any, kind: str, verb: str) -> None:
    target = site.add(
        "aws_appautoscaling_target",
        label,
        {
            "service_namespace": "dynamodb",
            "resource_id": resource,
            "scalable_dimension": f"dynamodb:{kind}:{verb}CapacityUnits",
            "min_capacity": int(site.setting(component, f"{verb.lower()}_capacity") or 5),
            "max_capacity": int(site.setting(component, "max_capacity")),
        },
        component=component,
    )
    site.add(
        "aws_appautoscaling_policy",
        label,
        {
            "name": label.replace("_", "-"),
            "policy_type": "TargetTrackingScaling",
            "service_namespace": Ref(target, "service_namespace"),
            "resource_id": Ref(target, "resource_id"),
            "scalable_dimension": Ref(target, "scalable_dimension"),
            "target_tracking_scaling_policy_configuration": {
                "target_value": TARGET,
                "predefined_metric_specification": {
                    "predefined_metric_type": f"DynamoDB{verb}CapacityUtilization",
                },
            },
        },
        component=component,
    )
