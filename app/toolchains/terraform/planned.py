"""From Terraform's plan JSON to the graph of what would stand: planned values, regions, and who refers to whom.

Where the simulated deployment was applied, what was known only after apply is taken from its state, so that a policy
that names a role's ARN or a rule that names a group can be read. Sources of the formats: Terraform's "JSON Output
Format" (plans) and version 4 of its state file.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.planned import Planned, PlannedResource
from app.toolchains.terraform.references import Configuration
from app.toolchains.terraform.sensitive import blanked

Node = Mapping[str, Any]
_ZONE = re.compile(r"(?<=\d)-[a-z]$")
"""What Google adds to a region to name a zone."""
IDENTITY = ("id", "arn")
"""Computed attributes by which others name a resource; other computed ones are the provider's business."""


def planned_of(stack: str, document: Node, state: Node | None = None) -> Planned:
    """The graph of a plan document; ``state`` is what the simulated apply left, where there was one."""
    configuration = Configuration.of(document)
    unknown = {str(one.get("address")): one.get("change", {}) for one in document.get("resource_changes") or ()}
    applied = dict(_instances(state)) if state else {}
    listed = {str(entry.get("address")): entry for entry in _entries(document)}
    found = []
    for address, entry in listed.items():
        change = unknown.get(address, {})
        place = configuration.place(address, entry)
        values, left = _settled(entry, change, applied.get(address), place.configured)
        found.append(
            PlannedResource(
                address=address,
                type=str(entry.get("type", "")),
                name=str(entry.get("name", "")),
                module=place.module,
                mode="data" if entry.get("mode") == "data" else "managed",
                provider=str(entry.get("provider_name", "")).rpartition("/")[2],
                region=_region(values) or place.region,
                values=values,
                unknown=left,
                references=place.references(listed),
            )
        )
    return Planned(stack, tuple(found))


def planned_before(stack: str, document: Node) -> Planned:
    """The graph of what stood before a plan, as far as the plan knows it: its prior state, else what changes name."""
    prior = (document.get("prior_state") or {}).get("values") or {
        "root_module": {"resources": list(_changed(document))}
    }
    earlier = {"planned_values": prior, "configuration": document.get("configuration")}
    return planned_of(stack, earlier | {"variables": document.get("variables")})


def _changed(document: Node) -> Iterator[Node]:
    """What stood before each change, as an entry of a state."""
    for one in document.get("resource_changes") or ():
        change = one.get("change") or {}
        if one.get("mode") == "managed" and change.get("before") is not None:
            yield {**one, "values": change["before"], "sensitive_values": change.get("before_sensitive") or {}}


def _entries(document: Node) -> Iterator[Node]:
    """Managed resources as planned, data sources as read or to be read."""
    before = document.get("prior_state") or {}
    for entry in _walk((before.get("values") or {}).get("root_module") or {}):
        if entry.get("mode") == "data":
            yield entry
    yield from _walk((document.get("planned_values") or {}).get("root_module") or {})


def _walk(module: Node) -> Iterator[Node]:
    yield from module.get("resources") or ()
    for child in module.get("child_modules") or ():
        yield from _walk(child)


def _instances(state: Node) -> Iterator[tuple[str, Node]]:
    for resource in state.get("resources") or ():
        data = "data." if resource.get("mode") == "data" else ""
        prefix = f"{resource['module']}." if resource.get("module") else ""
        for instance in resource.get("instances") or ():
            key = instance.get("index_key")
            index = "" if key is None else f"[{key}]" if isinstance(key, int) else f'["{_quoted(key)}"]'
            address = f"{prefix}{data}{resource.get('type')}.{resource.get('name')}{index}"
            yield address, instance.get("attributes") or {}


def _quoted(key: str) -> str:
    """As Terraform quotes a key in an address (source: its ``addrs.InstanceKey``)."""
    marks = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    written = "".join(marks.get(one, one if one.isprintable() else f"\\u{ord(one):04x}") for one in key)
    return written.replace("${", "$${").replace("%{", "%%{")


def _settled(entry: Node, change: Node, applied: Node | None, configured: frozenset[str]) -> tuple[Node, Node]:
    """The values with what the apply settled of what was configured, and the tree of what only the apply tells."""
    sensitive = entry.get("sensitive_values") or change.get("after_sensitive") or {}
    unknown = change.get("after_unknown") or {}
    values = dict(entry.get("values") or {})
    for key, marks in unknown.items():
        if applied is None or key not in applied or not _any(marks):
            continue
        if marks is not True or key in configured or key in IDENTITY:
            values[key] = _filled(values.get(key), marks, applied[key])
    return blanked(values, sensitive), unknown


def _filled(value: Any, marks: Any, applied: Any) -> Any:
    """``value`` with what ``marks`` calls unknown taken from ``applied``."""
    if marks is True:
        return applied
    if isinstance(marks, Mapping) and isinstance(applied, Mapping):
        known = dict(value) if isinstance(value, Mapping) else {}
        return known | {key: _filled(known.get(key), mark, applied.get(key)) for key, mark in marks.items() if mark}
    if isinstance(marks, list) and isinstance(applied, list) and isinstance(value, list):
        if not len(marks) == len(applied) == len(value):
            return applied  # a set: the elements have no order to go by
        return [_filled(one, mark, done) for one, mark, done in zip(value, marks, applied, strict=True)]
    return value if value is not None else applied


def _any(marks: Any) -> bool:
    if isinstance(marks, Mapping):
        return any(_any(mark) for mark in marks.values())
    if isinstance(marks, list):
        return any(_any(mark) for mark in marks)
    return bool(marks)


def _region(values: Node) -> str:
    """The resource's own region: AWS's argument of provider 6, Google's, Azure's location, or that of its zone."""
    own = values.get("region") or values.get("location")
    if isinstance(own, str) and own:
        return _ZONE.sub("", own.lower().replace(" ", ""))
    zone = values.get("availability_zone") or values.get("zone")
    if not isinstance(zone, str) or not zone:
        return ""
    return _ZONE.sub("", zone) if _ZONE.search(zone) else zone.rstrip("abcdefghijklm")
