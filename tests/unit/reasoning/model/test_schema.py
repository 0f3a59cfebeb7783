"""Schemas that a model is given, and how it is told what does not fit."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

import jsonschema
import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.reasoning.model.schema import problems, schema_of, submit_tool


class Kind(StrEnum):
    """Of a part."""

    BIG = "big"
    SMALL = "small"


class Leaf(BaseModel):
    """A leaf."""

    model_config = ConfigDict(extra="forbid")
    at: Literal["leaf"]
    title: str = Field(max_length=5, description="What it is called.")


class Tree(BaseModel):
    """A tree."""

    at: Literal["tree"]
    parts: list[Annotated["Leaf | Tree", Field(discriminator="at")]] = []
    properties: dict[str, int] = {}
    kind: Kind = Kind.BIG
    usd: Decimal | None = None


def test_a_schema_has_what_a_model_needs_and_no_more() -> None:
    schema = schema_of(Leaf)
    assert schema == {
        "additionalProperties": False,
        "description": "A leaf.",
        "properties": {
            "at": {"const": "leaf", "type": "string"},
            "title": {"description": "What it is called.", "maxLength": 5, "type": "string"},
        },
        "required": ["at", "title"],
        "type": "object",
    }


def test_a_schema_that_refers_to_itself_stays_valid() -> None:
    tool = submit_tool(Tree)
    jsonschema.Draft202012Validator.check_schema(dict(tool.schema))
    good = {"at": "tree", "parts": [{"at": "leaf", "title": "a"}, {"at": "tree", "properties": {"title": 1}}]}
    jsonschema.validate(good, dict(tool.schema))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"at": "tree", "parts": [{"at": "leaf"}]}, dict(tool.schema))
    assert tool.name == "submit"
    assert "discriminator" not in str(tool.schema)
    assert tool.schema["$defs"]["Tree"]["properties"]["properties"]["default"] == {}


def test_problems_name_places_and_repeat_nothing() -> None:
    with pytest.raises(ValidationError) as error:
        Tree.model_validate({"at": "tree", "parts": [{"at": "leaf", "title": "poison"}], "kind": "huge", "usd": "much"})
    told = problems(error.value)
    assert [line.split(":")[0] for line in told.splitlines()] == ["parts.0.leaf.title", "kind", "usd"]
    assert "poison" not in told
    assert "huge" not in told


def test_many_problems_are_counted() -> None:
    with pytest.raises(ValidationError) as error:
        Tree.model_validate({"at": "tree", "parts": [{"at": "leaf", "title": 1}] * 30})
    assert len(problems(error.value).splitlines()) == 9
    assert problems(error.value).endswith("and 22 more")
    with pytest.raises(ValidationError) as error:
        Tree.model_validate_json("[]")
    assert problems(error.value).startswith("the answer: ")
