"""Records."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


def record(routing: str, *, second: bool = False) -> dict[str, object]:
    built = composed(
        part("zone", "route53", domain="example.com", routing=routing), part("a", "alb"), part("b", "alb"),
        relations=("zone resolves a", "zone resolves b"),
    )  # fmt: skip
    return dict(body_of(built, "aws_route53_record", "b" if second else "a"))


@pytest.mark.parametrize(
    ("routing", "argument", "first", "second"),
    [
        ("weighted", "weighted_routing_policy", {"weight": 50}, {"weight": 50}),
        ("failover", "failover_routing_policy", {"type": "PRIMARY"}, {"type": "SECONDARY"}),
        ("geolocation", "geolocation_routing_policy", {"country": "*"}, {"continent": "NA"}),
        ("multivalue", "multivalue_answer_routing_policy", True, True),
    ],
)
def test_policies(routing: str, argument: str, first: object, second: object) -> None:
    assert record(routing)[argument] == first
    assert record(routing, second=True)[argument] == second
    assert record(routing)["name"] == record(routing, second=True)["name"] == "example.com"


def test_simple_records_have_names_of_their_own() -> None:
    assert record("simple")["name"] == "example.com"
    assert record("simple", second=True)["name"] == "b.example.com"
    assert record("simple")["alias"] == {
        "name": Ref("aws_lb.a", "dns_name"), "zone_id": Ref("aws_lb.a", "zone_id"), "evaluate_target_health": True
    }  # fmt: skip


def test_failover_watches_the_first() -> None:
    assert record("failover")["health_check_id"] == Ref("aws_route53_health_check.a")
    assert "health_check_id" not in record("failover", second=True)


def test_machines_are_reached_by_address_and_databases_by_name() -> None:
    built = composed(
        part("zone", "route53", domain="corp.internal", private=True), part("app", "ec2"), part("db", "rds"),
        relations=("zone resolves app", "zone resolves db"),
    )  # fmt: skip
    assert body_of(built, "aws_route53_record", "app")["records"] == [Ref("aws_instance.app", "private_ip")]
    database = body_of(built, "aws_route53_record", "db")
    assert (database["type"], database["name"]) == ("CNAME", "db.corp.internal")


def test_cloudfront_has_an_address_of_each_kind() -> None:
    built = composed(
        part("zone", "route53", domain="example.com"), part("cdn", "cloudfront"), relations=("zone resolves cdn",)
    )
    kinds = {
        one.body["type"] for label, one in all_of(built, "aws_route53_record").items() if "validation" not in label
    }
    assert kinds == {"A", "AAAA"}
