"""Amazon ECS on Fargate: containers without machines."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.databases import tell_secrets
from app.knowledge.catalogue.ecs_scaling import add_scaling, follow_queue
from app.knowledge.catalogue.ecs_task import add_cluster, add_task, complete_task
from app.knowledge.catalogue.inputs import stated_or_input
from app.knowledge.catalogue.kinds import kind_of
from app.knowledge.catalogue.reach import fronted, silent_step

SOURCES = {"sqs", "kinesis", "dynamodb", "sns", "s3"}


def _only_scheduled(component: Component, site: Site) -> bool:
    """Whether a schedule starts the task and nothing keeps it running."""
    if silent_step(component, site):
        return True
    starters = {kind_of(other) for other in site.related(component, "triggers", incoming=True)}
    return (
        bool(starters & {"eventbridge", "step_functions"}) and not starters & SOURCES and not fronted(component, site)
    )


def wire(component: Component, site: Site) -> Ports:
    """Cluster, task definition with its two roles and logs, and the service that keeps it running."""
    network = site.network(component)
    group = site.security_group(component, f"Tasks of {component.label}")
    site.egress(group, 443, "0.0.0.0/0", "HTTPS to AWS services, registries and APIs")
    cluster = add_cluster(component, site)
    task, role, execution = add_task(component, site)
    port = int(site.setting(component, "port"))
    public = bool(site.setting(component, "public"))
    placement = {
        "subnets": network.public if public else network.private,
        "security_groups": [group],
        "assign_public_ip": public,
    }
    extra: dict[str, Any] = {
        "cluster_arn": Ref(cluster, "arn"),
        "cluster_name": Ref(cluster, "name"),
        "task": task,
        "task_definition_arn": Ref(task, "arn"),
        "execution_role": execution,
        "task_roles": (Ref(role, "arn"), Ref(execution, "arn")),
        "mounts": [],
        "served": [],
        "subnets": placement["subnets"],
        "placement": placement,
        "container": component.label,
        "target_type": "ip",
        "private": not public,
    }
    address = task
    if not _only_scheduled(component, site):
        address = _service(component, site, cluster, task, placement)
        extra["service"] = address
        extra["service_name"] = Ref(address, "name")
        add_scaling(component, site, address, cluster)
    return Ports(
        address=address,
        arn=Ref(address, "arn" if address == task else "id"),
        handle=Ref(address, "family" if address == task else "name"),
        handle_name="SERVICE",
        role=role,
        security_group=group,
        port=port,
        principal="ecs-tasks.amazonaws.com",
        extra=extra,
    )


def _service(component: Component, site: Site, cluster: str, task: str, placement: dict[str, Any]) -> str:
    count = stated_or_input(component, site, "tasks", "number", "Number of tasks to start with.", {"dev": 1, "prod": 2})
    return site.add(
        "aws_ecs_service",
        component.label,
        {
            "name": site.name(component),
            "cluster": Ref(cluster),
            "task_definition": Ref(task, "arn"),
            "desired_count": count,
            "launch_type": "FARGATE",
            "platform_version": "LATEST",
            "propagate_tags": "SERVICE",
            "enable_ecs_managed_tags": True,
            "deployment_minimum_healthy_percent": 100,
            "deployment_maximum_percent": 200,
            "deployment_circuit_breaker": {"enable": True, "rollback": True},
            "network_configuration": placement,
        },
        component=component,
        lifecycle={"ignore_changes": ["desired_count"]},
        comment="Auto scaling owns the number of tasks after the first deployment.",
    )


def started_by(source: End, end: End, _relation: Relation, site: Site) -> None:
    """A worker: it may read what starts it, knows where that is, and grows with the backlog."""
    ports = source.ports
    actions = ports.access.get("reads", ()) or ports.access.get("uses", ())
    if actions and ports.access_arns:
        site.allow(end.ports.role, actions, ports.access_arns)
    if ports.key is not None:
        site.allow(end.ports.role, ("kms:Decrypt", "kms:GenerateDataKey"), (ports.key,))
    if ports.handle is not None and ports.handle_name:
        name = f"{source.component.label}_{ports.handle_name}".upper().replace("-", "_")
        site.environment(end.component)[name] = ports.handle


def finish(end: End, site: Site) -> None:
    """The container's definition, with every variable known; a worker follows its queue."""
    tell_secrets(end, site)
    complete_task(end, site)
    service = end.ports.extra.get("service")
    if service:
        queues = {
            other.id
            for kind, incoming in (("triggers", True), ("reads", False), ("sends", True), ("writes", True))
            for other in site.related(end.component, kind, incoming=incoming)
            if kind_of(other) == "sqs" and (kind in {"triggers", "reads"})
        }
        for queue in site.of_kind("sqs"):
            if queue.component.id in queues:
                follow_queue(end, queue, site)


SERVICE = Service(
    id="ecs",
    title="Amazon ECS on Fargate",
    concern="compute",
    primary="aws_ecs_service",
    words=(
        "ecs", "amazon ecs", "ecs service", "ecs fargate", "fargate", "fargate service", "fargate task", "ecs task",
        "container service", "containerized application", "containerised application", "containerized service",
        "containerised service", "docker container", "docker service", "contenedor docker", "servicio ecs",
        "servicio de contenedores", "aplicacion en contenedores", "containerized web application",
    ),
    weak_words=(
        "container", "worker", "microservice", "web application", "web app", "web service", "backend", "back end",
        "application", "app", "service", "api server", "contenedor", "trabajador", "microservicio", "aplicacion web",
        "aplicacion", "servicio web", "servicio", "storefront", "shop", "tienda", "consumer", "consumidor", "processor",
    ),
    wire=wire,
    linked={"triggers": started_by},
    finish=finish,
    types=(
        "aws_ecs_cluster", "aws_ecs_task_definition", "aws_ecs_cluster_capacity_providers", "aws_appautoscaling_target",
        "aws_appautoscaling_policy", "aws_security_group", "aws_iam_role", "aws_cloudwatch_log_group",
    ),
    parameters=(
        Parameter("image", "text", ("image", "container image", "docker image", "imagen")),
        Parameter("port", "port", ("port", "container port", "listens on", "listening on", "puerto", "escucha en"),
                  default=8080),
        Parameter("cpu", "number", ("cpu", "vcpu", "cpu unit", "unidades de cpu")),
        Parameter("memory", "size", ("memory", "ram", "memoria"), unit="MiB"),
        Parameter("tasks", "count", ("task", "replica", "copy", "container", "instance", "desired count", "tarea",
                                     "copia", "instancia"), argument="desired_count"),
        Parameter("minimum", "count", ("minimum", "min", "at least", "minimo", "al menos")),
        Parameter("maximum", "count", ("maximum", "max", "at most", "up to", "maximo", "hasta", "como maximo")),
        Parameter("cpu_target", "number", ("target cpu", "cpu target", "cpu utilization", "uso de cpu"), unit="percent",
                  default=60),
        Parameter("architecture", "choice", ("architecture", "processor", "arquitectura"), default="X86_64",
                  choices={"arm64": "ARM64", "arm": "ARM64", "graviton": "ARM64", "x86_64": "X86_64", "x86": "X86_64"}),
        Parameter("command", "text", ("command", "comando")),
        Parameter("public", "flag", ("public ip", "ip publica")),
        Parameter("exec", "flag", ("ecs exec", "execute command")),
    ),
    shape="compute",
    summary="Containers on Fargate with roles, logs, scaling and rolling deployments that undo themselves.",
)  # fmt: skip
