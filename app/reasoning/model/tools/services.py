"""The tools that look into the catalogue of services."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from pydantic import Field

from app.knowledge.catalogue.base import Parameter, Service
from app.reasoning.base import Tool
from app.reasoning.model.tools.making import Input, listed, make_tool, nearest

MOST_FOUND = 12
MOST_ALIKE = 12
"""A word that more services have in common tells nothing."""
GENERAL = (
    "Other relations give access by IAM, open the security group and hand over the environment variable: "
    "reads, writes, uses, sends."
)


class FindServices(Input):
    """What to look for."""

    query: str = Field("", max_length=200, description="words for what is wanted (message queue); empty lists all")


class OneService(Input):
    """Which service."""

    id: str = Field(
        min_length=1, max_length=100, description="as find_services gives it, or the provider type it builds"
    )


def service_tools(services: Mapping[str, Service]) -> tuple[Tool, ...]:
    """The tools for a catalogue."""
    return (
        make_tool(
            "find_services",
            "Finds services of the catalogue: what a component's kind can be, and what is built of it.",
            FindServices,
            lambda given: _find(services, given.query),
            "the catalogue of services",
        ),
        make_tool(
            "service",
            "Tells what a service of the catalogue builds, its settings with types and defaults, its relations.",
            OneService,
            lambda given: _describe(_service(services, given.id)),
            "the catalogue of services",
        ),
    )


def words_of(text: str) -> frozenset[str]:
    """The words of a text, without accents and plurals."""
    plain = unicodedata.normalize("NFD", text.lower())
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
    return frozenset(
        word if word.endswith("ss") else word.removesuffix("s") for word in re.findall(r"[a-z0-9]+", plain)
    )


def _find(services: Mapping[str, Service], query: str) -> str:
    wanted = words_of(query)
    if not wanted:
        return listed((f"{one.id}: {one.title}, builds {one.primary}" for one in services.values()), "search for words")
    around = {name: _around(one) for name, one in services.items()}
    telling = {word for word in wanted if sum(word in words for words in around.values()) <= MOST_ALIKE}
    scored = [(_score(one, wanted) + len(telling & around[name]), one) for name, one in services.items()]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])[:MOST_FOUND]
    if not best:
        return listed(["no service fits; there are:", *services], "search for other words")
    return listed((_headline(one) for _, one in best), "search for other words")


def _headline(one: Service) -> str:
    return f"{one.id}: {one.title}. {one.summary.rstrip('.')}. Builds {one.primary}."


def _around(one: Service) -> frozenset[str]:
    return words_of(" ".join((one.id, one.title, one.summary, one.primary, *one.words, *one.types)))


def _score(one: Service, wanted: frozenset[str]) -> int:
    """How well a service is named: names that are wholly said count most, weak ones less."""
    named = max((len(words) for word in (one.id, *one.words) if (words := words_of(word)) <= wanted), default=0)
    return 10 * named + 5 * any(words_of(word) <= wanted for word in one.weak_words)


def _service(services: Mapping[str, Service], name: str) -> Service:
    found = services.get(name) or next((one for one in services.values() if one.primary == name), None)
    if found is None:
        known = [*services, *(one.primary for one in services.values())]
        raise ValueError(f"no service {name!r} in the catalogue.{nearest(name, known)}")
    return found


def _describe(one: Service) -> str:
    return listed(_lines(one), "nothing gives the rest")


def _lines(one: Service) -> Iterator[str]:
    yield _headline(one)
    if one.types:
        yield f"May add: {', '.join(one.types)}."
    yield "Settings:" if one.parameters else "It has no settings."
    yield from map(_setting, one.parameters)
    yield from _relations("As source of a relation it knows", one.links)
    yield from _relations("As target of a relation it knows", one.linked)
    yield GENERAL
    if one.counts:
        yield "A component with a count is built as one with so many members."


def _relations(says: str, kinds: Iterable[str]) -> Iterator[str]:
    if found := ", ".join(kinds):
        yield f"{says}: {found}."


def _setting(one: Parameter) -> str:
    values = ", ".join(dict.fromkeys(json.dumps(value) for value in one.choices.values()))
    parts = (
        f"{one.kind} in {one.unit}" if one.unit else one.kind,
        f"one of {values}" if values else "",
        f"default {json.dumps(one.default)}" if one.default is not None else "",
        f"sets the argument {one.argument}" if one.argument else "",
    )
    return f"- {one.name}: {'; '.join(part for part in parts if part)}"
