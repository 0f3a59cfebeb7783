"""Values a request may have left open: the stated one as a literal, else an input that differs per environment."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.request import Component
from app.domain.resources import Validation
from app.knowledge.catalogue.base import Site


def stated_or_input(
    component: Component,
    site: Site,
    setting: str,
    kind: str,
    description: str,
    by_environment: Mapping[str, Any],
    validations: Sequence[Validation] = (),
) -> Any:
    """The setting as the request gave it, else the variable ``<label>_<setting>`` or, where the stack has only one
    environment, that environment's value.

    ``kind`` is the variable's HCL type; its default is the production value of ``by_environment``.
    """
    if site.stated(component, setting):
        return site.setting(component, setting)
    name = f"{component.label}_{setting}".replace("-", "_")
    return site.variable(name, kind, description, by_environment["prod"], validations, by_environment)


def named(site: Site, kind: str) -> tuple[Component, ...]:
    """The components by which the request names a provider type itself (``aws_subnet``)."""
    return tuple(component for component in site.request.components if component.kind == kind)


def argument(component: Component, path: str, default: Any = None) -> Any:
    """A provider argument the request gave for the component, or the default."""
    return component.arguments.get(path, default)


def label_of(component: Component, part: str) -> str:
    """The label of an auxiliary resource (``orders_dlq``)."""
    return f"{component.label}_{part}"
