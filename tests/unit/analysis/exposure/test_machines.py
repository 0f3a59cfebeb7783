"""What has an address, and whether it is reached."""

from typing import Any

import pytest

from app.analysis.exposure.machines import machines, port_of, reach
from app.analysis.exposure.network import Network
from tests.unit.analysis.graphs import graph, group, network, resource

GROUP = group("g", 22)
PLACED = {"subnet_id": "aws_subnet.a", "vpc_security_group_ids": "aws_security_group.g"}
TASK = {
    "network_configuration.subnets": "aws_subnet.a",
    "network_configuration.security_groups": "aws_security_group.g",
}
TEMPLATE = resource("aws_launch_template.t", {"vpc_security_group_ids": "aws_security_group.g"})
FLEET = {"launch_template.id": "aws_launch_template.t", "vpc_zone_identifier": "aws_subnet.a"}
INTERFACE = resource(
    "aws_network_interface.n", {"subnet_id": "aws_subnet.a", "security_groups": "aws_security_group.g"}
)


def reached(address: str, *resources: Any, public: bool = True) -> tuple[bool | None, list[str]]:
    """Whether the internet reaches the machine of that address, and through which rules."""
    stack = graph(*network("a", public=public), GROUP, *resources)
    machine = next(one for one in machines(stack) if one.resource.address == address)
    state, openings = reach(Network(stack), machine)
    return state, [one.address for one in openings]


OPEN = (True, ["aws_security_group.g"])
SHUT: tuple[bool, list[str]] = (False, [])


@pytest.mark.parametrize(
    ("address", "resources", "public", "expected"),
    [
        ("aws_instance.i", [resource("aws_instance.i", PLACED)], True, OPEN),
        ("aws_instance.i", [resource("aws_instance.i", PLACED)], False, SHUT),
        ("aws_instance.i", [resource("aws_instance.i", PLACED, associate_public_ip_address=False)], True, SHUT),
        ("aws_instance.i", [resource("aws_instance.i", PLACED, associate_public_ip_address=True)], True, OPEN),
        (
            "aws_instance.i",
            [
                resource("aws_instance.i", PLACED, associate_public_ip_address=False),
                resource("aws_eip.e", {"instance": "aws_instance.i"}),
            ],
            True,
            OPEN,
        ),
        (
            "aws_instance.i",
            [resource("aws_instance.i", PLACED, associate_public_ip_address=False, ipv6_address_count=1)],
            True,
            OPEN,
        ),
        (
            "aws_instance.i",
            [INTERFACE, resource("aws_instance.i", {"network_interface.network_interface_id": INTERFACE.address})],
            True,
            OPEN,
        ),
        (
            "aws_network_interface.n",
            [INTERFACE, resource("aws_eip.e", {"network_interface": INTERFACE.address})],
            True,
            OPEN,
        ),
        ("aws_network_interface.n", [INTERFACE], True, SHUT),
        ("aws_ecs_service.s", [resource("aws_ecs_service.s", TASK)], True, SHUT),
        (
            "aws_ecs_service.s",
            [resource("aws_ecs_service.s", TASK, network_configuration=[{"assign_public_ip": True}])],
            True,
            OPEN,
        ),
        ("aws_autoscaling_group.f", [TEMPLATE, resource("aws_autoscaling_group.f", FLEET)], True, OPEN),
        ("aws_autoscaling_group.f", [TEMPLATE, resource("aws_autoscaling_group.f", FLEET)], False, SHUT),
        (
            "aws_autoscaling_group.f",
            [
                resource(
                    "aws_launch_template.t",
                    {"network_interfaces.security_groups": "aws_security_group.g"},
                    network_interfaces=[{"associate_public_ip_address": "false"}],
                ),
                resource("aws_autoscaling_group.f", FLEET),
            ],
            True,
            SHUT,
        ),
        (
            "aws_instance.i",
            [resource("aws_instance.i", {"vpc_security_group_ids": "aws_security_group.g"})],
            True,
            (None, ["aws_security_group.g"]),
        ),
    ],
)
def test_reach(address: str, resources: list[Any], public: bool, expected: tuple[bool | None, list[str]]) -> None:
    assert reached(address, *resources, public=public) == expected


def test_a_network_list_shuts() -> None:
    acl = resource("aws_network_acl.a", {"subnet_ids": "aws_subnet.a"}, ingress=[])
    assert reached("aws_instance.i", resource("aws_instance.i", PLACED), acl) == (True, [])


@pytest.mark.parametrize("public", [True, False])
def test_databases_by_their_group_of_subnets(public: bool) -> None:
    subnets = resource("aws_db_subnet_group.d", {"subnet_ids": "aws_subnet.a"})
    refs = {"db_subnet_group_name": subnets.address, "vpc_security_group_ids": GROUP.address}
    database = resource("aws_db_instance.d", refs, publicly_accessible=True, port=5432)
    assert reached("aws_db_instance.d", subnets, database, public=public) == (OPEN if public else SHUT)
    hidden = resource("aws_db_instance.d", refs, publicly_accessible=False)
    assert reached("aws_db_instance.d", subnets, hidden, public=public) == SHUT


def test_instances_of_a_cluster_have_the_groups_of_the_cluster() -> None:
    subnets = resource("aws_db_subnet_group.d", {"subnet_ids": "aws_subnet.a"})
    refs = {"db_subnet_group_name": subnets.address, "vpc_security_group_ids": GROUP.address}
    cluster = resource("aws_rds_cluster.c", refs, port=3306)
    member = resource("aws_rds_cluster_instance.m", {"cluster_identifier": cluster.address}, publicly_accessible=True)
    assert reached("aws_rds_cluster_instance.m", subnets, cluster, member) == OPEN


@pytest.mark.parametrize(("access", "expected"), [("SERVICE_PROVIDED_EIPS", OPEN), ("DISABLED", SHUT)])
def test_brokers_with_addresses_of_their_own(access: str, expected: tuple[bool, list[str]]) -> None:
    info = [{"connectivity_info": [{"public_access": [{"type": access}]}]}]
    refs = {"broker_node_group_info.client_subnets": "aws_subnet.a"}
    refs |= {"broker_node_group_info.security_groups": GROUP.address}
    assert reached("aws_msk_cluster.k", resource("aws_msk_cluster.k", refs, broker_node_group_info=info)) == expected


def test_nodes_of_a_cluster_by_their_template() -> None:
    refs = {"launch_template.id": TEMPLATE.address, "subnet_ids": "aws_subnet.a"}
    assert reached("aws_eks_node_group.n", TEMPLATE, resource("aws_eks_node_group.n", refs)) == OPEN


def test_the_port_of_a_store() -> None:
    (one,) = machines(graph(resource("aws_db_instance.d", port=5432)))
    assert str(port_of(one)) == "5432"
    (other,) = machines(graph(resource("aws_db_instance.d")))
    assert port_of(other) is None
