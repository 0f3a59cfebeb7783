"""Whether a document has the shape of Terraform's plan JSON, as far as anything here reads it.

A plan made elsewhere may have been cut, edited or written by hand. What cannot be read is told with its place, so that
no half of it is reviewed as if it were all. Source: Terraform's "JSON Output Format", versions 0.1 to 1.2.
"""

from collections.abc import Callable, Iterator
from typing import Any

Check = Callable[[Any, str], Iterator[str]]
KNOWN_MAJORS = ("0", "1")
"""Of ``format_version``; Terraform raises it when a reader of the old one would go wrong."""
DEEPEST = 100
"""Modules inside modules."""


def wrong_with(document: Any) -> str:
    """What is wrong, in a few words with its place; empty where nothing is."""
    return next(_plan(document), "")


def _plan(document: Any) -> Iterator[str]:
    if not isinstance(document, dict) or "resource_changes" not in document:
        yield "it is not Terraform's plan JSON: it has no resource_changes"
        return
    version = str(document.get("format_version", "1"))
    if version.partition(".")[0] not in KNOWN_MAJORS:
        yield f"its format_version {version[:20]!r} is not known"
    if not isinstance(document.get("planned_values"), dict):
        yield "it has no planned_values: make it from a plan, not from a list of changes"
        return
    if document.get("errored") is True:
        yield "the plan ended with an error, so it does not hold everything"
    yield from _each(document["resource_changes"], "resource_changes", _change)
    yield from _root(document["planned_values"], "planned_values")
    prior = document.get("prior_state")
    yield from _mapping(prior, "prior_state")
    if isinstance(prior, dict):
        yield from _root(prior.get("values"), "prior_state.values")
    yield from _configuration(document.get("configuration"))
    for key in ("variables", "output_changes"):
        yield from _named(document.get(key), key, _mapping)


def _change(one: Any, where: str) -> Iterator[str]:
    yield from _texts(one, where, "address", "type", "mode")
    change = one.get("change") if isinstance(one, dict) else None
    yield from _required(change, f"{where}.change")
    if isinstance(change, dict):
        actions = change.get("actions")
        if not isinstance(actions, list) or not all(isinstance(action, str) for action in actions):
            yield f"{where}.change.actions is no list of texts"
        for key in ("before", "after"):
            yield from _mapping(change.get(key), f"{where}.change.{key}")


def _root(values: Any, where: str) -> Iterator[str]:
    yield from _mapping(values, where)
    if isinstance(values, dict):
        yield from _module(values.get("root_module"), f"{where}.root_module", 0)


def _nested(module: Any, where: str, depth: int) -> Iterator[str]:
    yield from _mapping(module, where)
    if isinstance(module, dict) and depth > DEEPEST:
        yield f"{where} is nested too deeply"


def _module(module: Any, where: str, depth: int) -> Iterator[str]:
    yield from _nested(module, where, depth)
    if not isinstance(module, dict) or depth > DEEPEST:
        return
    yield from _each(module.get("resources"), f"{where}.resources", _resource)
    yield from _each(
        module.get("child_modules"), f"{where}.child_modules", lambda one, place: _module(one, place, depth + 1)
    )


def _resource(one: Any, where: str) -> Iterator[str]:
    yield from _texts(one, where, "address", "type", "name", "mode")
    if isinstance(one, dict):
        yield from _mapping(one.get("values"), f"{where}.values")


def _configuration(configuration: Any) -> Iterator[str]:
    yield from _mapping(configuration, "configuration")
    if not isinstance(configuration, dict):
        return
    yield from _named(configuration.get("provider_config"), "configuration.provider_config", _with_expressions)
    yield from _configured(configuration.get("root_module"), "configuration.root_module", 0)


def _configured(module: Any, where: str, depth: int) -> Iterator[str]:
    yield from _nested(module, where, depth)
    if not isinstance(module, dict) or depth > DEEPEST:
        return
    yield from _each(module.get("resources"), f"{where}.resources", _with_expressions)
    for key in ("variables", "outputs"):
        yield from _named(module.get(key), f"{where}.{key}", _mapping)

    def called(call: Any, place: str) -> Iterator[str]:
        yield from _with_expressions(call, place)
        if isinstance(call, dict):
            yield from _configured(call.get("module"), f"{place}.module", depth + 1)

    yield from _named(module.get("module_calls"), f"{where}.module_calls", called)


def _with_expressions(one: Any, where: str) -> Iterator[str]:
    yield from _required(one, where)
    if isinstance(one, dict):
        yield from _mapping(one.get("expressions"), f"{where}.expressions")


def _texts(one: Any, where: str, *keys: str) -> Iterator[str]:
    yield from _required(one, where)
    if isinstance(one, dict):
        yield from (f"{where}.{key} is no text" for key in keys if not isinstance(one.get(key), str))


def _each(listed: Any, where: str, check: Check) -> Iterator[str]:
    if listed is None:
        return
    if not isinstance(listed, list):
        yield f"{where} is no list"
        return
    for place, one in enumerate(listed):
        yield from check(one, f"{where}[{place}]")


def _named(mapping: Any, where: str, check: Check) -> Iterator[str]:
    yield from _mapping(mapping, where)
    if isinstance(mapping, dict):
        for name, one in mapping.items():
            yield from check(one, f"{where}.{name[:60]}")


def _mapping(value: Any, where: str) -> Iterator[str]:
    if value is not None and not isinstance(value, dict):
        yield f"{where} is no object"


def _required(value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where} is no object"
