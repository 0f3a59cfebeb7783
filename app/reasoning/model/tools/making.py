"""What every look-up shares: input that is checked, answers of a bounded size, names that are nearly right."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from app.reasoning.base import Tool, ToolSpec
from app.reasoning.model.schema import problems, schema_of

LIMIT = 6_000
"""Characters of an answer; more than that pays for itself too seldom."""


class Input(BaseModel):
    """The input of a tool: its fields are all that may be given."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Given = TypeVar("Given", bound=BaseModel)


def make_tool(
    name: str, description: str, given: type[Given], answer: Callable[[Given], str], what: Callable[[Given], str] | str
) -> Tool:
    """A tool whose input is a ``given``; ``what`` names what leaves the house, the tool's name where nothing does."""

    def checked(raw: Mapping[str, Any]) -> Given:
        try:
            return given.model_validate(dict(raw))
        except ValidationError as error:
            raise ValueError(problems(error)) from None

    def named(raw: Mapping[str, Any]) -> str:
        try:
            return what if isinstance(what, str) else what(checked(raw))
        except ValueError:
            return name

    return Tool(ToolSpec(name, description, schema_of(given)), lambda raw: answer(checked(raw)), named)


def listed(lines: Iterable[str], hint: str, *, most: int = LIMIT, left: int = 0) -> str:
    """Lines up to ``most`` characters; what does not fit, and ``left`` more besides, is counted, with a hint."""
    kept: list[str] = []
    room = most - 200
    whole = True
    for line in lines:
        whole = whole and len(line) < room
        if whole:
            kept.append(line)
            room -= len(line) + 1
        else:
            left += 1
    return "\n".join([*kept, f"({left} more left out: {hint})"] if left else kept)


def nearest(word: str, known: Sequence[str]) -> str:
    """A sentence with the names that are most like ``word``; empty where none is."""
    found = get_close_matches(word, known, 3, 0.6)
    return f" Nearest: {', '.join(found)}." if found else ""
