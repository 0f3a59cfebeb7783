"""A catalogue of four services, small enough to reason about: network, queue, store and program."""

from collections.abc import Iterable
from typing import Any

from app.domain.architecture import Architecture
from app.domain.repo import Conventions
from app.domain.request import Component, Constraints, Relation, Request
from app.domain.resources import Ref, Resource
from app.knowledge.catalogue.base import End, Network, Parameter, Ports, Service, Site
from app.reasoning.offline.build.built import Built
from app.reasoning.offline.build.compose import build
from app.reasoning.offline.build.crew import WriteType


def _network(component: Component, site: Site) -> Ports:
    vpc = site.add("aws_vpc", component.label, {"cidr_block": "10.0.0.0/16"}, component=component)
    subnets = {}
    for part, block in (("public", "10.0.0.0/24"), ("private", "10.0.1.0/24")):
        body = {"vpc_id": Ref(vpc), "cidr_block": block}
        subnets[part] = [Ref(site.add("aws_subnet", part, body, component=component))]
    network = Network(Ref(vpc), Ref(vpc, "cidr_block"), subnets["public"], subnets["private"], [], component.label)
    return Ports(address=vpc, extra={"network": network})


def _queue(component: Component, site: Site) -> Ports:
    dead = site.add(
        "aws_sqs_queue", f"{component.label}_dlq", {"name": site.name(component, "dlq")}, component=component
    )
    queue = site.add(
        "aws_sqs_queue",
        component.label,
        {
            "name": site.name(component, limit=80),
            "visibility_timeout_seconds": site.setting(component, "visibility"),
            "kms_master_key_id": site.key("sns.amazonaws.com"),
            "redrive_policy": Ref(dead, "arn"),
        },
        component=component,
    )
    return Ports(
        address=queue,
        arn=Ref(queue, "arn"),
        handle=Ref(queue, "url"),
        handle_name="QUEUE_URL",
        access={"reads": ("sqs:ReceiveMessage",), "sends": ("sqs:SendMessage",)},
        access_arns=(Ref(queue, "arn"),),
        key=site.key(),
        extra={"dead": dead},
    )


def _store(component: Component, site: Site) -> Ports:
    group = site.security_group(component, "Store")
    address = site.add(
        "aws_db_instance",
        component.label,
        {
            "instance_class": "db.t4g.micro",
            "storage_encrypted": True,
            "multi_az": site.setting(component, "multi_az"),
            "vpc_security_group_ids": [group],
        },
        component=component,
    )
    return Ports(
        address=address,
        handle=Ref(address, "address"),
        handle_name="HOST",
        security_group=group,
        port=5432,
        access={"uses": ("rds-db:connect",)},
        access_arns=(Ref(address, "arn"),),
    )


def _program(component: Component, site: Site) -> Ports:
    role = site.role(component, "lambda.amazonaws.com", managed=("service-role/AWSLambdaVPCAccessExecutionRole",))
    group = site.security_group(component, "Program")
    network = site.network(component)
    site.log_group(component, f"/aws/lambda/{component.label}")
    address = site.add(
        "aws_lambda_function",
        component.label,
        {
            "function_name": site.name(component, limit=64),
            "role": Ref(role, "arn"),
            "vpc_config": {"subnet_ids": network.private, "security_group_ids": [group]},
        },
        component=component,
    )
    return Ports(
        address=address, arn=Ref(address, "arn"), role=role, security_group=group, principal="lambda.amazonaws.com"
    )


def _finish_program(end: End, site: Site) -> None:
    variables = site.environment(end.component)
    if variables:
        site.set(end.ports.address, "environment", {"variables": dict(sorted(variables.items()))})


def _key(component: Component, site: Site) -> Ports:
    key = site.add("aws_kms_key", component.label, {"enable_key_rotation": True}, component=component)
    return Ports(address=key, arn=Ref(key, "arn"), extra={"statements": []})


def _finish_key(end: End, site: Site) -> None:
    if end.ports.extra["statements"]:
        site.set(
            end.ports.address, "policy", site.document("key", end.ports.extra["statements"], component=end.component)
        )


def _triggers(source: End, target: End, _relation: Relation, site: Site) -> None:
    body = {"event_source_arn": source.ports.arn, "function_name": target.ports.arn}
    site.add("aws_lambda_event_source_mapping", target.component.label, body, component=target.component)


SERVICES: dict[str, Service] = {
    service.id: service
    for service in (
        Service(
            id="vpc", title="Network", concern="network", primary="aws_vpc", words=("network",), wire=_network,
            types=("aws_subnet",), shape="network", parameters=(Parameter("single_nat", "flag"),),
        ),
        Service(
            id="sqs", title="Queue", concern="messaging", primary="aws_sqs_queue", words=("queue",), wire=_queue,
            shape="messaging",
            parameters=(Parameter("visibility", "duration", default=30, argument="visibility_timeout_seconds"),),
        ),
        Service(
            id="rds", title="Store", concern="data", primary="aws_db_instance", words=("store",), wire=_store,
            types=("aws_security_group",), shape="data", parameters=(Parameter("multi_az", "flag", default=True),),
        ),
        Service(
            id="lambda", title="Program", concern="compute", primary="aws_lambda_function", words=("program",),
            wire=_program, finish=_finish_program, linked={"triggers": _triggers},
            types=("aws_iam_role", "aws_cloudwatch_log_group", "aws_security_group", "aws_lambda_event_source_mapping"),
        ),
        Service(
            id="kms", title="Key", concern="security", primary="aws_kms_key", words=("key",), wire=_key,
            finish=_finish_key, shape="security",
        ),
    )
}  # fmt: skip


def component(kind: str, label: str, **fields: Any) -> Component:
    """A component whose id is its label."""
    return Component(id=fields.pop("id", label), kind=kind, label=label, **fields)


def request_of(components: Iterable[Component] = (), relations: Iterable[Relation] = (), **fields: Any) -> Request:
    """A request of a web shop; ``constraints`` are given as a mapping."""
    constraints = Constraints(**fields.pop("constraints", {}))
    return Request(
        "Web shop",
        "web-shop",
        components=tuple(components),
        relations=tuple(relations),
        constraints=constraints,
        **fields,
    )


def built_of(
    components: Iterable[Component] = (),
    relations: Iterable[Relation] = (),
    *,
    services: dict[str, Service] | None = None,
    conventions: Conventions | None = None,
    write_type: WriteType | None = None,
    **fields: Any,
) -> Built:
    """Build a request of the small catalogue; fails where the checks find something wrong."""
    request = request_of(components, relations, **fields)
    architecture = Architecture(request.components, request.relations)
    return build(request, architecture, conventions or Conventions(), services or SERVICES, write_type)


def resource(built: Built, address: str) -> Resource:
    """The resource at an address."""
    found = {one.address: one for one in built.resources.resources}
    assert address in found, sorted(found)
    return found[address]
