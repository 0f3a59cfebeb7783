"""Telling programs where secrets are."""

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import body_of, composed, part


@pytest.mark.parametrize(
    ("kind", "address"), [("rds", "aws_db_instance.products"), ("aurora", "aws_rds_cluster.products")]
)
def test_a_function_is_told_where_the_password_is(kind: str, address: str) -> None:
    built = composed(part("fn", "lambda"), part("products", kind), relations=("fn uses products",))
    variables = body_of(built, "aws_lambda_function")["environment"]["variables"]
    assert variables["PRODUCTS_SECRET_ARN"] == Ref(address, "master_user_secret[0].secret_arn")


def test_others_are_not_told() -> None:
    built = composed(part("fn", "lambda"), part("products", "rds"))
    assert "environment" not in body_of(built, "aws_lambda_function")
