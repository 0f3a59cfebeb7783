"""REST APIs."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


def test_the_stage_logs_traces_and_stands_behind_a_firewall() -> None:
    built = composed(part("api", "api_rest"), part("fn", "lambda"), relations=("api fronts fn",))
    stage = body_of(built, "aws_api_gateway_stage")
    assert stage["xray_tracing_enabled"] is True
    assert stage["access_log_settings"]["destination_arn"] == Ref("aws_cloudwatch_log_group.api", "arn")
    association = body_of(built, "aws_wafv2_web_acl_association")
    assert association["resource_arn"] == Ref("aws_api_gateway_stage.api", "arn")
    assert all_of(built, "aws_api_gateway_stage")["api"].depends_on == ("aws_api_gateway_account.main",)


def test_a_cache_is_had_when_asked_for() -> None:
    built = composed(part("api", "api_rest", cache=True), part("fn", "lambda"), relations=("api fronts fn",))
    assert body_of(built, "aws_api_gateway_stage")["cache_cluster_enabled"] is True
    assert body_of(built, "aws_api_gateway_method_settings")["settings"]["cache_data_encrypted"] is True
    assert not accepted(built, "aws_api_gateway_stage.api")


def test_keys_come_with_a_plan() -> None:
    built = composed(part("api", "api_rest", api_key=True, rate=7), part("fn", "lambda"), relations=("api fronts fn",))
    assert body_of(built, "aws_api_gateway_usage_plan")["throttle_settings"]["rate_limit"] == 7
    assert body_of(built, "aws_api_gateway_usage_plan_key")["key_id"] == Ref("aws_api_gateway_api_key.api")
    assert body_of(built, "aws_api_gateway_method")["api_key_required"] is True
