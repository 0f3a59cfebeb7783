"""Functions and tasks: Graviton, memory, capacity that waits."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.analysis.savings.base import Offer, Rule, View, changed
from app.domain.cost import Edit
from app.domain.planned import PlannedResource

SPARE = Decimal("1.25")
STEP = 64
ARM_DISCOUNT = Decimal("0.2")
"""What Fargate costs less on arm64: 0.03238 for 0.04048 USD a vCPU-hour (AWS price list, us-east-1)."""


def function_on_arm(_view: View, resource: PlannedResource) -> Iterator[Offer]:
    """arm64 for a function that is a package, which may hold nothing native."""
    if (resource.get("architectures") or ["x86_64"]) == ["x86_64"] and not resource.get("image_uri"):
        after = changed(resource, {"architectures": ["arm64"]})
        edits = (Edit(resource.address, "architectures", '["arm64"]'),)
        yield Offer("lambda-arm", resource, "x86_64 → arm64", after, edits=edits)


def memory(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """Memory down to what was used and a quarter more."""
    seen, now = view.used(resource).get("memory_max_mb"), resource.get("memory_size", 128)
    if seen is None or not isinstance(now, int):
        return
    wanted = max(128, -(-int(seen * SPARE) // STEP) * STEP)
    if wanted < now:
        after = changed(resource, {"memory_size": wanted})
        yield Offer(
            "lambda-mem",
            resource,
            f"{now} → {wanted} MB",
            after,
            arithmetic=f"at most {seen} MB were used; the duration is taken to stay",
            edits=(Edit(resource.address, "memory_size", str(wanted)),),
        )


def waiting_capacity(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """Provisioned concurrency outside production."""
    if view.production(resource) is False:
        yield Offer("lambda-mem", resource, "remove it outside production", monthly=view.bill(resource).monthly)


def task_on_arm(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """arm64 for Fargate tasks."""
    architecture = resource.get("runtime_platform.cpu_architecture", "X86_64")
    system = str(resource.get("runtime_platform.operating_system_family", "LINUX"))
    if architecture != "X86_64" or system.startswith("WINDOWS"):
        return
    services = [
        one for one in view.planned.referring(resource, "aws_ecs_service") if one.get("launch_type") == "FARGATE"
    ]
    lines = [line for one in services for line in view.lines(one) if line.name.startswith("Per ")]
    monthly = sum((line.monthly for line in lines), Decimal(0)) * ARM_DISCOUNT
    yield Offer(
        "fargate-graviton",
        resource,
        "runtime_platform.cpu_architecture = ARM64",
        monthly=monthly,
        arithmetic=f"{ARM_DISCOUNT:.0%} of the tasks' processors and memory",
        edits=(Edit(resource.address, "runtime_platform.cpu_architecture", '"ARM64"'),),
    )


RULES: Mapping[str, tuple[Rule, ...]] = {
    "aws_lambda_function": (function_on_arm, memory),
    "aws_lambda_provisioned_concurrency_config": (waiting_capacity,),
    "aws_ecs_task_definition": (task_on_arm,),
}
