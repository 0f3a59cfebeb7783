"""Values of the argument data: literals, and directives that only a site can answer.

A string that starts with ``@`` asks the desk for something: ``@name``, ``@vpc``, ``@role``, ``@key``,
``@aws_s3_bucket.arn`` (an attribute of a resource of that type). ``@text:`` is a template with ``{account}``,
``{region}``, ``{partition}``, ``{name}`` and ``{label}``; ``{"@json": …}`` is a JSON document.
"""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from app.domain.resources import Json, Template

_PLACE = re.compile(r"\{(account|region|partition|name|label)\}")


class Answers(Protocol):
    """What directives may ask for."""

    def ask(self, word: str, hint: str) -> Any:
        """The value behind ``@word``; ``hint`` is the argument's name. None where there is none."""
        ...

    def present(self, kind: str, attribute: str) -> Any:
        """The attribute of a resource of that type that is there already or that the request names; else None."""
        ...

    def refer(self, kind: str, attribute: str, hint: str) -> Any:
        """The attribute of a resource of that type, one of the graph or a new one; None where neither can be had."""
        ...

    def refer_each(self, kind: str, attribute: str) -> list[Any]:
        """That attribute of each resource of the type that the request relates to this one, where they are several;
        else nothing."""
        ...


def resolve(value: Any, answers: Answers, hint: str) -> Any:
    """The value with every directive answered; a list loses the entries that have no answer."""
    if isinstance(value, str):
        return _string(value, answers, hint)
    if isinstance(value, Mapping):
        if set(value) == {"@json"}:
            return Json(resolve(value["@json"], answers, hint))
        return {key: resolve(inner, answers, hint) for key, inner in value.items()}
    if isinstance(value, list):
        resolved = [resolve(inner, answers, hint) for inner in value]
        return [inner for inner in resolved if inner is not None]
    return value


def _string(value: str, answers: Answers, hint: str) -> Any:
    if not value.startswith("@"):
        return value
    word = value[1:]
    if word.startswith("text:"):
        return template(word.removeprefix("text:"), answers, hint)
    if "." in word:
        kind, _, attribute = word.partition(".")
        return answers.refer(kind, attribute, hint)
    return answers.ask(word, hint)


def template(text: str, answers: Answers, hint: str) -> Any:
    """A text with its places filled: a plain string where none is there."""
    parts: list[Any] = []
    end = 0
    for match in _PLACE.finditer(text):
        parts += [text[end : match.start()], answers.ask(match[1], hint)]
        end = match.end()
    parts.append(text[end:])
    return Template(tuple(part for part in parts if part != "")) if end else text
