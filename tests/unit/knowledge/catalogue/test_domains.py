"""Domain names."""

import pytest

from app.domain.resources import Ref
from app.knowledge.catalogue.domains import zone_of
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


@pytest.mark.parametrize(
    ("domain", "zone"),
    [
        ("shop.example.com", "example.com"),
        ("example.com", "example.com"),
        ("*.a.b.example.org", "example.org"),
        ("www.tienda.com.mx", "tienda.com.mx"),
        ("shop.example.co.uk.", "example.co.uk"),
    ],
)
def test_a_name_belongs_to_the_registered_domain(domain: str, zone: str) -> None:
    assert zone_of(domain) == zone


def test_an_existing_zone_is_looked_up() -> None:
    built = composed(part("web", "alb", domain="shop.example.com"))
    zone = body_of(built, "aws_route53_zone", "example_com")
    assert zone["name"] == "example.com"
    assert body_of(built, "aws_route53_record", "web")["zone_id"] == Ref("data.aws_route53_zone.example_com", "zone_id")


def test_the_zone_of_the_request_is_used_and_gives_its_name_to_the_only_entry() -> None:
    built = composed(part("web", "alb"), part("zone", "route53", domain="example.com"))
    record = body_of(built, "aws_route53_record", "web")
    assert record["name"] == "example.com"
    assert record["zone_id"] == Ref("aws_route53_zone.zone", "zone_id")
    assert body_of(built, "aws_lb_listener", "web")["protocol"] == "HTTPS"


def test_with_two_entries_the_outermost_has_the_name() -> None:
    built = composed(
        part("cdn", "cloudfront"), part("web", "alb"), part("zone", "route53", domain="example.com"),
        relations=("cdn fronts web",),
    )  # fmt: skip
    assert {"cdn", "cdn_ipv6"} <= set(all_of(built, "aws_route53_record"))
    assert body_of(built, "aws_lb_listener", "web")["protocol"] == "HTTP"
