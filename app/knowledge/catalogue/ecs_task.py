"""The cluster and the task definition of an ECS service."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Json, Local, Ref, Template
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.kinds import kind_of
from app.knowledge.catalogue.reach import fronted

SIZES = ((256, 512, 2048), (512, 1024, 4096), (1024, 2048, 8192), (2048, 4096, 16384), (4096, 8192, 30720),
         (8192, 16384, 61440), (16384, 32768, 122880))  # fmt: skip
"""CPU units with the least and most memory in MiB that Fargate takes (Amazon ECS developer guide, "Task size")."""


PLACEHOLDER = "public.ecr.aws/nginx/nginx-unprivileged:stable"
"""Runs until there is an image of one's own: answers on port 8080, writes only below /tmp, needs no root."""


def fargate_size(cpu: Any, memory: Any) -> tuple[int, int]:
    """The smallest Fargate size that has what was stated; ``cpu`` in units or vCPUs, ``memory`` in MiB."""
    units = float(cpu or 0)
    if 0 < units <= 16:
        units *= 1024
    wanted = int(memory or 0)
    for size, least, most in SIZES:
        if units <= size and wanted <= most:
            return size, max(least, -(-wanted // 1024) * 1024 if wanted > least else least)
    size, _, most = SIZES[-1]
    return size, most


def add_cluster(component: Component, site: Site) -> str:
    """The stack's cluster, shared by its services, with Container Insights; the first service brings it."""
    others = site.of_kind("ecs")
    owner = others[0].component if others else component
    cluster = site.add(
        "aws_ecs_cluster",
        "main",
        {
            "name": Local("name"),
            "setting": [{"name": "containerInsights", "value": "enabled"}],
            "configuration": {
                "execute_command_configuration": {"kms_key_id": site.key("logs.amazonaws.com"), "logging": "DEFAULT"}
            },
        },
        component=owner,
    )
    site.accept(
        "CKV_AWS_224",
        "Sessions in a container are encrypted with the stack's key and logged where the task logs, in a group that "
        "the same key encrypts.",
        cluster,
    )
    return cluster


def add_task(component: Component, site: Site) -> tuple[str, str, str]:
    """Task definition, task role and execution role (addresses); the container is described when all is known."""
    if site.refused("nat") and not site.stated(component, "image"):
        site.require("ecr")  # without a NAT only the stack's own registry can be reached
    role = site.role(component, "ecs-tasks.amazonaws.com", label=f"{component.label}_task")
    execution = site.role(component, "ecs-tasks.amazonaws.com", label=f"{component.label}_execution")
    cpu, memory = fargate_size(site.setting(component, "cpu"), site.setting(component, "memory"))
    task = site.add(
        "aws_ecs_task_definition",
        component.label,
        {
            "family": site.name(component),
            "requires_compatibilities": ["FARGATE"],
            "network_mode": "awsvpc",
            "cpu": str(cpu),
            "memory": str(memory),
            "task_role_arn": Ref(role, "arn"),
            "execution_role_arn": Ref(execution, "arn"),
            "runtime_platform": {
                "cpu_architecture": site.setting(component, "architecture"),
                "operating_system_family": "LINUX",
            },
            "volume": [{"name": "tmp"}],
        },
        component=component,
    )
    return task, role, execution


def _image(component: Component, site: Site) -> Any:
    """The stated image, else the newest of the stack's own registry, else an input."""
    if site.stated(component, "image"):
        return site.setting(component, "image")
    for kind in ("uses", "reads"):
        for other in site.related(component, kind):
            if kind_of(other) == "ecr":
                for registry in site.of_kind("ecr"):
                    if registry.component.id == other.id:
                        return Template((Ref(registry.ports.address, "repository_url"), ":", _tag(component, site)))
    registries = site.of_kind("ecr")
    if len(registries) == 1:
        return Template((Ref(registries[0].ports.address, "repository_url"), ":", _tag(component, site)))
    return site.variable(
        f"{component.label}_image".replace("-", "_"),
        "string",
        f"Container image of {component.label}, with its tag.",
        PLACEHOLDER,
    )


def _tag(component: Component, site: Site) -> Any:
    name = f"{component.label}_image_tag".replace("-", "_")
    return site.variable(name, "string", f"Tag of the image of {component.label} to run.", "latest")


def complete_task(end: End, site: Site) -> None:
    """Write the container definition and what the agent that starts it needs: image and logs."""
    component = end.component
    execution = end.ports.extra["execution_role"]
    logs = site.log_group(component, Template(("/ecs/", site.name(component))), label=component.label)
    site.allow(execution, ("logs:CreateLogStream", "logs:PutLogEvents"), (Template((logs, ":*")),), sid="WriteLogs")
    _allow_pull(execution, site)
    serves = bool(end.ports.extra["served"]) or fronted(component, site) or site.stated(component, "port")
    container: dict[str, Any] = {
        "name": component.label,
        "image": _image(component, site),
        "essential": True,
        "readonlyRootFilesystem": True,
        "mountPoints": [_mount("tmp", "/tmp"), *end.ports.extra["mounts"]],  # noqa: S108 - a path in the container
        "environment": [{"name": k, "value": v} for k, v in sorted(site.environment(component).items())],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": Ref(logs.address, "name"),
                "awslogs-region": site.region(),
                "awslogs-stream-prefix": component.label,
            },
        },
    }
    if serves:
        container["portMappings"] = [{"containerPort": end.ports.port, "protocol": "tcp"}]
    if site.setting(component, "command"):
        container["command"] = str(site.setting(component, "command")).split()
    site.set(end.ports.extra["task"], "container_definitions", Json([container]))


def _mount(volume: str, path: str) -> dict[str, Any]:
    return {"sourceVolume": volume, "containerPath": path, "readOnly": False}


def _allow_pull(execution: str, site: Site) -> None:
    """Pull from the stack's own registries; the login call takes no resource."""
    registries = site.of_kind("ecr")
    if registries:
        site.allow(
            execution,
            ("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"),
            [registry.ports.arn for registry in registries],
            sid="PullImages",
        )
        site.allow(execution, ("ecr:GetAuthorizationToken",), ("*",), sid="LogInToRegistry")
