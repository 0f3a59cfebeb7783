"""The document that policies judge: Terraform's plan JSON, whole where it is there, else made from what was kept."""

from collections.abc import Mapping
from typing import Any

from app.domain.plan import StackResult
from app.domain.planned import Planned, PlannedResource

FORMAT = "1.2"
"""Version of the plan's JSON format that ``resource_changes`` and ``planned_values`` follow."""
KEYS = (
    "configuration",
    "variables",
    "prior_state",
    "output_changes",
    "resource_drift",
    "checks",
    "relevant_attributes",
)
"""Further parts of a plan document, which a made one has not."""


def policy_input(result: StackResult) -> dict[str, Any]:
    """What a policy reads as ``input``.

    With Terraform's own document it is that. Without (a service keeps none, for it may hold secrets) it has
    ``resource_changes`` and ``planned_values``, whose values are blanked where they are sensitive.
    """
    if result.plan_json is not None:
        return dict(result.plan_json)
    return {
        "format_version": FORMAT,
        "resource_changes": [dict(change) for change in result.plan.resource_changes],
        "planned_values": {"root_module": _tree(result.planned)} if result.planned else {"root_module": {}},
    }


def _tree(planned: Planned) -> dict[str, Any]:
    """Modules in modules, as in Terraform's ``planned_values``."""
    root: dict[str, Any] = {}
    for resource in planned:
        if resource.mode == "managed":
            _module(root, resource.module).setdefault("resources", []).append(_entry(resource))
    return root


def _module(root: dict[str, Any], address: str) -> dict[str, Any]:
    """The module of an address, made with those above it where it is not there."""
    if not address:
        return root
    above, _, _ = address.rpartition(".module.")
    parent = _module(root, above)
    children: list[dict[str, Any]] = parent.setdefault("child_modules", [])
    found = next((child for child in children if child["address"] == address), None)
    if found is None:
        found = {"address": address}
        children.append(found)
    return found


def _entry(resource: PlannedResource) -> Mapping[str, Any]:
    return {
        "address": resource.address,
        "mode": resource.mode,
        "type": resource.type,
        "name": resource.name,
        "provider_name": f"registry.terraform.io/hashicorp/{resource.provider}",
        "values": dict(resource.values),
    }
