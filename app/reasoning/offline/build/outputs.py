"""Outputs that nobody named: whoever asked for something is told where it is or what it is called."""

import re
from collections.abc import Callable
from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End
from app.knowledge.schemas import Block, schema_of
from app.reasoning.offline.build.check import expressions
from app.reasoning.offline.build.site import BuildingSite
from app.reasoning.offline.build.wanted import ENDPOINTS, SECRET

JOINS = ("_attachment", "_association", "_membership", "_permission", "_rule", "_validation", "_version")
"""Ends of types that only join others; their ids help nobody."""
VALUES = ("random_", "tls_", "null_", "time_", "local_")
"""Providers whose resources are values of the code, secret ones among them."""
SHORT = {"arn": "ARN", "id": "ID", "url": "URL", "dns": "DNS"}


def complete_outputs(site: BuildingSite, end_of: Callable[[str], End | None]) -> None:
    """One output for each component that the request asks for and that has none yet.

    ``end_of`` gives a component's end by id.
    """
    told = _told(site)
    for component in site.roster.components.values():
        end = None if component.implied else end_of(component.id)
        if end is None or end.ports.address not in site.ledger or end.ports.address in told or component.id in told:
            continue
        found = _telling(site, end)
        if found is not None:
            _declare(site, component, *found)


def _told(site: BuildingSite) -> set[str]:
    """Addresses that outputs refer to already, and the components that brought them."""
    told: set[str] = set()
    for output in site.inputs.outputs.values():
        for one in expressions(output.value):
            if isinstance(one, Ref) and one.address in site.ledger:
                owner = site.ledger.get(one.address).owner
                told |= {one.address, owner.id if owner else one.address}
    return told


def _telling(site: BuildingSite, end: End) -> tuple[str, Ref] | None:
    """What to tell of a component: its handle, else an endpoint, its ARN or its id; the attribute and the reference."""
    draft = site.ledger.get(end.ports.address)
    block = schema_of(draft.type)
    if draft.data or block is None or draft.type.endswith(JOINS) or draft.type.startswith(VALUES):
        return None
    handle = end.ports.handle
    if isinstance(handle, Ref) and handle.address == draft.address:
        attribute = handle.path.rpartition(".")[2]
        if _public(block, attribute):
            return attribute, handle
    attribute = next((name for name in (*ENDPOINTS, "arn", "id") if _computed(block, name)), "")
    path = attribute if draft.single else f"[*].{attribute}"
    return (attribute, Ref(draft.address, path)) if attribute and draft.for_each is None else None


def _public(block: Block, attribute: str) -> bool:
    one = block.attributes.get(attribute)
    return one is not None and not SECRET.search(attribute)


def _computed(block: Block, attribute: str) -> bool:
    return _public(block, attribute) and (attribute == "id" or block.attributes[attribute].computed)


def _joined(label: str, attribute: str) -> str:
    """``cpu_alarm`` and ``alarm_name`` → ``cpu_alarm_name``: no word twice in a row."""
    first, _, rest = attribute.partition("_")
    return f"{label}_{rest}" if rest and label.rsplit("_", maxsplit=1)[-1] == first else f"{label}_{attribute}"


def _declare(site: BuildingSite, component: Component, attribute: str, value: Any) -> None:
    service = site.roster.service_of(component)
    kind = component.kind.partition("_")[2] or component.kind
    label = component.label.replace("-", "_")
    name = _joined(label, attribute)
    if name in site.inputs.outputs:
        name = f"{kind}_{name}" if kind != label else f"{name}_2"
    words = " ".join(SHORT.get(word, word) for word in attribute.split("_"))
    title = service.title if service else re.sub(r"_+", " ", kind)
    site.inputs.output(name, value, f"{words[:1].upper()}{words[1:]} of {label} ({title}).")
