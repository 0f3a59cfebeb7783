"""User pools."""

import pytest

from app.domain.resources import Ref, Var
from tests.unit.knowledge.catalogue.composed import body_of, composed, part


@pytest.mark.parametrize(("mfa", "software"), [("ON", True), ("OPTIONAL", True), ("OFF", False)])
def test_the_second_factor(mfa: str, software: bool) -> None:
    body = body_of(composed(part("users", "cognito", mfa=mfa)), "aws_cognito_user_pool")
    assert body["mfa_configuration"] == mfa
    assert ("software_token_mfa_configuration" in body) is software


def test_the_client_is_public_and_tells_strangers_nothing() -> None:
    body = body_of(composed(part("users", "cognito")), "aws_cognito_user_pool_client")
    assert body["generate_secret"] is False
    assert body["allowed_oauth_flows"] == ["code"]
    assert body["prevent_user_existence_errors"] == "ENABLED"
    assert body["callback_urls"] == Var("users_callback_urls")


def test_the_pool_is_protected_in_production() -> None:
    def protection(**constraints: str) -> object:
        return body_of(composed(part("users", "cognito"), **constraints), "aws_cognito_user_pool")[
            "deletion_protection"
        ]

    assert protection() == "ACTIVE"
    assert protection(environment="dev") == "INACTIVE"


def test_a_program_that_uses_it_may_look_users_up() -> None:
    built = composed(part("fn", "lambda"), part("users", "cognito"), relations=("fn uses users",))
    variables = body_of(built, "aws_lambda_function")["environment"]["variables"]
    assert variables["USERS_USER_POOL_ID"] == Ref("aws_cognito_user_pool.users")


def test_without_registration_only_administrators_make_users() -> None:
    body = body_of(composed(part("users", "cognito", self_sign_up=False)), "aws_cognito_user_pool")
    assert body["admin_create_user_config"] == {"allow_admin_create_user_only": True}


def test_with_one_api_and_nothing_said_it_is_meant() -> None:
    built = composed(
        part("api", "api_rest"), part("fn", "lambda"), part("users", "cognito"), relations=("api fronts fn",)
    )
    assert body_of(built, "aws_api_gateway_method")["authorization"] == "COGNITO_USER_POOLS"
