import re

from tests.contract.github_openapi import document
from tests.fakes.github.api import ROUTES
from tools.build_openapi import OPERATIONS, plain


def test_the_cut_holds_what_the_tool_lists() -> None:
    listed = {f"{method.upper()} {path}" for path, methods in OPERATIONS.items() for method in methods}
    assert set(document()["operations"]) == listed


def test_the_fake_serves_what_the_cut_holds() -> None:
    """Variables have other names here and there: their places are compared."""
    routes = {re.sub(r"<[^>]+>", "{}", route) for route in ROUTES}
    assert routes == {re.sub(r"\{[^}]+\}", "{}", operation) for operation in document()["operations"]}


def test_every_reference_is_in_the_cut() -> None:
    text = str(document())
    names = set(re.findall(r"#/components/schemas/([\w-]+)", text))
    assert names <= set(document()["components"]["schemas"])
    assert "nullable'" not in text.replace("nullable-", "")


def test_nullable_becomes_a_type() -> None:
    schema = {"type": "string", "nullable": True, "description": "prose", "enum": ["a"]}
    assert plain(schema) == {"anyOf": [{"type": "null"}, {"type": "string", "enum": ["a"]}]}


def test_properties_keep_the_names_of_prose() -> None:
    schema = {"type": "object", "properties": {"description": {"type": "string", "example": "x"}, "title": {}}}
    assert plain(schema) == {"type": "object", "properties": {"description": {"type": "string"}, "title": {}}}
