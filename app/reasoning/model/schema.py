"""JSON Schema of what a model gives a tool, as it reads it best, and what is wrong with what it gave."""

from typing import Any

from pydantic import BaseModel, ValidationError

from app.reasoning.base import ToolSpec

SUBMIT = "submit"
TOLD = 8
"""Problems of one answer that are told; the first ones explain the rest."""
LENGTH = 240
"""Characters of one problem."""


def submit_tool(answer: type[BaseModel]) -> ToolSpec:
    """The tool by which a task is answered."""
    return ToolSpec(SUBMIT, "Give your answer. It is checked by code, which may ask for more.", schema_of(answer))


def schema_of(answer: type[BaseModel]) -> dict[str, Any]:
    """The schema of an answer's type: descriptions stay, what says nothing (titles, discriminators) goes."""
    schema: dict[str, Any] = _plain(answer.model_json_schema())
    return schema


def _plain(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: {inner: _plain(one) for inner, one in value.items()}
        if name in ("properties", "$defs")
        else value
        if name in ("default", "const", "enum", "examples")
        else _plain(value)
        for name, value in schema.items()
        if name not in ("title", "discriminator")
    }


def problems(error: ValidationError) -> str:
    """What is wrong with an answer: path and message of the first problems, none of its text repeated."""
    listed = error.errors(include_url=False, include_context=False, include_input=False)
    told = [f"{'.'.join(map(str, one['loc'])) or 'the answer'}: {one['msg']}"[:LENGTH] for one in listed[:TOLD]]
    return "\n".join([*told, *([f"and {len(listed) - TOLD} more"] if len(listed) > TOLD else [])])
