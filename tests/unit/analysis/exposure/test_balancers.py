"""Load balancers that face the internet."""

from typing import Any

import pytest

from app.analysis.exposure.balancers import doors, faces_internet
from app.analysis.exposure.network import Network
from app.domain.planned import PlannedResource
from tests.unit.analysis.graphs import graph, group, network, resource

PLACED = {"subnets": "aws_subnet.a", "security_groups": "aws_security_group.g"}
TARGETS = resource("aws_lb_target_group.t", port=8080)
SERVICE = resource("aws_ecs_service.web", {"load_balancer.target_group_arn": TARGETS.address})
FORWARD = {"load_balancer_arn": "aws_lb.b", "default_action.target_group_arn": TARGETS.address}


def listener(port: int, protocol: str = "HTTPS", name: str = "l", **refs: str) -> PlannedResource:
    """A listener that forwards to the targets."""
    return resource(f"aws_lb_listener.{name}", FORWARD | refs, port=port, protocol=protocol)


def routes(*resources: Any, public: bool = True) -> list[str]:
    """The paths of all doors."""
    stack = graph(*network("a", public=public), *resources)
    return [door.route for door in doors(stack, Network(stack))]


WEB = group("g", 80, 443)
BALANCER = resource("aws_lb.b", PLACED, security_groups=["sg-g"])


def test_the_whole_path_is_told() -> None:
    assert routes(BALANCER, WEB, TARGETS, SERVICE, listener(443)) == [
        "internet → aws_lb.b:443 (aws_security_group.g ingress 0.0.0.0/0) → aws_ecs_service.web:8080"
    ]


@pytest.mark.parametrize(
    ("resources", "public", "count"),
    [
        ([resource("aws_lb.b", PLACED, internal=True), WEB, listener(443)], True, 0),
        ([BALANCER, WEB, listener(8443)], True, 0),
        ([BALANCER, WEB, listener(443)], False, 0),
        (
            [resource("aws_lb.b", {"subnets": "aws_subnet.a"}, load_balancer_type="network"), listener(5432, "TCP")],
            True,
            1,
        ),
        (
            [resource("aws_lb.b", {"subnets": "aws_subnet.a"}, unknown={"security_groups": True}), listener(443)],
            True,
            0,
        ),
        ([resource("aws_lb.b", {"subnets": "aws_subnet.a"}, load_balancer_type="gateway"), listener(443)], True, 0),
    ],
)
def test_which_are_doors(resources: list[Any], public: bool, count: int) -> None:
    assert len(routes(*resources, TARGETS, public=public)) == count


@pytest.mark.parametrize(
    ("behind", "told"),
    [
        (
            [
                resource("aws_instance.i"),
                resource(
                    "aws_lb_target_group_attachment.a",
                    {"target_group_arn": TARGETS.address, "target_id": "aws_instance.i"},
                ),
            ],
            "aws_instance.i:8080",
        ),
        ([resource("aws_autoscaling_group.f", {"target_group_arns": TARGETS.address})], "aws_autoscaling_group.f:8080"),
        (
            [
                resource("aws_autoscaling_group.f"),
                resource(
                    "aws_autoscaling_attachment.a",
                    {"lb_target_group_arn": TARGETS.address, "autoscaling_group_name": "aws_autoscaling_group.f"},
                ),
            ],
            "aws_autoscaling_group.f:8080",
        ),
        ([], "aws_lb_target_group.t"),
    ],
)
def test_what_stands_behind(behind: list[Any], told: str) -> None:
    assert routes(BALANCER, WEB, TARGETS, listener(443), *behind)[0].endswith(f"→ {told}")


def test_rules_of_a_listener_forward_too() -> None:
    plain = resource("aws_lb_listener.l", {"load_balancer_arn": "aws_lb.b"}, port=443, protocol="HTTPS")
    refs = {"listener_arn": plain.address, "action.forward.target_group.arn": TARGETS.address}
    rule = resource("aws_lb_listener_rule.r", refs)
    assert routes(BALANCER, WEB, TARGETS, SERVICE, plain, rule)[0].endswith("→ aws_ecs_service.web:8080")


def test_the_classic_kind() -> None:
    blocks = [{"lb_port": 80, "lb_protocol": "http", "instance_port": 8080}]
    classic = resource("aws_elb.c", PLACED | {"instances": "aws_instance.i"}, security_groups=["sg-g"], listener=blocks)
    assert routes(classic, WEB, resource("aws_instance.i")) == [
        "internet → aws_elb.c:80 (aws_security_group.g ingress 0.0.0.0/0) → aws_instance.i"
    ]


def test_a_balancer_without_known_subnets_may_face_the_internet() -> None:
    balancer = resource("aws_lb.b")
    stack = graph(balancer)
    assert faces_internet(stack, Network(stack), balancer)
