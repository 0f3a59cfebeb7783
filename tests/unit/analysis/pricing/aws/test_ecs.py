from decimal import Decimal
from typing import Any

import pytest

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, estimated, lines, other

TASK = {"cpu": "256", "memory": "512"}
WINDOWS = {"operating_system_family": "WINDOWS_SERVER_2022_CORE"}
CPU, MEMORY = "Per vCPU per hour", "Per GB per hour"


def service(values: dict[str, Any], task: dict[str, Any], *others: PlannedResource) -> Any:
    definition = other("aws_ecs_task_definition", **(TASK | task))
    return bill_of(
        "aws_ecs_service",
        {"launch_type": "FARGATE", "desired_count": 2} | values,
        others=[definition, *others],
        references={"task_definition": ("aws_ecs_task_definition.that",), "cluster": ("aws_ecs_cluster.main",)},
    )


@pytest.mark.parametrize(
    ("values", "task", "cpu", "memory"),
    [
        ({}, {}, "0.5", "1"),
        ({}, {"cpu": "1 vCPU", "memory": "2 GB"}, "2", "4"),
        ({"desired_count": 0}, {}, "0", "0"),
        ({"desired_count": 3}, {"cpu": "1024", "memory": "3072"}, "3", "9"),
    ],
)
def test_tasks_by_their_size(values: dict[str, Any], task: dict[str, Any], cpu: str, memory: str) -> None:
    found = lines(service(values, task))
    assert (found[CPU][0], found[MEMORY][0]) == (Decimal(cpu), Decimal(memory))


def test_a_month_is_counted_from_the_hourly_price() -> None:
    bill = service({"desired_count": 4}, {"cpu": "4096", "memory": "30720"})
    assert baseline(bill) == Decimal("862.19")  # 16 × 0.04048 × 730 + 120 × 0.004445 × 730
    assert not estimated(bill)


def test_arm_is_a_fifth_less_and_an_estimate() -> None:
    bill = service({}, {"runtime_platform": [{"cpu_architecture": "ARM64"}]})
    assert lines(bill)[CPU][1] == Decimal("29.5504") * Decimal("0.8")
    assert estimated(bill) == {CPU, MEMORY}


@pytest.mark.parametrize(
    ("values", "task", "why"),
    [
        (
            {"launch_type": None, "capacity_provider_strategy": [{"capacity_provider": "FARGATE_SPOT"}]},
            {},
            "what Fargate Spot costs changes with supply",
        ),
        ({}, {"runtime_platform": [WINDOWS]}, "no price for Windows on Fargate"),
        ({}, {"cpu": None}, "the task definition's cpu is not known"),
        ({}, {"memory": "lots"}, "the task definition's memory is not known"),
        (
            {},
            {"ephemeral_storage": [{"size_in_gib": 50}]},
            "no price for ephemeral storage of a task beyond 20 GiB",
        ),
        ({"desired_count": -1}, {}, "desired_count is negative: -1"),
    ],
)  # fmt: skip
def test_what_has_no_price_is_said(values: dict[str, Any], task: dict[str, Any], why: str) -> None:
    assert service(values, task).missing == [why]


def test_a_service_whose_tasks_are_elsewhere() -> None:
    bill = bill_of("aws_ecs_service", {"launch_type": "FARGATE", "desired_count": 2})
    assert bill.missing == ["its task definition is not in this stack"]


@pytest.mark.parametrize("values", [{"launch_type": "EC2"}, {"launch_type": None}, {"launch_type": "EXTERNAL"}])
def test_on_instances_a_service_is_free(values: dict[str, Any]) -> None:
    assert service(values, {}).cost() is None


def test_the_cluster_says_where_tasks_run() -> None:
    cluster = other("aws_ecs_cluster", "main")
    type_ = "aws_ecs_cluster_capacity_providers"
    defaults = PlannedResource(
        f"{type_}.d", type_, "d", values={"default_capacity_provider_strategy": [{"capacity_provider": "FARGATE"}]},
        references={"cluster_name": ("aws_ecs_cluster.main",)},
    )  # fmt: skip
    assert lines(service({"launch_type": None}, {}, cluster, defaults))[CPU][0] == Decimal("0.5")


def test_a_scaled_service_counts_with_its_least() -> None:
    type_ = "aws_appautoscaling_target"
    target = PlannedResource(
        f"{type_}.t", type_, "t", values={"min_capacity": 6, "max_capacity": 60},
        references={"resource_id": ("aws_ecs_service.this",)},
    )  # fmt: skip
    assert lines(service({"desired_count": None}, {}, target))[MEMORY][0] == 3
    assert lines(service({"desired_count": None}, {}))[MEMORY][0] == 0


def test_spot_beside_on_demand_is_noted() -> None:
    both = [{"capacity_provider": "FARGATE"}, {"capacity_provider": "FARGATE_SPOT"}]
    bill = service({"launch_type": None, "capacity_provider_strategy": both}, {})
    assert "Fargate Spot" in bill.notes[0]


def test_a_profile_by_the_pods_that_are_told() -> None:
    bill = bill_of("aws_eks_fargate_profile", {}, {"vcpu": 2, "memory_gb": 8})
    assert by_usage(bill) == Decimal("85.06")  # 2 × 29.5504 + 8 × 3.24485
    assumed = bill_of("aws_eks_fargate_profile", {}, assume="small")
    assert [(int(one.quantity), one.assumed) for one in assumed.components] == [(1, True), (1, True)]
