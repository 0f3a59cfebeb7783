"""Secrets in plain text."""

import base64
import json
from typing import Any

import pytest

from app.analysis.base import Observations
from app.analysis.keys.plaintext import is_secret_name, observe
from app.domain.finding import Severity
from tests.unit.analysis.graphs import graph, resource

C, H = Severity.CRITICAL, Severity.HIGH
VALUE = "hunter2" * 2
TOKEN = "ghp_" + "a1B2" * 9


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("DB_PASSWORD", True),
        ("apiKey", True),
        ("clientSecret", True),
        ("STRIPE_API_KEY", True),
        ("AWS_SECRET_ACCESS_KEY", True),
        ("spring.datasource.password", True),
        ("token", True),
        ("SECRET_ARN", False),
        ("SECRET_NAME", False),
        ("PASSWORD_LENGTH", False),
        ("TOKEN_URL", False),
        ("KEY", False),
        ("BYPASS", False),
        ("MONKEY", False),
        ("PARTITION_KEY", False),
        ("COMPASS", False),
    ],
)
def test_names_of_secrets(name: str, secret: bool) -> None:
    assert is_secret_name(name) is secret


def look(*resources: Any) -> list[Severity]:
    """How bad what was found is."""
    seen = Observations("s")
    observe(graph(*resources), seen)
    return [one.severity for one in seen.result().findings]


def function(**variables: str) -> Any:
    """A function with these variables."""
    return resource("aws_lambda_function.f", environment=[{"variables": variables}])


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DB_PASSWORD", VALUE, [C]),
        ("DB_PASSWORD", "(sensitive)", [H]),
        ("DB_HOST", "(sensitive)", []),
        ("DB_PASSWORD", "", []),
        ("DB_PASSWORD", "arn:aws:secretsmanager:eu-central-1:1:secret:x", []),
        ("DB_PASSWORD", "/shop/db/password", []),
        ("DB_PASSWORD", "{{resolve:secretsmanager:x}}", []),
        ("USE_TOKEN", "true", []),
        ("ANYTHING", "AKIA" + "ABCDEFGHIJKLMNOP", [C]),
        ("ANYTHING", TOKEN, [C]),
        ("DATABASE_URL", "postgres://app:hunter2@db:5432/shop", [C]),
        ("DATABASE_URL", "postgres://db:5432/shop", []),
        ("DATABASE_URL", "postgres://app:${password}@db/shop", []),
        ("LOG_LEVEL", "info", []),
    ],
)
def test_values(name: str, value: str, expected: list[Severity]) -> None:
    assert look(function(**{name: value})) == expected


def containers(*environment: dict[str, str]) -> str:
    """The definition of a task."""
    return json.dumps([{"name": "web", "environment": list(environment)}, {"name": "bare"}])


@pytest.mark.parametrize(
    ("made", "count"),
    [
        (resource("aws_ecs_task_definition.t", container_definitions=containers({"name": "TOKEN", "value": VALUE})), 1),
        (resource("aws_ecs_task_definition.t", container_definitions="(sensitive)"), 0),
        (resource("aws_ecs_task_definition.t"), 0),
        (
            resource(
                "aws_batch_job_definition.j",
                container_properties=json.dumps({"environment": [{"name": "TOKEN", "value": VALUE}]}),
            ),
            1,
        ),
        (
            resource(
                "aws_codebuild_project.p",
                environment=[{"environment_variable": [{"name": "TOKEN", "value": VALUE, "type": "PLAINTEXT"}]}],
            ),
            1,
        ),
        (
            resource(
                "aws_codebuild_project.p",
                environment=[
                    {"environment_variable": [{"name": "TOKEN", "value": "shop/token", "type": "SECRETS_MANAGER"}]}
                ],
            ),
            0,
        ),
        (resource("aws_glue_job.j", default_arguments={"--db_password": VALUE}), 1),
        (resource("aws_instance.i", user_data=f"#!/bin/sh\nexport DB_PASSWORD={VALUE}\n"), 1),
        (
            resource(
                "aws_instance.i", user_data="#!/bin/sh\nexport DB_PASSWORD=$(aws secretsmanager get-secret-value)\n"
            ),
            0,
        ),
        (resource("aws_instance.i", user_data="a" * 40), 0),
        (resource("aws_launch_template.l", user_data=base64.b64encode(f"TOKEN='{VALUE}'".encode()).decode()), 1),
        (resource("aws_ssm_parameter.p", name="/shop/db/password", type="String"), 1),
        (resource("aws_ssm_parameter.p", name="/shop/db/password", type="SecureString"), 0),
        (resource("aws_ssm_parameter.p", name="/shop/db/host", type="String"), 0),
    ],
)
def test_places(made: Any, count: int) -> None:
    assert len(look(made)) == count


def test_the_value_is_never_told() -> None:
    seen = Observations("s")
    observe(graph(function(DB_PASSWORD=VALUE)), seen)
    (found,) = seen.result().findings
    assert found.title == "Variable DB_PASSWORD holds a secret in plain text"
    assert VALUE not in found.title + found.detail
