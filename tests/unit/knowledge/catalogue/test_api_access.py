"""What both kinds of API have in common."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


@pytest.mark.parametrize(
    ("routes", "keys"),
    [
        (["GET /orders", "post /orders"], {"GET /orders", "POST /orders"}),
        (["/orders/"], {"ANY /orders"}),
        (["GET /orders/{id}", "GET /orders/{id}"], {"GET /orders/{id}"}),
        (["nonsense"], {"$default"}),
    ],
)
def test_stated_routes_are_read_as_method_and_path(routes: list[str], keys: set[str]) -> None:
    built = composed(part("api", "api_http", routes=routes), part("fn", "lambda"), relations=("api fronts fn",))
    assert {one.body["route_key"] for one in all_of(built, "aws_apigatewayv2_route").values()} == keys


@pytest.mark.parametrize(
    ("kind", "mapping", "zone"),
    [
        ("api_http", "aws_apigatewayv2_api_mapping", "domain_name_configuration[0].hosted_zone_id"),
        ("api_rest", "aws_api_gateway_base_path_mapping", "regional_zone_id"),
    ],
)
def test_a_name_of_ones_own(kind: str, mapping: str, zone: str) -> None:
    built = composed(part("api", kind, domain="api.example.com"), part("fn", "lambda"), relations=("api fronts fn",))
    assert len(all_of(built, mapping)) == 1
    record = body_of(built, "aws_route53_record", "api")
    assert isinstance(record["alias"]["zone_id"], Ref)
    assert record["alias"]["zone_id"].path == zone
