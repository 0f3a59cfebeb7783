"""Security groups of their own, and those that others take over."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part

SSH = {"first_port": 22, "last_port": 22, "protocol": "tcp", "source": "10.0.0.0/8"}


def test_a_group_alone_stands_in_the_network_and_admits_what_is_stated() -> None:
    built = composed(part("vpc"), part("edge", "security_group", ingress=[SSH]))
    assert body_of(built, "aws_security_group", "edge")["vpc_id"] == Ref("aws_vpc.vpc", "id")
    rule = body_of(built, "aws_vpc_security_group_ingress_rule")
    assert (rule["from_port"], rule["cidr_ipv4"], rule["description"]) == (22, "10.0.0.0/8", "SSH from 10.0.0.0/8")
    assert accepted(built, "aws_security_group.edge") == {"CKV2_AWS_5"}


def test_the_machine_it_is_attached_to_takes_it_as_its_own() -> None:
    built = composed(
        part("app", "ec2"), part("edge", "security_group", ingress=[SSH]), relations=("edge attached app",)
    )
    assert set(all_of(built, "aws_security_group")) == {"edge"}
    assert body_of(built, "aws_instance")["vpc_security_group_ids"] == [Ref("aws_security_group.edge", "id")]


def test_only_whom_it_is_attached_to_takes_it() -> None:
    built = composed(
        part("app", "ec2"), part("shop", "rds"), part("edge", "security_group"), relations=("edge attached shop",)
    )
    assert body_of(built, "aws_instance")["vpc_security_group_ids"] == [Ref("aws_security_group.app", "id")]
    assert body_of(built, "aws_db_instance")["vpc_security_group_ids"] == [Ref("aws_security_group.edge", "id")]


def test_a_second_group_is_put_around_as_well() -> None:
    built = composed(
        part("app", "ec2"),
        part("one", "security_group"),
        part("two", "security_group"),
        relations=("one attached app", "two attached app"),
    )
    groups = body_of(built, "aws_instance")["vpc_security_group_ids"]
    assert groups == [Ref("aws_security_group.one", "id"), Ref("aws_security_group.two", "id")]
