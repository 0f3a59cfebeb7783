"""Traffic in words."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.domain.request import Request
from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.read.pipeline import read

WORLD = "0.0.0.0/0"


def rules(request: Request) -> list[str]:
    """``in 22 tcp 10.0.0.0/8``, ``out -1``: what all components state, in order."""
    found = []
    for component in request.components:
        for word, direction, side in (("in", "ingress", "source"), ("out", "egress", "target")):
            found += [_short(word, side, entry) for entry in component.settings.get(direction, ())]
    return found


def _short(word: str, side: str, entry: Mapping[str, Any]) -> str:
    first, last, protocol = entry["first_port"], entry["last_port"], entry["protocol"]
    ports = "" if protocol in {"-1", "icmp"} else f" {first}" if first == last else f" {first}-{last}"
    return f"{word}{ports} {protocol} {entry[side]}".rstrip()


ENGLISH: tuple[tuple[str, list[str]], ...] = (
    ("A VPC and a security group that allows SSH from 0.0.0.0/0", ["in 22 tcp 0.0.0.0/0"]),
    ("A security group that allows HTTP, HTTPS and SSH", ["in 80 tcp", "in 443 tcp", "in 22 tcp"]),
    (
        "a web server (EC2) reachable on 80 and 443 and by SSH only from 10.0.0.0/8",
        ["in 80 tcp", "in 443 tcp", "in 22 tcp 10.0.0.0/8"],
    ),
    (
        ("One AWS security group ingress rule to allow ingress from the VPC ip range and from port 80 to port 80 with "
        "protocol tcp"),
        ["in 80 tcp network"],
    ),
    ("A security group with ingress rules for ports 22 and 80", ["in 22 tcp", "in 80 tcp"]),
    (
        "A security group that allows HTTP and HTTPS from anywhere and SSH from 10.0.0.0/8, and all outbound traffic",
        ["in 80 tcp 0.0.0.0/0", "in 443 tcp 0.0.0.0/0", "in 22 tcp 10.0.0.0/8", "out -1"],
    ),
    (
        "A security group. It allows inbound HTTP traffic from anywhere. All outbound traffic is allowed.",
        ["in 80 tcp 0.0.0.0/0", "out -1"],
    ),
    (
        ("A VPC with a security group to allow access to MySQL and PostgreSQL databases on their default ports from "
        "any IP address"),
        ["in 3306 tcp 0.0.0.0/0", "in 5432 tcp 0.0.0.0/0"],
    ),
    (
        "A security group that allows ports 8000-8100 and UDP port 514 from 192.168.0.0/16 and 10.0.0.0/8",
        [
            "in 8000-8100 tcp 192.168.0.0/16", "in 8000-8100 tcp 10.0.0.0/8",
            "in 514 udp 192.168.0.0/16", "in 514 udp 10.0.0.0/8",
        ],
    ),
    (
        ("Security group: inbound TCP 22 from 10.0.0.0/8, inbound 443/tcp from 0.0.0.0/0, outbound all traffic to "
        "0.0.0.0/0"),
        ["in 22 tcp 10.0.0.0/8", "in 443 tcp 0.0.0.0/0", "out -1 0.0.0.0/0"],
    ),
    (
        "A security group that allows DNS and ICMP within the VPC and egress to anywhere",
        ["in 53 udp network", "in 53 tcp network", "in icmp network", "out -1 0.0.0.0/0"],
    ),
    ("A security group that does not allow SSH, only HTTPS from anywhere", ["in 443 tcp 0.0.0.0/0"]),
    ("A security group that blocks RDP", []),
    (
        "A security group which allows SSH (port 22) from my office 198.51.100.7/32 and HTTP (port 8080) from anywhere",
        ["in 22 tcp 198.51.100.7/32", "in 8080 tcp 0.0.0.0/0"],
    ),
    ("A security group with self-referencing rule: all traffic from itself", ["in -1 self"]),
    (
        ('A security group "web" that allows HTTP from the internet. A security group "db" that allows MySQL only from '
        'the security group "web".'),
        ["in 80 tcp 0.0.0.0/0", "in 3306 tcp component:security_group.web"],
    ),
    (
        ("An ALB and an EC2 instance; the security group of the instance allows port 8080 from the load balancer's "
        "security group"),
        ["in 8080 tcp component:alb.alb"],
    ),
    (
        (
            "A security group to allow MySQL from any IP address and creates a database subnet group including both "
            "subnets"
        ),
        ["in 3306 tcp 0.0.0.0/0"],
    ),
    (
        (
            "Two EC2 instances. The instances are reachable on port 8080 from 10.2.0.0/16. SSH is only allowed from "
            "10.0.0.0/8."
        ),
        ["in 8080 tcp 10.2.0.0/16", "in 22 tcp 10.0.0.0/8"],
    ),
    ("An EC2 instance. SSH is not allowed from anywhere.", []),
    ("An EC2 instance reachable via HTTPS from anywhere", ["in 443 tcp 0.0.0.0/0"]),
    ("Open port 22 to the world on an EC2 instance", ["in 22 tcp 0.0.0.0/0"]),
    ("An RDS PostgreSQL database. Allow PostgreSQL access from 10.20.0.0/16 only.", ["in 5432 tcp 10.20.0.0/16"]),
    ("A security group that allows IPv6 HTTPS from 2001:db8::/32", ["in 443 tcp 2001:db8::/32"]),
    ("A security group that allows HTTPS with protocol -1 from 10.0.0.0/8", ["in -1 10.0.0.0/8"]),
    (
        "A security group rule (aws_security_group_rule) that lets port 443 in from 10.0.0.0/16 on a security group",
        ["in 443 tcp 10.0.0.0/16"],
    ),
)  # fmt: skip

SPANISH: tuple[tuple[str, list[str]], ...] = (
    ("Una VPC y un grupo de seguridad que permite SSH desde 10.0.0.0/8", ["in 22 tcp 10.0.0.0/8"]),
    (
        "Un grupo de seguridad que permite HTTP y HTTPS desde cualquier lugar y SSH solo desde 10.0.0.0/8",
        ["in 80 tcp 0.0.0.0/0", "in 443 tcp 0.0.0.0/0", "in 22 tcp 10.0.0.0/8"],
    ),
    (
        "Grupo de seguridad con reglas de entrada para los puertos 22 y 80 y todo el tráfico de salida",
        ["in 22 tcp", "in 80 tcp", "out -1"],
    ),
    (
        "Una instancia EC2 accesible por SSH desde 192.168.1.0/24 y en el puerto 8080 desde dentro de la VPC",
        ["in 22 tcp 192.168.1.0/24", "in 8080 tcp network"],
    ),
    (
        "Una base de datos PostgreSQL con un grupo de seguridad que permite el puerto 5432 solo desde 10.1.0.0/16",
        ["in 5432 tcp 10.1.0.0/16"],
    ),
    (
        "Un grupo de seguridad que acepta tráfico UDP en los puertos 1000 a 2000 desde internet",
        ["in 1000-2000 udp 0.0.0.0/0"],
    ),
    (
        'Grupo de seguridad "db" que permite MySQL desde el grupo de seguridad "web"',
        ["in 3306 tcp component:security_group.web"],
    ),
    ("Un grupo de seguridad que no permite SSH", []),
)


@pytest.mark.parametrize(("text", "expected"), [*ENGLISH, *SPANISH])
def test_a_phrase_is_these_rules_and_nothing_is_left_over(text: str, expected: list[str]) -> None:
    request = read(text, SERVICES)
    assert rules(request) == expected
    assert request.not_understood == ()


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("A security group that allows RDP from the internet", True),
        ("Un grupo de seguridad que permite MySQL desde internet", True),
        ("A security group that allows HTTPS from the internet", False),
        ("A security group that allows SSH from 10.0.0.0/8 and egress to anywhere", False),
        ('A security group that allows SSH from "0.0.0.0/0"', False),
    ],
)
def test_an_open_door_is_a_wish_only_in_plain_words(text: str, wished: bool) -> None:
    assert ("open_ingress" in read(text, SERVICES).constraints.allowed) is wished


def test_ranges_of_rules_are_not_the_networks() -> None:
    request = read("A VPC with range 10.1.0.0/16 and a security group that allows SSH from 10.9.0.0/16", SERVICES)
    assert request.components[0].settings["cidr"] == "10.1.0.0/16"


def test_inline_blocks_are_a_wish_of_the_group() -> None:
    text = "A security group with inline ingress blocks for SSH from 10.0.0.0/8"
    (group,) = read(text, SERVICES).components
    assert group.settings["inline"] is True


def test_services_named_for_their_port_are_not_built() -> None:
    request = read("A security group that allows MySQL, Redis and Kafka from 10.0.0.0/8", SERVICES)
    assert [one.kind for one in request.components] == ["security_group"]


@pytest.mark.parametrize(
    "text",
    [
        "An ECS service behind an ALB. The load balancer accepts HTTPS from the internet.",
        "A default network ACL with unrestricted ingress and egress rules allowing all traffic from any source",
        "A Lambda function exposed through an HTTP API that writes to a DynamoDB table",
    ],
)
def test_listeners_and_apis_are_no_traffic_rules(text: str) -> None:
    assert rules(read(text, SERVICES)) == []


def test_the_owner_of_a_group_listens_where_its_balancer_may_reach_it() -> None:
    request = read(ENGLISH[16][0], SERVICES)
    assert [(one.source, one.kind, one.target) for one in request.relations] == [
        ("security_group.security_group", "attached", "ec2.ec2")
    ]
    assert next(one for one in request.components if one.kind == "ec2").settings["port"] == 8080
