"""Network balancers."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


@pytest.mark.parametrize("relation", ["tcp fronts game", "game attached tcp", ""])
def test_a_listener_and_a_group_for_the_target(relation: str) -> None:
    relations = (relation,) if relation else ()
    built = composed(part("tcp", "nlb", port=443), part("game", "ec2", port=7777), relations=relations)
    listener = body_of(built, "aws_lb_listener", "game")
    assert (listener["port"], listener["protocol"]) == (443, "TCP")
    assert body_of(built, "aws_lb_target_group", "game")["port"] == 7777
    assert body_of(built, "aws_lb", "tcp")["load_balancer_type"] == "network"


def test_with_a_domain_it_ends_tls_and_has_a_name() -> None:
    built = composed(part("tcp", "nlb", domain="tcp.example.com"), part("a", "ec2"), relations=("tcp fronts a",))
    listener = body_of(built, "aws_lb_listener", "a")
    assert listener["protocol"] == "TLS"
    assert listener["certificate_arn"] == Ref("aws_acm_certificate_validation.tcp", "certificate_arn")
    assert body_of(built, "aws_route53_record", "tcp")["name"] == "tcp.example.com"


def test_each_further_target_gets_the_next_port() -> None:
    built = composed(
        part("tcp", "nlb", port=443), part("a", "ec2"), part("b", "ec2"), relations=("tcp fronts a", "tcp fronts b")
    )
    assert body_of(built, "aws_lb_listener", "b")["port"] == 444


def test_alone_it_has_an_empty_group() -> None:
    built = composed(part("tcp", "nlb"))
    action = body_of(built, "aws_lb_listener", "tcp")["default_action"][0]
    assert action["target_group_arn"] == Ref("aws_lb_target_group.tcp", "arn")


def test_ports_beside_the_web_are_open_only_when_asked_for() -> None:
    def sources(**constraints: tuple[str, ...]) -> set[object]:
        built = composed(part("tcp", "nlb", port=5432), **constraints)
        return {one.body["cidr_ipv4"] for one in all_of(built, "aws_vpc_security_group_ingress_rule").values()}

    assert sources() == {Ref("aws_vpc.main", "cidr_block")}
    assert sources(allowed=("open_ingress",)) == {"0.0.0.0/0"}
