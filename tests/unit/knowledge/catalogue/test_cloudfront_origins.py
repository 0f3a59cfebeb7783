"""Origins of distributions."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, body_of, composed, part, statements_of


def test_only_the_distribution_reads_the_bucket() -> None:
    built = composed(part("cdn", "cloudfront"), part("web", "s3", purpose="site"), relations=("cdn fronts web",))
    origin = body_of(built, "aws_cloudfront_distribution")["origin"][0]
    assert origin["origin_access_control_id"] == Ref("aws_cloudfront_origin_access_control.cdn")
    (statement,) = [one for one in statements_of(built, "web_bucket") if one["sid"] == "ReadByCdn"]
    assert statement["condition"][0]["values"] == [Ref("aws_cloudfront_distribution.cdn", "arn")]


@pytest.mark.parametrize("order", [("cdn fronts web", "cdn fronts api"), ("cdn fronts api", "cdn fronts web")])
def test_the_bucket_takes_what_no_path_claims(order: tuple[str, ...]) -> None:
    built = composed(
        part("cdn", "cloudfront"), part("web", "s3", purpose="site"), part("api", "api_http"), part("fn", "lambda"),
        relations=(*order, "api fronts fn"),
    )  # fmt: skip
    body = body_of(built, "aws_cloudfront_distribution")
    assert body["default_cache_behavior"]["target_origin_id"] == "web"
    assert [one["path_pattern"] for one in body["ordered_cache_behavior"]] == ["/api/*"]
    assert "POST" in body["ordered_cache_behavior"][0]["allowed_methods"]


def test_a_single_page_application_answers_every_path() -> None:
    built = composed(part("cdn", "cloudfront", single_page=True))
    pages = body_of(built, "aws_cloudfront_distribution")["custom_error_response"]
    assert {(one["response_code"], one["response_page_path"]) for one in pages} == {(200, "/index.html")}


def test_a_balancer_alone_answers_the_root_itself() -> None:
    built = composed(part("cdn", "cloudfront"), part("web", "alb"), relations=("cdn fronts web",))
    body = body_of(built, "aws_cloudfront_distribution")
    assert "default_root_object" not in body or body["default_root_object"] is None
    assert "CKV_AWS_305" in accepted(built, "aws_cloudfront_distribution.cdn")
    assert body["origin"][0]["custom_origin_config"]["origin_protocol_policy"] == "http-only"


def test_a_balancer_with_a_certificate_is_reached_by_its_name() -> None:
    built = composed(
        part("cdn", "cloudfront"), part("web", "alb", domain="web.example.com"), relations=("cdn fronts web",)
    )
    origin = body_of(built, "aws_cloudfront_distribution")["origin"][0]
    assert origin["domain_name"] == "web.example.com"
    assert origin["custom_origin_config"]["origin_protocol_policy"] == "https-only"


def test_answers_carry_security_headers() -> None:
    headers = body_of(composed(part("cdn", "cloudfront")), "aws_cloudfront_response_headers_policy")
    assert headers["security_headers_config"]["strict_transport_security"]["include_subdomains"] is True
