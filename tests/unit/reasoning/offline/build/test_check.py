from typing import Any

import pytest

from app.domain.resources import (
    Call,
    Expression,
    Json,
    Local,
    Output,
    Provider,
    Ref,
    Resource,
    Resources,
    Template,
    Var,
    Variable,
)
from app.reasoning.offline.build.check import circles, expressions, fits, problems, resource_problems

QUEUE = "aws_sqs_queue"


def resource(kind: str = QUEUE, label: str = "a", body: dict[str, Any] | None = None, **more: Any) -> Resource:
    return Resource(kind, label, body or {}, "data", **more)


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        (QUEUE, {"name": "a", "delay_seconds": 3}, []),
        (QUEUE, {"delay_seconds": "3", "fifo_queue": "true", "name": Var("x")}, []),
        (QUEUE, {"nam": "a"}, ["nam is unknown"]),
        (QUEUE, {"arn": "a"}, ["arn is computed and cannot be set"]),
        (QUEUE, {"delay_seconds": "soon"}, ["delay_seconds is no number: 'soon'"]),
        (QUEUE, {"tags": ["a"]}, ["tags is no map: ['a']"]),
        ("aws_vpc_endpoint", {"service_name": "s"}, ["vpc_id is missing"]),
        (
            "aws_s3_bucket_versioning",
            {"bucket": "b", "versioning_configuration": {"state": "Enabled"}},
            ["versioning_configuration.state is unknown", "versioning_configuration.status is missing"],
        ),
        ("aws_s3_bucket_versioning", {"bucket": "b"}, ["versioning_configuration is missing"]),
        (
            "aws_s3_bucket_versioning",
            {"bucket": "b", "versioning_configuration": "Enabled"},
            ["versioning_configuration is a block, not 'Enabled'"],
        ),
        (
            "aws_s3_bucket_versioning",
            {"bucket": "b", "versioning_configuration": [{"status": "Enabled"}, {"status": "Enabled"}]},
            ["versioning_configuration may be there 1 times at most"],
        ),
        ("aws_no_such_thing", {}, ["no such type in the provider"]),
        ("elsewhere_thing", {"anything": 1}, []),
    ],
)
def test_resources_against_the_schema(kind: str, body: dict[str, Any], expected: list[str]) -> None:
    assert resource_problems(resource(kind, body=body)) == expected


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("string", "a", True),
        ("string", 1, True),
        ("string", {}, False),
        ("bool", "yes", False),
        ("number", True, False),
        (["list", "string"], ["a", Var("x")], True),
        (["list", "string"], "a", False),
        (["set", "number"], ["x"], False),
        (["map", "string"], {"a": "b"}, True),
        (["map", "string"], {"a": ["b"]}, False),
        (["object", {"a": "string"}], {"a": "x"}, True),
        (["object", {"a": "string"}], {"b": "x"}, False),
        ("dynamic", {"any": ["thing"]}, True),
        (["list", "string"], Call("concat", ()), True),
    ],
)
def test_fits(kind: object, value: object, expected: bool) -> None:
    assert fits(kind, value) is expected


def test_expressions_are_found_at_any_depth() -> None:
    value = {"a": [Template(("x", Var("v"))), Json({"b": Call("f", (Local("l"), Ref("aws_vpc.m")))}), Expression("1")]}
    assert list(expressions(value)) == [Var("v"), Local("l"), Ref("aws_vpc.m")]


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (Ref("aws_sqs_queue.one", "arn"), []),
        (Ref("aws_sqs_queue.one", "[0].arn"), ["aws_sqs_queue.one.[0].arn takes no index"]),
        (Ref("aws_sqs_queue.many", "[*].arn"), []),
        (Ref("aws_sqs_queue.many", "arn"), ["aws_sqs_queue.many.arn needs an index"]),
        (Ref("aws_sqs_queue.one", "nothing"), ["aws_sqs_queue.one has no nothing"]),
        (Ref("aws_sqs_queue.none", "arn"), ["aws_sqs_queue.none is not there"]),
        (Var("known"), []),
        (Var("unknown"), ["var.unknown is not declared"]),
        (Local("known"), []),
        (Local("unknown"), ["local.unknown is not declared"]),
    ],
)
def test_expressions_point_at_something(reference: object, expected: list[str]) -> None:
    graph = Resources(
        resources=(
            resource(label="one"),
            resource(label="many", count=2),
            resource("aws_vpc", "user", {"cidr_block": reference}),
        ),
        variables=(Variable("known", "string", "Known."),),
        locals={"known": 1},
    )
    assert problems(graph) == [f"aws_vpc.user: {text}" for text in expected]


def test_outputs_dependencies_and_aliases_are_checked() -> None:
    graph = Resources(
        resources=(resource(depends_on=("aws_vpc.gone",), provider="eu_west_1"),),
        outputs=(Output("o", Ref("aws_vpc.gone"), "Gone."),),
        providers=(Provider("aws"),),
    )
    assert problems(graph) == [
        "aws_sqs_queue.a: depends on aws_vpc.gone, which is not there",
        "aws_sqs_queue.a: provider alias eu_west_1 is not declared",
        "o: aws_vpc.gone is not there",
    ]


def test_circles_are_found_and_shown() -> None:
    one = resource(label="one", body={"name": Ref("aws_sqs_queue.two", "arn")})
    two = resource(label="two", depends_on=("aws_sqs_queue.one",))
    free = resource(label="free", body={"name": Ref("aws_sqs_queue.one", "arn")})
    assert circles(Resources(resources=(free,))) == []
    assert circles(Resources(resources=(free, one, two))) == [
        ["aws_sqs_queue.one", "aws_sqs_queue.two", "aws_sqs_queue.one"]
    ]
