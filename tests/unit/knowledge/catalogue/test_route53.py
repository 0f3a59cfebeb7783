"""Zones."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


def test_a_public_zone_is_signed_and_its_queries_are_logged() -> None:
    built = composed(part("zone", "route53", domain="example.com"))
    assert body_of(built, "aws_route53_zone")["name"] == "example.com"
    assert body_of(built, "aws_route53_hosted_zone_dnssec")["hosted_zone_id"] == Ref(
        "aws_route53_key_signing_key.zone", "hosted_zone_id"
    )
    assert {one.provider for one in all_of(built, "aws_kms_key").values()} >= {"us_east_1"}
    assert all_of(built, "aws_route53_query_log")["zone"].depends_on
    assert accepted(built, "aws_kms_key.zone_dnssec") == {"CKV_AWS_7"}


def test_both_can_be_refused() -> None:
    built = composed(part("zone", "route53", domain="example.com", dnssec=False, query_logs=False))
    assert {one.type for one in built.resources.resources} == {"aws_route53_zone"}


def test_a_private_zone_is_seen_by_its_network_only() -> None:
    built = composed(part("zone", "route53", domain="corp.internal", private=True))
    assert body_of(built, "aws_route53_zone")["vpc"] == [{"vpc_id": Ref("aws_vpc.main")}]
    assert not all_of(built, "aws_route53_query_log")


def test_a_name_that_is_a_domain_is_the_domain() -> None:
    built = composed(part("zone", "route53", name="tienda.es"))
    assert body_of(built, "aws_route53_zone")["name"] == "tienda.es"


def test_a_zone_that_is_joined_to_a_network_is_private() -> None:
    built = composed(part("inner", "route53"), part("main", "vpc"), relations=["main attached inner"])
    assert body_of(built, "aws_route53_zone")["vpc"] == [{"vpc_id": Ref("aws_vpc.main")}]
    told = composed(part("inner", "route53", private=False), part("main", "vpc"), relations=["main attached inner"])
    assert "vpc" not in body_of(told, "aws_route53_zone")
