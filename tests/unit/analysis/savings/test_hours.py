"""Schedules and spot capacity."""

from typing import Any

import pytest

from app.analysis.savings import hours
from tests.unit.analysis.savings.stacks import dollars, offers, resource


@pytest.mark.parametrize(("environment", "count"), [("dev", 1), ("prod", 0), ("", 0)])
def test_what_is_not_production_can_sleep(environment: str, count: int) -> None:
    """m5.large: 70.08 USD × (1 − 60/168)."""
    disk = [{"volume_type": "gp3", "volume_size": 100}]
    instance = resource("aws_instance.a", instance_type="m5.large", root_block_device=disk, tags={"env": environment})
    assert [dollars(one.monthly) for one in offers(hours.office_hours, instance)] == ["45.05"] * count


@pytest.mark.parametrize(
    ("address", "values", "count"),
    [
        ("aws_eks_node_group.a", {"instance_types": ["m5.large"], "scaling_config": [{"desired_size": 2}]}, 1),
        (
            "aws_eks_node_group.a",
            {"instance_types": ["m5.large"], "scaling_config": [{"desired_size": 2}], "capacity_type": "SPOT"},
            0,
        ),
        ("aws_eks_node_group.a", {"instance_types": ["m5.large"], "scaling_config": [{"desired_size": 0}]}, 0),
        ("aws_autoscaling_group.a", {"desired_capacity": 2, "target_group_arns": ["arn"]}, 0),
    ],
)
def test_workers_may_be_spot(address: str, values: dict[str, Any], count: int) -> None:
    assert len(offers(hours.spot, resource(address, **values))) == count
