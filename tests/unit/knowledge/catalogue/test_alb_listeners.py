"""Listeners."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


def test_with_a_domain_it_speaks_tls_and_port_80_redirects() -> None:
    built = composed(part("web", "alb", domain="shop.example.com"), part("s", "ecs"), relations=("web fronts s",))
    secure = body_of(built, "aws_lb_listener", "web")
    assert (secure["port"], secure["protocol"]) == (443, "HTTPS")
    assert secure["ssl_policy"].startswith("ELBSecurityPolicy-TLS13")
    assert secure["certificate_arn"] == Ref("aws_acm_certificate_validation.web", "certificate_arn")
    assert body_of(built, "aws_lb_listener", "web_redirect")["default_action"][0]["type"] == "redirect"


def test_without_a_domain_the_report_says_why_it_speaks_http() -> None:
    built = composed(part("web", "alb"), part("s", "ecs"), relations=("web fronts s",))
    assert body_of(built, "aws_lb_listener", "web")["port"] == 80
    assert accepted(built, "aws_lb_listener.web") >= {"CKV_AWS_2", "CKV_AWS_103"}
    assert any("No domain" in one.why for one in built.decisions)


def test_further_targets_get_the_paths_below_their_name() -> None:
    built = composed(
        part("web", "alb"), part("shop", "ecs"), part("admin", "ecs"),
        relations=("web fronts shop", "web fronts admin"),
    )  # fmt: skip
    rule = body_of(built, "aws_lb_listener_rule", "admin")
    assert rule["condition"] == [{"path_pattern": {"values": ["/admin", "/admin/*"]}}]
    assert rule["priority"] == 10


def test_behind_cloudfront_only_cloudfront_is_let_in() -> None:
    built = composed(
        part("cdn", "cloudfront"), part("web", "alb"), part("shop", "ecs"),
        relations=("cdn fronts web", "web fronts shop"),
    )  # fmt: skip
    rules = all_of(built, "aws_vpc_security_group_ingress_rule")
    assert all(one.body.get("cidr_ipv4") != "0.0.0.0/0" for one in rules.values())
    assert any("prefix_list_id" in one.body for one in rules.values())
