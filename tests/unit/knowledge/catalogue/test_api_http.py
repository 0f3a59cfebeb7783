"""HTTP APIs."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import body_of, composed, part


def test_the_stage_logs_and_throttles() -> None:
    stage = body_of(composed(part("api", "api_http", rate=50, burst=80)), "aws_apigatewayv2_stage")
    assert stage["access_log_settings"]["destination_arn"] == Ref("aws_cloudwatch_log_group.api", "arn")
    assert stage["default_route_settings"]["throttling_rate_limit"] == 50
    assert stage["default_route_settings"]["throttling_burst_limit"] == 80
    assert (stage["name"], stage["auto_deploy"]) == ("$default", True)


def test_browsers_are_let_in_only_from_stated_origins() -> None:
    assert "cors_configuration" not in body_of(composed(part("api", "api_http")), "aws_apigatewayv2_api")
    built = composed(part("api", "api_http", cors_origins=["https://www.example.com"]))
    assert body_of(built, "aws_apigatewayv2_api")["cors_configuration"]["allow_origins"] == ["https://www.example.com"]


def test_with_a_name_of_its_own_the_default_address_is_closed() -> None:
    built = composed(part("api", "api_http", domain="api.example.com"))
    assert body_of(built, "aws_apigatewayv2_api")["disable_execute_api_endpoint"] is True
    outputs = {one.name: one.value for one in built.resources.outputs}
    assert outputs["api_endpoint"] == "https://api.example.com"
