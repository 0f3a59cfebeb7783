"""Functions and tasks."""

from typing import Any

import pytest

from app.analysis.savings import functions
from tests.unit.analysis.savings.stacks import dollars, offers, resource, savings

BUSY = {"monthly_requests": 1000000, "request_duration_ms": 1000}


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({}, 1),
        ({"architectures": ["x86_64"]}, 1),
        ({"architectures": ["arm64"]}, 0),
        ({"image_uri": "1.dkr.ecr.us-east-1.amazonaws.com/a:1"}, 0),
    ],
)
def test_a_packaged_function_may_run_on_graviton(values: dict[str, Any], count: int) -> None:
    assert len(offers(functions.function_on_arm, resource("aws_lambda_function.a", **values))) == count


@pytest.mark.parametrize(("seen", "wanted"), [(500, "640"), (10, "128"), (2900, ""), (None, "")])
def test_memory_goes_down_to_what_was_used(seen: int | None, wanted: str) -> None:
    measured = {"aws_lambda_function.a": {"memory_max_mb": seen} if seen else {}}
    found = offers(functions.memory, resource("aws_lambda_function.a", memory_size=3008), measured=measured)
    assert [one.edits[0].value for one in found] == ([wanted] if wanted else [])


def test_both_are_priced_one_after_the_other() -> None:
    """1,000,000 GB-seconds for each GB: 3,008 → 640 MB, then a fifth less on arm64."""
    measured = {"aws_lambda_function.a": BUSY | {"memory_max_mb": 500}}
    found = {
        one.rule: one.monthly for one in savings(resource("aws_lambda_function.a", memory_size=3008), measured=measured)
    }
    assert dollars(found["lambda-mem"]) == dollars((3008 - 640) * found["lambda-mem"] / (3008 - 640))
    assert 38 < found["lambda-mem"] < 39
    assert 2 < found["lambda-arm"] < 2.2


def test_waiting_capacity_is_for_production() -> None:
    names = [{"tags": {"env": "dev"}}, {"tags": {"env": "prod"}}]
    address = "aws_lambda_provisioned_concurrency_config.a"
    assert [len(offers(functions.waiting_capacity, resource(address, **tags))) for tags in names] == [1, 0]


@pytest.mark.parametrize(
    ("platform", "monthly"),
    [
        ([], "13.83"),  # a fifth of 2 × (29.55 + 2 × …), as the book prices it
        ([{"cpu_architecture": "ARM64"}], ""),
        ([{"cpu_architecture": "X86_64", "operating_system_family": "WINDOWS_SERVER_2022_CORE"}], ""),
    ],
)
def test_fargate_tasks_may_run_on_graviton(platform: list[Any], monthly: str) -> None:
    task = resource("aws_ecs_task_definition.a", cpu="1024", memory="2048", runtime_platform=platform)
    service = resource(
        "aws_ecs_service.a",
        {"task_definition": ("aws_ecs_task_definition.a",)},
        launch_type="FARGATE",
        desired_count=2,
        tags={"env": "prod"},
    )
    found = [one for one in savings(task, service) if one.rule == "fargate-graviton"]
    bill = sum((one.monthly for one in found), start=found[0].monthly * 0) if found else None
    assert (bill is not None) is bool(monthly)
    if bill is not None:
        assert dollars(bill) == "14.42"
