"""Composes small architectures, so that the tests of services look at what would be written."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.architecture import Architecture
from app.domain.repo import Conventions
from app.domain.request import Component, Constraints, Relation, Request
from app.domain.resources import Json, Ref, Resource, Template, Var
from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.build.built import Built
from app.reasoning.offline.build.compose import build

BOTH = ("dev", "prod")
"""Two environments, so that what varies between them is an input."""


def part(
    id_: str, service: str = "", /, *, name: str | None = None, region: str | None = None, **settings: Any
) -> Component:
    """A component with its id as label; without a service the id is the service."""
    return Component(id=id_, kind=service or id_, label=id_, name=name, region=region, settings=settings)


def composed(*parts: Component, relations: Sequence[str] = (), **constraints: Any) -> Built:
    """What comes of components and relations such as ``"uploads triggers thumbnails"``; fails where it does not fit
    the provider's schema."""
    related = tuple(Relation(source, kind, target) for source, kind, target in map(str.split, relations))
    request = Request("Test", "test", components=parts, relations=related, constraints=Constraints(**constraints))
    built = build(request, Architecture(components=parts, relations=related), Conventions(), SERVICES)
    assert not built.wrong, built.wrong
    return built


def all_of(built: Built, kind: str) -> dict[str, Resource]:
    """The resources of a type by label."""
    return {one.label: one for one in built.resources.resources if one.type == kind}


def body_of(built: Built, kind: str, label: str = "") -> Mapping[str, Any]:
    """The body of the resource of a type with that label, or of the only one."""
    found = all_of(built, kind)
    if label:
        return found[label].body
    assert len(found) == 1, sorted(found)
    return next(iter(found.values())).body


def statements_of(built: Built, label: str) -> list[Mapping[str, Any]]:
    """The statements of a policy document."""
    return list(body_of(built, "aws_iam_policy_document", label)["statement"])


def sids_of(built: Built, label: str) -> list[str]:
    """The statement ids of a policy document, in order."""
    return [str(statement["sid"]) for statement in statements_of(built, label)]


def accepted(built: Built, address: str) -> set[str]:
    """The rules that the design accepts for a resource."""
    return {one.rule for one in built.resources.acceptances if one.address == address}


def text_of(value: Any) -> str:
    """An expression in a short readable form: ``{aws_vpc.main.id}``."""
    if isinstance(value, Ref):
        return f"{{{value.address}.{value.path}}}"
    if isinstance(value, Var):
        return f"{{var.{value.name}}}"
    if isinstance(value, Json):
        return str(value.value)
    if isinstance(value, Template):
        return "".join(text_of(one) for one in value.parts)
    return str(value)


def default_of(built: Built, value: Any) -> Any:
    """The default of the variable that stands there."""
    assert isinstance(value, Var), value
    return next(one.default for one in built.resources.variables if one.name == value.name)
