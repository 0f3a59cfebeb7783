"""Machines."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


def test_a_machine_is_private_encrypted_and_needs_tokens() -> None:
    body = body_of(composed(part("app", "ec2")), "aws_instance", "app")
    assert body["metadata_options"]["http_tokens"] == "required"
    assert body["root_block_device"]["encrypted"] is True
    assert body["associate_public_ip_address"] is False
    assert body["subnet_id"] == Ref("aws_subnet.private", "[0].id")


def test_session_manager_takes_the_place_of_open_ports() -> None:
    built = composed(part("app", "ec2"))
    assert not all_of(built, "aws_vpc_security_group_ingress_rule")
    assert any("ssm" in label for label in all_of(built, "aws_iam_role_policy_attachment"))


def test_a_public_web_server_is_open_on_its_port_only() -> None:
    built = composed(part("web", "ec2", public=True, port=80))
    (rule,) = all_of(built, "aws_vpc_security_group_ingress_rule").values()
    assert (rule.body["cidr_ipv4"], rule.body["from_port"]) == ("0.0.0.0/0", 80)
    assert accepted(built, rule.address) == {"CKV_AWS_260"}
    assert accepted(built, "aws_instance.web") == {"CKV_AWS_88"}


def test_other_ports_stay_inside_unless_asked_for_in_plain_words() -> None:
    inside = composed(part("web", "ec2", public=True, port=22))
    (rule,) = all_of(inside, "aws_vpc_security_group_ingress_rule").values()
    assert rule.body["cidr_ipv4"] == Ref("aws_vpc.main", "cidr_block")
    asked = composed(part("web", "ec2", public=True, port=22), allowed=("open_ingress",))
    (rule,) = all_of(asked, "aws_vpc_security_group_ingress_rule").values()
    assert rule.body["cidr_ipv4"] == "0.0.0.0/0"


def test_several_alike_are_counted_over_the_zones() -> None:
    machine = part("app", "ec2")
    several = type(machine)(id="app", kind="ec2", label="app", count=3)
    (instance,) = all_of(composed(several), "aws_instance").values()
    assert instance.count == 3
    assert "count.index" in instance.body["subnet_id"].text


def test_variables_reach_the_machine() -> None:
    built = composed(part("app", "ec2"), part("orders", "sqs"), relations=("app sends orders",))
    lines = body_of(built, "aws_instance", "app")["user_data"].args[1]
    assert any("ORDERS_QUEUE_URL" in str(line) for line in lines)
