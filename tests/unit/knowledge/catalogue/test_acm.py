"""Certificates."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


def test_a_certificate_is_validated_through_dns() -> None:
    built = composed(part("cert", "acm", domain="example.com", alternative_names=["www.example.com"]))
    body = body_of(built, "aws_acm_certificate")
    assert (body["domain_name"], body["validation_method"]) == ("example.com", "DNS")
    assert body["subject_alternative_names"] == ["www.example.com"]
    assert all_of(built, "aws_acm_certificate")["cert"].lifecycle == {"create_before_destroy": True}
    assert "domain_validation_options" in all_of(built, "aws_route53_record")["cert_validation"].for_each.text


def test_for_cloudfront_it_stands_in_us_east_1() -> None:
    built = composed(part("cdn", "cloudfront", domain="www.example.com"))
    assert {one.provider for one in all_of(built, "aws_acm_certificate").values()} == {"us_east_1"}
    regional = composed(part("web", "alb", domain="www.example.com"))
    assert {one.provider for one in all_of(regional, "aws_acm_certificate").values()} == {""}


def test_the_certificate_of_the_request_is_the_one_used() -> None:
    built = composed(part("cert", "acm", domain="example.com"), part("web", "alb", domain="shop.example.com"))
    assert set(all_of(built, "aws_acm_certificate")) == {"cert"}
    listener = body_of(built, "aws_lb_listener", "web")
    assert listener["certificate_arn"] == Ref("aws_acm_certificate_validation.cert", "certificate_arn")
