"""Taking away what nothing refers to: data sources, locals and variables that were declared for naught."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.domain.resources import Call, Expression, Json, Local, Ref, Resources, Template, Var

NAMED = re.compile(r"\b(?:var|local)\.\w+|\bdata\.\w+\.[\w-]+")


def without_unused(resources: Resources, keep: Container[str]) -> Resources:
    """The graph without unused declarations; ``keep`` are addresses and names (``var.x``) that stay anyhow."""
    while True:
        used = set(mentions(_everything(resources)))
        names = [one.address for one in resources.resources if one.data]
        names += [f"local.{name}" for name in resources.locals] + [f"var.{one.name}" for one in resources.variables]
        unused = {name for name in names if name not in used and name not in keep}
        if not unused:
            return resources
        resources = replace(
            resources,
            resources=tuple(one for one in resources.resources if one.address not in unused),
            locals={name: value for name, value in resources.locals.items() if f"local.{name}" not in unused},
            variables=tuple(one for one in resources.variables if f"var.{one.name}" not in unused),
        )


def mentions(value: Any) -> Iterator[str]:
    """What an expression or body refers to: ``var.x``, ``local.x``, ``data.type.label``, ``type.label``."""
    if isinstance(value, Ref):
        yield value.address
        yield from NAMED.findall(value.path)
    elif isinstance(value, Var):
        yield f"var.{value.name}"
    elif isinstance(value, Local):
        yield f"local.{value.name}"
    elif isinstance(value, Expression):
        yield from NAMED.findall(value.text)
    else:
        for part in _parts(value):
            yield from mentions(part)


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, Template):
        yield from value.parts
    elif isinstance(value, Call):
        yield from value.args
    elif isinstance(value, Json):
        yield value.value
    elif isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list | tuple):
        yield from value


def _everything(resources: Resources) -> list[Any]:
    """All that is rendered and may refer to something."""
    blocks = [
        [one.body, one.count, one.for_each, one.lifecycle, *map(_as_text, one.depends_on)]
        for one in resources.resources
    ]
    outputs = [output.value for output in resources.outputs]
    conditions = [
        Expression(rule.condition.replace(f"var.{variable.name}", ""))
        for variable in resources.variables
        for rule in variable.validations
    ]
    return [blocks, outputs, conditions, resources.locals, [provider.body for provider in resources.providers]]


def _as_text(address: str) -> Expression:
    return Expression(address)
