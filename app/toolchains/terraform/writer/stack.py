"""A stack's files: resources by concern, in an order that reads from the ground up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import PurePosixPath
from typing import Any

from app.domain.artifact import Artifact
from app.domain.finding import Severity
from app.domain.repo import Conventions
from app.domain.resources import Acceptance, Ref, Resource, Resources
from app.knowledge.severity import severity_of
from app.toolchains.terraform.writer import files
from app.toolchains.terraform.writer.body import resource_block
from app.toolchains.terraform.writer.layout import join_blocks

PRODUCER = "developer"
SCAFFOLD = "scaffold"
ASSETS = "assets"
DEFAULT_ENVIRONMENTS = ("dev", "prod")

_TAKEN = frozenset({"versions", "providers", "variables", "locals", "outputs", "backend", "terraform"})
_FILE_NAME = re.compile(r"[^a-z0-9_-]+")


def write(
    resources: Resources,
    stack_path: str,
    conventions: Conventions,
    *,
    title: str = "",
    environments: Sequence[str] = (),
) -> tuple[Artifact, ...]:
    """The Terraform of a resource graph, formatted as ``terraform fmt`` would; the same graph gives the same bytes.

    ``stack_path`` is relative to the repository; ``environments`` names the files of values (dev and prod where
    none are named). Raises ValueError where the graph holds something that has no form in HCL.
    """
    scaffold = {
        "versions.tf": files.versions(resources, conventions, stack_path, title),
        "providers.tf": files.providers(resources.providers) if resources.providers else "",
        "variables.tf": files.variables(resources.variables),
        "locals.tf": files.local_values(resources.locals) if resources.locals else "",
        "outputs.tf": files.outputs(resources.outputs),
    }
    for environment in environments or conventions.environments or DEFAULT_ENVIRONMENTS:
        name = _FILE_NAME.sub("-", environment.lower()).strip("-") or "default"
        if resources.variables:
            scaffold[f"environments/{name}.tfvars"] = files.environment_values(resources.variables, environment)
    root = PurePosixPath(stack_path)
    written = [(path, content, SCAFFOLD) for path, content in scaffold.items() if content]
    written += [(f"{concern}.tf", content, concern) for concern, content in _concerns(resources)]
    written += [(_asset(path), content, ASSETS) for path, content in sorted(resources.files.items())]
    return tuple(Artifact(str(root / path), content, PRODUCER, concern) for path, content, concern in written)


def _asset(path: str) -> str:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts:
        message = f"asset outside the stack: {path!r}"
        raise ValueError(message)
    return str(pure)


def _concerns(graph: Resources) -> Iterator[tuple[str, str]]:
    """Each concern's name and text, in the order in which concerns first appear."""
    kept = _kept(graph.acceptances)
    grouped: dict[str, list[Resource]] = {}
    for resource in graph.resources:
        concern = _FILE_NAME.sub("_", resource.concern.lower()).strip("_") or "main"
        grouped.setdefault(f"{concern}_resources" if concern in _TAKEN else concern, []).append(resource)
    for concern, members in grouped.items():
        blocks = [resource_block(resource, kept.get(resource.address, ())) for resource in in_reading_order(members)]
        yield concern, join_blocks(blocks)


def _kept(acceptances: Sequence[Acceptance]) -> Mapping[str, Sequence[Acceptance]]:
    """What would fail a later review although the design has a reason, by address; the milder rest needs no comment."""
    kept: dict[str, list[Acceptance]] = {}
    for acceptance in acceptances:
        if acceptance.rule.startswith("CKV") and severity_of(acceptance.rule) >= Severity.HIGH:
            kept.setdefault(acceptance.address, []).append(acceptance)
    return kept


def in_reading_order(resources: Sequence[Resource]) -> list[Resource]:
    """Components stay together, what others refer to stands before them, a data source right before its first reader.

    Otherwise the given order is kept.
    """
    grouped: dict[str, list[Resource]] = {}
    for resource in resources:
        grouped.setdefault(resource.component, []).append(resource)
    ordered = [resource for members in grouped.values() for resource in members]
    there = {resource.address: resource for resource in ordered}
    placed: dict[str, Resource] = {}
    for resource in [*(one for one in ordered if not one.data), *(one for one in ordered if one.data)]:
        _place(resource, there, placed, frozenset())
    return list(placed.values())


def _place(
    resource: Resource, there: Mapping[str, Resource], placed: dict[str, Resource], waiting: frozenset[str]
) -> None:
    """Put a resource after what it refers to; ``waiting`` breaks circles, which Terraform itself will report."""
    if resource.address in placed or resource.address in waiting:
        return
    for address in references(resource):
        if address in there:
            _place(there[address], there, placed, waiting | {resource.address})
    placed[resource.address] = resource


def references(resource: Resource) -> tuple[str, ...]:
    """The addresses that a resource's arguments refer to, in order, each once."""
    values = (resource.count, resource.for_each, resource.body, resource.lifecycle)
    return tuple(dict.fromkeys(ref.address for value in values for ref in _refs(value)))


def _refs(value: Any) -> Iterator[Ref]:
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _refs(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _refs(inner)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _refs(getattr(value, field.name))
