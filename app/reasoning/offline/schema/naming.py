"""Names in the form a type demands."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.request import Component
from app.knowledge.catalogue.base import Site


def physical_name(component: Component, site: Site, form: Mapping[str, Any]) -> Any:
    """The name a resource of this component gets; a name that the request gives is taken as it stands."""
    if component.name:
        return component.name
    shape = str(form.get("form", ""))
    if shape == "domain":
        return "example.com"
    if shape in _FORMS:
        return _FORMS[shape](component.label)
    return site.name(component, limit=int(form.get("limit", 0)))


def _dashed(label: str) -> str:
    return label.replace("_", "-").strip("-")


def _pascal(label: str) -> str:
    return "".join(part.capitalize() for part in label.replace("-", "_").split("_") if part.isalpha()) or "Main"


_FORMS: dict[str, Callable[[str], str]] = {
    "snake": lambda label: label.replace("-", "_"),
    "pascal": _pascal,
    "dashed": _dashed,
    "alias": lambda label: f"alias/{_dashed(label)}",
    "path": lambda label: f"/{_dashed(label)}",
    "host": lambda label: f"{_dashed(label)}.example.com",
    "private_domain": lambda label: f"{_dashed(label)}.example.internal",
}
