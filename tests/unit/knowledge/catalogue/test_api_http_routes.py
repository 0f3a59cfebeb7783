"""Routes of HTTP APIs."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


@pytest.mark.parametrize("relation", ["api fronts fn", "api uses fn", "api attached fn", "fn attached api"])
def test_a_function_answers(relation: str) -> None:
    built = composed(part("api", "api_http"), part("fn", "lambda"), relations=(relation,))
    integration = body_of(built, "aws_apigatewayv2_integration", "fn")
    assert (integration["integration_type"], integration["payload_format_version"]) == ("AWS_PROXY", "2.0")
    assert "CKV_AWS_309" in accepted(built, "aws_apigatewayv2_route.fn")


def test_each_further_target_has_a_path_of_its_own() -> None:
    built = composed(
        part("api", "api_http"), part("orders", "lambda"), part("user_data", "lambda"),
        relations=("api fronts orders", "api fronts user_data"),
    )  # fmt: skip
    keys = {one.body["route_key"] for one in all_of(built, "aws_apigatewayv2_route").values()}
    assert keys == {"$default", "ANY /user-data", "ANY /user-data/{proxy+}"}


def test_containers_are_found_by_name_inside_the_network() -> None:
    built = composed(part("api", "api_http"), part("app", "ecs", port=3000), relations=("api fronts app",))
    integration = body_of(built, "aws_apigatewayv2_integration", "app")
    assert integration["integration_uri"] == Ref("aws_service_discovery_service.app", "arn")
    assert body_of(built, "aws_ecs_service")["service_registries"]["container_port"] == 3000
    container = body_of(built, "aws_ecs_task_definition")["container_definitions"].value[0]
    assert container["portMappings"][0]["containerPort"] == 3000
    assert "app_from_api_3000" in all_of(built, "aws_vpc_security_group_ingress_rule")


def test_a_queue_is_written_without_a_program() -> None:
    built = composed(part("api", "api_http"), part("inbox", "sqs"), relations=("api sends inbox",))
    integration = body_of(built, "aws_apigatewayv2_integration", "inbox")
    assert integration["integration_subtype"] == "SQS-SendMessage"
    assert integration["request_parameters"]["QueueUrl"] == Ref("aws_sqs_queue.inbox", "url")
    assert body_of(built, "aws_apigatewayv2_route")["route_key"] == "POST /inbox"


def test_tokens_of_the_pool_are_checked() -> None:
    built = composed(
        part("api", "api_http"), part("fn", "lambda"), part("users", "cognito"),
        relations=("api fronts fn", "api uses users"),
    )  # fmt: skip
    route = body_of(built, "aws_apigatewayv2_route", "fn")
    assert route["authorization_type"] == "JWT"
    assert not accepted(built, "aws_apigatewayv2_route.fn")
    signed = composed(part("api", "api_http", iam=True), part("fn", "lambda"), relations=("api fronts fn",))
    assert body_of(signed, "aws_apigatewayv2_route", "fn")["authorization_type"] == "AWS_IAM"
