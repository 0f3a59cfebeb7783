"""What has an address of its own: instances, tasks, databases, brokers; and whether the internet reaches it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.analysis.exposure.addresses import Ports
from app.analysis.exposure.network import Network, Opening
from app.domain.planned import Planned, PlannedResource


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a type says what: its security groups, its subnets (through groups of subnets), whether it is public."""

    groups: tuple[str, ...]
    subnets: tuple[str, ...]
    public: str = ""
    stores: bool = False


SHAPES: Mapping[str, Shape] = {
    "aws_instance": Shape(("vpc_security_group_ids", "security_groups"), ("subnet_id",), "associate_public_ip_address"),
    "aws_spot_instance_request": Shape(
        ("vpc_security_group_ids", "security_groups"), ("subnet_id",), "associate_public_ip_address"
    ),
    "aws_ecs_service": Shape(
        ("network_configuration.security_groups",),
        ("network_configuration.subnets",),
        "network_configuration.assign_public_ip",
    ),
    "aws_db_instance": Shape(
        ("vpc_security_group_ids",), ("db_subnet_group_name",), "publicly_accessible", stores=True
    ),
    "aws_rds_cluster_instance": Shape((), ("db_subnet_group_name",), "publicly_accessible", stores=True),
    "aws_neptune_cluster_instance": Shape((), ("neptune_subnet_group_name",), "publicly_accessible", stores=True),
    "aws_redshift_cluster": Shape(
        ("vpc_security_group_ids",), ("cluster_subnet_group_name",), "publicly_accessible", stores=True
    ),
    "aws_redshiftserverless_workgroup": Shape(
        ("security_group_ids",), ("subnet_ids",), "publicly_accessible", stores=True
    ),
    "aws_dms_replication_instance": Shape(
        ("vpc_security_group_ids",), ("replication_subnet_group_id",), "publicly_accessible", stores=True
    ),
    "aws_msk_cluster": Shape(
        ("broker_node_group_info.security_groups",),
        ("broker_node_group_info.client_subnets",),
        "broker_node_group_info.connectivity_info.public_access.type",
        stores=True,
    ),
    "aws_mq_broker": Shape(("security_groups",), ("subnet_ids",), "publicly_accessible", stores=True),
}
CLUSTERS = {"aws_rds_cluster_instance": "cluster_identifier", "aws_neptune_cluster_instance": "cluster_identifier"}
"""Instances of a cluster: the cluster has the security groups and the group of subnets."""
TEMPLATED = ("aws_launch_template", "aws_launch_configuration")


@dataclass(frozen=True, slots=True)
class Machine:
    """One thing with an address. ``public`` is whether it has a public one; None where the plan does not tell."""

    resource: PlannedResource
    groups: Sequence[PlannedResource]
    subnets: Sequence[PlannedResource]
    public: bool | None
    stores: bool


def machines(planned: Planned) -> Iterator[Machine]:
    """All of them."""
    for type_, shape in SHAPES.items():
        for resource in planned.of_type(type_):
            yield _machine(planned, resource, shape)
    for group in planned.of_type("aws_autoscaling_group", "aws_eks_node_group"):
        yield from _scaled(planned, group)
    for interface in planned.of_type("aws_network_interface"):
        yield _interface(planned, interface)


def reach(network: Network, machine: Machine) -> tuple[bool | None, list[Opening]]:
    """Whether the internet reaches the machine's network, and the rules that let it in."""
    states = [network.is_public(subnet) for subnet in machine.subnets]
    routed = True if True in states else None if not states or None in states else False
    if machine.public is False or routed is False:
        return False, []
    open_ = [
        one
        for one in network.openings_of(machine.groups)
        if not machine.subnets or any(network.lets_in(subnet, one.ports) for subnet in machine.subnets)
    ]
    return (None if machine.public is None or routed is None else True), open_


def port_of(machine: Machine) -> Ports | None:
    """The port that a store listens on, where the plan tells."""
    port = machine.resource.get("port")
    return Ports(int(port), int(port)) if isinstance(port, int | float) and port else None


def _machine(planned: Planned, resource: PlannedResource, shape: Shape) -> Machine:
    owners = [resource]
    if resource.type in CLUSTERS:
        owners += planned.referred(resource, CLUSTERS[resource.type])
    paths = (*shape.groups, "vpc_security_group_ids")
    groups = _unique(one for owner in owners for path in paths for one in planned.referred(owner, path))
    subnets = _unique(one for owner in owners for path in shape.subnets for one in _subnets(planned, owner, path))
    attached = planned.referred(resource, "network_interface.network_interface_id") if not shape.stores else []
    for interface in attached:
        groups += planned.referred(interface, "security_groups")
        subnets += planned.referred(interface, "subnet_id")
    public = _public(planned, resource, shape, subnets)
    return Machine(resource, groups, subnets, public, shape.stores)


def _subnets(planned: Planned, resource: PlannedResource, path: str) -> list[PlannedResource]:
    """The subnets at ``path``, or those of the subnet group there."""
    named = planned.referred(resource, path)
    direct = [one for one in named if one.type in {"aws_subnet", "aws_default_subnet"}]
    return direct + [one for group in named if group not in direct for one in planned.referred(group, "subnet_ids")]


def _public(
    planned: Planned, resource: PlannedResource, shape: Shape, subnets: Sequence[PlannedResource]
) -> bool | None:
    said = resource.get(shape.public)
    if shape.stores or resource.type == "aws_ecs_service":
        return said is True or said == "SERVICE_PROVIDED_EIPS"
    if planned.referring(resource, "aws_eip", "aws_eip_association") or resource.get("ipv6_address_count"):
        return True
    if isinstance(said, bool) and not resource.is_unknown(shape.public):
        return said
    if not subnets:
        return None
    return any(subnet.get("map_public_ip_on_launch") or subnet.type == "aws_default_subnet" for subnet in subnets)


def _scaled(planned: Planned, group: PlannedResource) -> Iterator[Machine]:
    subnets = [one for path in ("vpc_zone_identifier", "subnet_ids") for one in planned.referred(group, path)]
    paths = (
        "launch_template.id",
        "launch_template.name",
        "launch_configuration",
        "mixed_instances_policy.launch_template.launch_template_specification.launch_template_id",
    )
    templates = _unique(one for path in paths for one in planned.referred(group, path) if one.type in TEMPLATED)
    for template in templates:
        inside = template.blocks("network_interfaces")
        said = next((one.get("associate_public_ip_address") for one in inside), None)
        said = template.get("associate_public_ip_address") if said is None else said
        keys = ("vpc_security_group_ids", "security_groups", "network_interfaces.security_groups")
        groups = _unique(one for key in keys for one in planned.referred(template, key))
        public = (
            str(said).lower() == "true"
            if said not in {None, ""}
            else any(subnet.get("map_public_ip_on_launch") for subnet in subnets)
            if subnets
            else None
        )
        yield Machine(group, groups, subnets, public, stores=False)


def _interface(planned: Planned, interface: PlannedResource) -> Machine:
    """An interface by itself is public with an elastic address; its instance is looked at as such."""
    public = bool(planned.referring(interface, "aws_eip", "aws_eip_association"))
    groups = planned.referred(interface, "security_groups")
    return Machine(interface, groups, planned.referred(interface, "subnet_id"), public, stores=False)


def _unique(resources: Iterator[PlannedResource]) -> list[PlannedResource]:
    return list({one.address: one for one in resources}.values())
