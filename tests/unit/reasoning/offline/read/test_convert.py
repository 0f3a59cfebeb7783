from typing import Any

import pytest

from app.knowledge.catalogue.base import Parameter, ParameterKind
from app.reasoning.offline.read.convert import argument_value, parameter_value, whole
from app.reasoning.offline.read.slots import Argument
from app.reasoning.offline.read.spans import Value


def value(kind: str, content: Any, **more: Any) -> Value:
    return Value(kind, content, 0, 1, str(content), **more)


@pytest.mark.parametrize(
    ("kind", "unit", "given", "expected"),
    [
        ("duration", "days", value("duration", 86400 * 14), 14),
        ("duration", "minutes", value("duration", 90), 1.5),
        ("duration", "seconds", value("number", 30), 30),
        ("size", "MiB", value("size", 2**30), 1024),
        ("size", "", value("size", 20 * 2**30), 20),
        ("count", "", value("number", 3), 3),
        ("count", "", value("number", 2.5), None),
        ("count", "", value("duration", 60), None),
        ("number", "percent", value("percent", 70.0), 70),
        ("port", "", value("number", 443), 443),
        ("port", "", value("number", 70000), None),
        ("version", "", value("version", "15.4", number=15.4), "15.4"),
        ("version", "", value("number", 15), "15"),
        ("cidr", "", value("cidr", "10.0.0.0/8"), "10.0.0.0/8"),
        ("cidr", "", value("text", "x"), None),
        ("text", "", value("window", "03:00-06:00"), "03:00-06:00"),
        ("list", "", value("email", "a@b.co"), ["a@b.co"]),
        ("list", "", value("number", 3), None),
        ("schedule", "", value("schedule", "rate(1 day)"), "rate(1 day)"),
        ("flag", "", value("number", 1), None),
    ],
)
def test_parameters(kind: ParameterKind, unit: str, given: Value, expected: Any) -> None:
    assert parameter_value(Parameter("x", kind, unit=unit), given) == expected


def test_choices_by_word_or_value() -> None:
    parameter = Parameter("engine", "choice", choices={"postgresql": "postgres"})
    assert parameter_value(parameter, value("text", "PostgreSQL")) == "postgres"
    assert parameter_value(parameter, value("text", "postgres")) == "postgres"
    assert parameter_value(parameter, value("text", "oracle")) is None


@pytest.mark.parametrize(
    ("path", "kind", "given", "expected"),
    [
        ("a", "string", value("number", 5), "5"),
        ("a", "string", value("size", 5), None),
        ("a", "number", value("text", "5"), 5),
        ("timeout_seconds", "number", value("duration", 300), 300),
        ("retention_in_days", "number", value("duration", 86400 * 30), 30),
        ("memory_size", "number", value("size", 512 * 2**20), 512),
        ("allocated_storage", "number", value("size", 50 * 2**30), 50),
        ("a", "bool", value("text", "true"), True),
        ("a", "bool", value("text", "maybe"), None),
        ("a", ["list", "string"], value("text", "x"), ["x"]),
        ("a", ["map", "string"], value("text", "x"), None),
    ],
)
def test_arguments(path: str, kind: Any, given: Value, expected: Any) -> None:
    assert argument_value(Argument(path, kind, 1, False), given) == expected


def test_whole_keeps_what_would_be_lost() -> None:
    assert whole(2.0) == 2
    assert whole(2.5) == 2.5
