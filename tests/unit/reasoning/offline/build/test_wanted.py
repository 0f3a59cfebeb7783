from typing import Any

import pytest

from app.domain.request import WantedOutput, WantedVariable
from app.domain.resources import Ref, Var
from app.reasoning.offline.build.built import Built
from tests.unit.reasoning.offline.small_catalogue import built_of, component, resource

QUEUE, STORE = component("sqs", "orders"), component("rds", "db")


def with_variable(*wanted: WantedVariable, **fields: Any) -> Built:
    built = built_of([QUEUE, STORE], variables=wanted, **fields)
    assert built.wrong == ()
    return built


def variable(built: Built, name: str) -> tuple[str, Any]:
    found = next(one for one in built.resources.variables if one.name == name)
    assert found.description.endswith(".")
    return found.type, found.default


@pytest.mark.parametrize(
    ("wanted", "place", "expected"),
    [
        (WantedVariable("instance_class"), ("aws_db_instance.db", "instance_class"), ("string", "db.t4g.micro")),
        (WantedVariable("instance_class", default="db.m7g.large"), ("aws_db_instance.db", "instance_class"),
         ("string", "db.m7g.large")),
        (WantedVariable("orders_name"), ("aws_sqs_queue.orders", "name"), ("string", "web-shop-orders")),
    ],
)  # fmt: skip
def test_a_variable_takes_the_place_it_speaks_of(
    wanted: WantedVariable, place: tuple[str, str], expected: tuple[str, Any]
) -> None:
    built = with_variable(wanted)
    assert resource(built, place[0]).body[place[1]] == Var(wanted.name)
    assert variable(built, wanted.name) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (WantedVariable("budget", "number", 7), ("number", 7)),
        (WantedVariable("zones", "list(string)"), ("list(string)", None)),
        (WantedVariable("odd", 'string" }'), ("string", None)),
        (WantedVariable("project", "number", 3), ("string", "web-shop")),
    ],
)
def test_other_variables_are_declared(wanted: WantedVariable, expected: tuple[str, Any]) -> None:
    assert variable(with_variable(wanted), wanted.name) == expected


def test_an_argument_may_name_a_variable() -> None:
    queue = component("sqs", "orders", arguments={"delay_seconds": "var.delay"})
    built = built_of([queue], variables=(WantedVariable("delay", "number", 5),))
    assert resource(built, "aws_sqs_queue.orders").body["delay_seconds"] == Var("delay")
    assert built.wrong == ()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (WantedOutput("endpoint", "db", "endpoint"), Ref("aws_db_instance.db", "endpoint")),
        (WantedOutput("queue_address", "orders", "url"), Ref("aws_sqs_queue.orders", "url")),
        (WantedOutput("db_arn", "db"), Ref("aws_db_instance.db", "arn")),
        (WantedOutput("orders_arn"), Ref("aws_sqs_queue.orders", "arn")),
        (WantedOutput("queue", "orders", "name"), Ref("aws_sqs_queue.orders", "name")),
        (WantedOutput("moon", "orders", "phase"), None),
    ],
)
def test_outputs(wanted: WantedOutput, expected: Ref | None) -> None:
    built = built_of([QUEUE, STORE], outputs=(wanted,))
    values = [one.value for one in built.resources.outputs if one.name == wanted.name]
    assert values == ([expected] if expected else [])
    assert built.wrong == ()


def test_secrets_are_sensitive() -> None:
    built = built_of([STORE], outputs=(WantedOutput("password", "db", "password"),))
    assert [one.sensitive for one in built.resources.outputs] == [True]
