"""What a plan must not carry further: values that Terraform marks as sensitive.

The service keeps what its steps came to in its database, so plans are blanked before a step ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from app.domain.plan import StackResult
from app.domain.stack import Stack

BLANK = "(sensitive)"
MARKED_BY = {
    "before": "before_sensitive",
    "after": "after_sensitive",
    "values": "sensitive_values",
    "value": "sensitive",
}
"""Where Terraform's plan JSON says which parts of a value are sensitive: a tree of the same shape."""


class Deployment(Protocol):
    """What runs stacks."""

    def plan(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """Format, lint, validate, plan."""
        ...

    def resolve(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """Validate, plan, apply."""
        ...

    def test(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """All steps."""
        ...


class Discreet:
    """A deployment whose results hold no sensitive value and no whole plan document."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment

    def plan(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """As the deployment's, blanked."""
        return tuple(_blank(result) for result in self._deployment.plan(root, stacks))

    def resolve(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """As the deployment's, blanked."""
        return tuple(_blank(result) for result in self._deployment.resolve(root, stacks))

    def test(self, root: Path, stacks: Sequence[Stack]) -> tuple[StackResult, ...]:
        """As the deployment's, blanked."""
        return tuple(_blank(result) for result in self._deployment.test(root, stacks))


def _blank(result: StackResult) -> StackResult:
    changes = tuple(without_sensitive(change) for change in result.plan.resource_changes)
    return replace(result, plan=replace(result.plan, resource_changes=changes), plan_json=None)


def without_sensitive(node: Mapping[str, Any]) -> dict[str, Any]:
    """A part of Terraform's plan JSON with every value blanked that Terraform marks as sensitive.

    A secret that changes is therefore no visible change; that is the price of not keeping it.
    """
    result: dict[str, Any] = {}
    for key, value in node.items():
        marks = node.get(MARKED_BY.get(key, ""))
        result[key] = blanked(value, marks) if marks else _inside(value)
    return result


def _inside(value: Any) -> Any:
    if isinstance(value, Mapping):
        return without_sensitive(value)
    if isinstance(value, list):
        return [_inside(item) for item in value]
    return value


def blanked(value: Any, marks: Any) -> Any:
    """``value`` without what ``marks``, a tree of the same shape with ``true`` at sensitive places, names."""
    if marks is True:
        return None if value is None else BLANK
    if isinstance(value, Mapping) and isinstance(marks, Mapping):
        return {key: blanked(item, marks.get(key)) for key, item in value.items()}
    if isinstance(value, list) and isinstance(marks, Sequence) and not isinstance(marks, str):
        return [blanked(item, marks[place] if place < len(marks) else None) for place, item in enumerate(value)]
    return value
