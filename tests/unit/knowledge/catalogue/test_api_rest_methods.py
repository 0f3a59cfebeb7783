"""Methods of REST APIs."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part


def test_paths_are_made_part_by_part() -> None:
    built = composed(
        part("api", "api_rest", routes=["GET /orders", "GET /orders/{id}", "DELETE /orders/{id}"]),
        part("fn", "lambda"),
        relations=("api fronts fn",),
    )  # fmt: skip
    assert set(all_of(built, "aws_api_gateway_resource")) == {"api_orders", "api_orders_id"}
    assert body_of(built, "aws_api_gateway_resource", "api_orders_id")["parent_id"] == Ref(
        "aws_api_gateway_resource.api_orders"
    )
    methods = {label: one.body["http_method"] for label, one in all_of(built, "aws_api_gateway_method").items()}
    assert methods == {"api_orders_get": "GET", "api_orders_id_get": "GET", "api_orders_id_delete": "DELETE"}


def test_a_changed_method_is_deployed_again() -> None:
    built = composed(part("api", "api_rest"), part("fn", "lambda"), relations=("api fronts fn",))
    trigger = body_of(built, "aws_api_gateway_deployment")["triggers"]["redeployment"]
    assert trigger.function == "sha1"
    watched = trigger.args[0].args[0]
    assert Ref("aws_api_gateway_method.api_proxy_any") in watched


@pytest.mark.parametrize(
    ("parts", "relations", "authorization"),
    [
        ((part("users", "cognito"),), ("users authenticates api",), "COGNITO_USER_POOLS"),
        ((), (), "NONE"),
    ],
)
def test_who_may_call(parts: tuple[object, ...], relations: tuple[str, ...], authorization: str) -> None:
    built = composed(part("api", "api_rest"), part("fn", "lambda"), *parts, relations=("api fronts fn", *relations))  # type: ignore[arg-type]
    assert body_of(built, "aws_api_gateway_method")["authorization"] == authorization
    explained = accepted(built, "aws_api_gateway_method.api_proxy_any")
    assert ("CKV_AWS_59" in explained) == (authorization == "NONE")


def test_a_queue_takes_what_is_posted() -> None:
    built = composed(part("api", "api_rest"), part("inbox", "sqs"), relations=("api sends inbox",))
    integration = body_of(built, "aws_api_gateway_integration")
    assert integration["credentials"] == Ref("aws_iam_role.api_api", "arn")
    assert integration["request_templates"]["application/json"].startswith("Action=SendMessage")
    response = next(iter(all_of(built, "aws_api_gateway_integration_response").values()))
    assert response.body["status_code"] == "200"
    assert len(response.depends_on) == 2
