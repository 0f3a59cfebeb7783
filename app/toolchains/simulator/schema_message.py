"""A provider's schema as the bytes of ``GetProviderSchema.Response`` (protocol 5).

Works on the raw schema data (see `app.knowledge.schemas`): a provider like AWS has some 60,000 attributes, and an
object for each would cost more than all the rest. Field numbers are those of tfplugin5.proto.
"""

import json
from collections.abc import Mapping
from typing import Any

from app.knowledge.schemas import ProviderSchema
from app.knowledge.schemas.overlays import Overlay
from app.toolchains.simulator.protobuf import entry, flag, integer, message, text

NESTING = {"single": 1, "list": 2, "set": 3, "map": 4}
SECTIONS = {"resources": 2, "data": 3, "ephemeral": 8}
RawBlock = Mapping[str, Any]


def write_only(name: str, attributes: Mapping[str, Any]) -> bool:
    """Whether an argument is sent but never stored: the provider names it ``x_wo`` and its counter ``x_wo_version``."""
    return name.endswith("_wo") and f"{name}_version" in attributes


def _without_dynamic(kind: Any) -> Any:
    """A type with nothing dynamic inside: Terraform's core refuses a dynamic part in a block that is a set."""
    if kind == "dynamic":
        return "string"
    if not isinstance(kind, list):
        return kind
    inner = kind[1]
    if isinstance(inner, dict):
        return [kind[0], {name: _without_dynamic(part) for name, part in inner.items()}]
    return [kind[0], _without_dynamic(inner)]


class SchemaWriter:
    """Writes one provider's schema. Plain attributes repeat a lot (``arn`` is everywhere) and are made once each."""

    def __init__(self, schema: ProviderSchema, overlay: Overlay) -> None:
        self.schema = schema
        self.overlay = overlay
        self._plain: dict[tuple[str, str, str], bytes] = {}

    def _attribute(self, name: str, kind: Any, flags: str, sensitive: bool, hidden: bool, in_set: bool) -> bytes:
        key = (name, kind, flags) if isinstance(kind, str) and not (sensitive or hidden or in_set) else None
        if key and key in self._plain:
            return self._plain[key]
        shown = _without_dynamic(kind) if in_set else kind
        body = b"".join(
            (
                text(1, name),
                message(2, json.dumps(shown, separators=(",", ":")).encode()),
                flag(4, "r" in flags),
                flag(5, "o" in flags),
                flag(6, "c" in flags),
                flag(7, sensitive),
                flag(10, hidden),
            )
        )
        part = message(2, body)
        if key:
            self._plain[key] = part
        return part

    def block(
        self, raw: RawBlock, path: str = "", sensitive: frozenset[str] = frozenset(), in_set: bool = False
    ) -> bytes:
        """A ``Schema.Block``; ``sensitive`` are dotted paths from the top, ``path`` is where this block stands."""
        attributes = raw.get("a", {})
        parts = []
        for name, (kind, flags) in attributes.items():
            secret = bool(sensitive) and path + name in sensitive
            parts.append(self._attribute(name, kind, flags, secret, write_only(name, attributes), in_set))
        for name, (nesting, low, high, inner) in raw.get("b", {}).items():
            counted = nesting in {"list", "set"}
            body = (
                text(1, name),
                message(2, self.block(inner, f"{path}{name}.", sensitive, in_set or nesting == "set")),
                integer(3, NESTING[nesting]),
                integer(4, low if counted else 0),
                integer(5, high if counted else 0),
            )
            parts.append(message(3, b"".join(body)))
        return b"".join(parts)

    def response(self, functions: Mapping[str, bytes], provider_meta: RawBlock | None = None) -> bytes:
        """The whole answer; ``functions`` are ``Function`` messages by name."""
        parts = [message(1, message(2, self.block(without_alias(self.schema.raw.get("provider", {})))))]
        for section, field in SECTIONS.items():
            for kind, raw in self.schema.raw.get(section, {}).items():
                sensitive = self.overlay.sensitive(kind) if section == "resources" else frozenset()
                parts.append(entry(field, kind, message(2, self.block(raw, "", sensitive))))
        if provider_meta is not None:
            parts.append(message(5, message(2, self.block(provider_meta))))
        # The whole schema need not be asked for again by a client that has it (get_provider_schema_optional).
        parts.append(message(6, flag(2, True)))
        parts.extend(entry(7, name, body) for name, body in functions.items())
        return b"".join(parts)


def without_alias(raw: RawBlock) -> RawBlock:
    """The provider block without ``alias``, which belongs to Terraform's core and not to the provider."""
    return {**raw, "a": {name: spec for name, spec in raw.get("a", {}).items() if name != "alias"}}
