"""What an answer's own environment of a component would drop or change of what the composer gives it by rule."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.domain.request import Component, Request
from app.domain.resources import Resources

ENVIRONMENT = re.compile(r"environment|variables$|container_definitions")
"""Arguments that hold what a program is told."""


def without_environments(request: Request, floor: Request) -> Request:
    """The request without the environments that the floor's components do not have."""
    had = {one.id: one.arguments for one in floor.components}
    return replace(request, components=tuple(_plain(one, had.get(one.id, {})) for one in request.components))


def _plain(component: Component, had: Mapping[str, Any]) -> Component:
    kept = {
        path: had.get(path, value)
        for path, value in component.arguments.items()
        if path in had or not ENVIRONMENT.search(path.partition(".")[0])
    }
    return component if kept == component.arguments else replace(component, arguments=kept)


def overridden(plain: Resources, made: Resources) -> list[str]:
    """What ``made`` tells programs otherwise than ``plain``, in sentences without an end."""
    now = {one.address: dict(_told(one.body)) for one in made.resources}
    return [
        f"{path} of {one.address} is given by rule and stays as it is"
        for one in plain.resources
        for path, value in _told(one.body)
        if one.address in now and now[one.address].get(path) != value
    ]


def _told(body: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in body.items():
        if ENVIRONMENT.search(name):
            yield from _leaves(name, value)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Each value with its path; a single block may be a list of one."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], Mapping):
        value = value[0]
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}", inner)
    else:
        yield path, value
