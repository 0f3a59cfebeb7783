"""Distributions."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


def test_with_a_domain_it_has_its_certificate_and_records() -> None:
    built = composed(part("cdn", "cloudfront", domain="www.example.com"))
    body = body_of(built, "aws_cloudfront_distribution")
    assert body["aliases"] == ["www.example.com"]
    assert body["viewer_certificate"]["minimum_protocol_version"] == "TLSv1.2_2021"
    records = all_of(built, "aws_route53_record")
    assert {records[label].body["type"] for label in ("cdn", "cdn_ipv6")} == {"A", "AAAA"}


def test_without_a_domain_it_says_why() -> None:
    built = composed(part("cdn", "cloudfront"))
    assert body_of(built, "aws_cloudfront_distribution")["viewer_certificate"] == {
        "cloudfront_default_certificate": True
    }
    assert accepted(built, "aws_cloudfront_distribution.cdn") >= {"CKV2_AWS_42", "CKV_AWS_174"}


def test_alone_it_brings_a_bucket_for_the_site() -> None:
    built = composed(part("cdn", "cloudfront"))
    origins = body_of(built, "aws_cloudfront_distribution")["origin"]
    assert [one["domain_name"].path for one in origins] == ["bucket_regional_domain_name"]


def test_countries() -> None:
    built = composed(part("cdn", "cloudfront", countries=["es", "FR"]))
    body = body_of(built, "aws_cloudfront_distribution")
    assert body["restrictions"]["geo_restriction"] == {"restriction_type": "whitelist", "locations": ["ES", "FR"]}
    assert "CKV_AWS_374" not in accepted(built, "aws_cloudfront_distribution.cdn")


def test_open_to_every_country_with_one_origin_it_says_why() -> None:
    built = composed(part("cdn", "cloudfront"))
    assert accepted(built, "aws_cloudfront_distribution.cdn") >= {"CKV_AWS_310", "CKV_AWS_374"}


def test_in_production_it_stands_behind_a_firewall() -> None:
    built = composed(part("cdn", "cloudfront"))
    assert body_of(built, "aws_cloudfront_distribution")["web_acl_id"] == Ref("aws_wafv2_web_acl.cdn", "arn")
    assert "web_acl_id" not in body_of(
        composed(part("cdn", "cloudfront"), environment="dev"), "aws_cloudfront_distribution"
    )


def test_with_one_balancer_and_nothing_said_it_is_meant() -> None:
    built = composed(part("cdn", "cloudfront"), part("web", "alb"), part("app", "ecs"), relations=("web fronts app",))
    assert [one["origin_id"] for one in body_of(built, "aws_cloudfront_distribution")["origin"]] == ["web"]


def test_a_log_bucket_is_no_origin() -> None:
    built = composed(part("cdn", "cloudfront"), part("audit", "s3", purpose="logs"))
    origins = body_of(built, "aws_cloudfront_distribution")["origin"]
    assert [one["origin_id"] for one in origins] != ["audit"]
