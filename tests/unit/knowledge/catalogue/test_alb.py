"""Application balancers."""

import pytest

from app.domain.request import Component
from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


def test_a_balancer_logs_and_is_protected() -> None:
    built = composed(part("web", "alb"), part("shop", "ecs"), relations=("web fronts shop",))
    body = body_of(built, "aws_lb", "web")
    assert body["drop_invalid_header_fields"] is True
    assert body["access_logs"]["bucket"] == Ref("aws_s3_bucket_policy.logs", "bucket")
    assert body_of(built, "aws_wafv2_web_acl_association", "web")["resource_arn"] == Ref("aws_lb.web", "arn")


def test_an_internal_balancer_is_seen_by_the_network_only() -> None:
    built = composed(part("web", "alb", internal=True), part("shop", "ecs"), relations=("web fronts shop",))
    assert body_of(built, "aws_lb", "web")["subnets"] == Ref("aws_subnet.private", "[*].id")
    assert not all_of(built, "aws_wafv2_web_acl")
    sources = {one.body.get("cidr_ipv4") for one in all_of(built, "aws_vpc_security_group_ingress_rule").values()}
    assert "0.0.0.0/0" not in sources


@pytest.mark.parametrize("relation", ["web fronts app", "web attached app", "app attached web", ""])
def test_however_it_is_said_the_machine_stands_behind(relation: str) -> None:
    relations = (relation,) if relation else ()
    built = composed(part("web", "alb"), part("app", "ec2"), relations=relations)
    attachment = body_of(built, "aws_lb_target_group_attachment", "app")
    assert attachment["target_id"] == Ref("aws_instance.app")
    assert body_of(built, "aws_lb_listener", "web")["default_action"][0]["type"] == "forward"


def test_without_anything_behind_it_there_is_a_group_to_register_in() -> None:
    built = composed(part("web", "alb"))
    assert body_of(built, "aws_lb_target_group", "web")["target_type"] == "ip"


def test_a_name_leads_to_the_balancer() -> None:
    built = composed(part("web", "alb", domain="shop.example.com"), part("shop", "ecs"), relations=("web fronts shop",))
    record = body_of(built, "aws_route53_record", "web")
    assert record["name"] == "shop.example.com"
    assert record["alias"]["name"] == Ref("aws_lb.web", "dns_name")


def test_a_pool_signs_users_in_before_the_first_request() -> None:
    built = composed(
        part("web", "alb", domain="shop.example.com"), part("shop", "ecs"), part("users", "cognito"),
        relations=("web fronts shop", "users authenticates web"),
    )  # fmt: skip
    actions = body_of(built, "aws_lb_listener", "web")["default_action"]
    assert [one["type"] for one in actions] == ["authenticate-cognito", "forward"]
    assert body_of(built, "aws_cognito_user_pool_client")["generate_secret"] is True


def test_two_balancers_write_distinct_statements() -> None:
    built = composed(part("a", "alb"), part("b", "alb"))
    statements = body_of(built, "aws_iam_policy_document", "logs_bucket")["statement"]
    sids = [one["sid"] for one in statements]
    assert len(sids) == len(set(sids))


def test_a_balancer_named_by_its_type_leads_to_a_machine_named_by_its_type() -> None:
    built = composed(
        Component(id="l", kind="aws_lb", label="front"),
        Component(id="i", kind="aws_instance", label="app"),
        relations=("l fronts i",),
    )
    assert body_of(built, "aws_lb_target_group_attachment", "app")["target_id"] == Ref("aws_instance.app")
