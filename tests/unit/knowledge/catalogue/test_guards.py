"""Guards before entries."""

import pytest

from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


@pytest.mark.parametrize("relation", ["api uses users", "api attached users", "users authenticates api"])
@pytest.mark.parametrize("kind", ["api_http", "api_rest"])
def test_however_it_is_said_the_pool_signs_users_in(kind: str, relation: str) -> None:
    built = composed(
        part("api", kind), part("fn", "lambda"), part("users", "cognito"), relations=("api fronts fn", relation)
    )
    authorizer = "aws_apigatewayv2_authorizer" if kind == "api_http" else "aws_api_gateway_authorizer"
    assert len(all_of(built, authorizer)) == 1


def test_a_firewall_of_one_balancer_is_not_that_of_another() -> None:
    built = composed(part("a", "alb"), part("b", "alb"), part("fw", "waf"), relations=("b uses fw",))
    assert set(all_of(built, "aws_wafv2_web_acl_association")) == {"b"}


def test_a_program_is_no_guard() -> None:
    built = composed(part("web", "alb"), part("app", "ecs"), relations=("web uses app",))
    assert body_of(built, "aws_lb_target_group", "app")["target_type"] == "ip"


@pytest.mark.parametrize("kind", ["api_http", "api_rest", "alb"])
def test_served_by_is_the_same_as_behind(kind: str) -> None:
    built = composed(part("entry", kind), part("fn", "lambda"), relations=("fn fronts entry",))
    permissions = all_of(built, "aws_lambda_permission")
    assert len(permissions) == 1
