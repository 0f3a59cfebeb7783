"""Stated traffic on the groups around components."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part

INGRESS = "aws_vpc_security_group_ingress_rule"
EGRESS = "aws_vpc_security_group_egress_rule"
SSH = {"first_port": 22, "last_port": 22, "protocol": "tcp", "source": "10.0.0.0/8"}
OUT = {"first_port": 0, "last_port": 0, "protocol": "-1", "target": ""}


def test_a_component_with_a_group_needs_no_other() -> None:
    built = composed(part("app", "ec2", ingress=[SSH]))
    assert body_of(built, INGRESS)["security_group_id"] == Ref("aws_security_group.app", "id")


def test_stated_ways_take_the_place_of_open_doors() -> None:
    built = composed(part("app", "ec2", public=True, port=80, ingress=[SSH], egress=[OUT]))
    assert [one.body["from_port"] for one in all_of(built, INGRESS).values()] == [22]
    assert [one.body["ip_protocol"] for one in all_of(built, EGRESS).values()] == ["-1"]


def test_a_named_rule_stands_for_the_first_of_its_entries() -> None:
    rule = part("web", INGRESS, ingress=[SSH, {**SSH, "first_port": 80, "last_port": 80}])
    built = composed(part("edge", "security_group"), rule)
    assert sorted(all_of(built, INGRESS)) == ["edge_from_10_0_0_0_8_80", "web"]


def test_a_rule_without_a_group_brings_one() -> None:
    built = composed(part("web", INGRESS, ingress=[SSH]))
    assert set(all_of(built, "aws_security_group")) == {"main"}


def test_traffic_of_what_has_no_group_is_told() -> None:
    built = composed(part("orders", "sqs", ingress=[SSH]))
    assert "orders: traffic rules" in built.resources.not_understood
