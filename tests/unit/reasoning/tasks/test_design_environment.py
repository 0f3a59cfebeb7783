"""What a program is told by rule stays as it is."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.domain.request import Component, Request
from app.domain.resources import Resource, Resources
from app.reasoning.tasks.design_environment import overridden, without_environments


def request(**arguments: Any) -> Request:
    return Request("t", "t", components=(Component("a", "lambda", "a", arguments=arguments),))


def test_environments_that_the_draft_has_not_are_left_out() -> None:
    made = request(environment={"variables": {"A": "1"}}, memory_size=128)
    assert without_environments(made, request()).components[0].arguments == {"memory_size": 128}
    assert without_environments(made, request(environment={})).components[0].arguments["environment"] == {}
    plain = request(memory_size=1)
    assert without_environments(plain, request()) == plain


def built(variables: Mapping[str, str]) -> Resources:
    body = {"environment": [{"variables": dict(variables)}], "memory_size": 128}
    return Resources(resources=(Resource("aws_lambda_function", "app", body, "compute"),))


@pytest.mark.parametrize(
    ("now", "path"),
    [({"A": "2"}, "environment.variables.A"), ({"B": "1"}, "environment.variables.A"), ({"A": "1", "B": "2"}, "")],
)
def test_what_is_told_otherwise_is_named(now: Mapping[str, str], path: str) -> None:
    told = overridden(built({"A": "1"}), built(now))
    assert told == ([f"{path} of aws_lambda_function.app is given by rule and stays as it is"] if path else [])
