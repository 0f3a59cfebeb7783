"""What provider schemas do not say, as a real provider once answered: defaults, replacement, sensitive values.

The AWS overlay is what the provider's 3.39.0 binary said over its plugin protocol. It is older than the schema, so a
default counts only where today's attribute is plain optional and of the same kind; empty defaults say nothing and are
left out.
"""

import json
import lzma
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

# Every type of the AWS provider since 6.0 takes a region of its own, and moving a resource always makes a new one.
ALWAYS_NEW = frozenset({"region"})


class Overlay:
    """The overlay of one provider; every question has an answer, which is empty for an unknown type."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._defaults: dict[str, dict[str, Any]] = raw.get("defaults", {})
        self._new = {kind: frozenset(paths) for kind, paths in raw.get("force_new", {}).items()}
        self._sensitive = {kind: frozenset(paths) for kind, paths in raw.get("sensitive", {}).items()}
        self._renewed = {kind: frozenset(names) for kind, names in raw.get("renewed", {}).items()}

    def defaults(self, kind: str) -> Mapping[str, Any]:
        """Default values by dotted path."""
        return self._defaults.get(kind, {})

    def replaces(self, kind: str) -> frozenset[str]:
        """Dotted paths whose change makes a new resource."""
        return self._new.get(kind, frozenset()) | ALWAYS_NEW

    def sensitive(self, kind: str) -> frozenset[str]:
        """Dotted paths whose value is never shown."""
        return self._sensitive.get(kind, frozenset())

    def renewed(self, kind: str) -> frozenset[str]:
        """Computed attributes that every change makes anew (the latest version of a launch template)."""
        return self._renewed.get(kind, frozenset())


@cache
def overlay_of(provider: str) -> Overlay:
    """The overlay of a provider (``aws``), made of all its files in the order of their names."""
    raw: dict[str, dict[str, Any]] = {"defaults": {}, "force_new": {}, "sensitive": {}, "renewed": {}}
    for path in sorted(HERE.glob(f"{provider}_*.json*")):
        data = path.read_bytes()
        layer = json.loads(lzma.decompress(data) if path.suffix == ".xz" else data)
        for section, entries in raw.items():
            for kind, more in layer.get(section, {}).items():
                old = entries.get(kind)
                entries[kind] = {**old, **more} if isinstance(old, dict) else [*(old or ()), *more] if old else more
    return Overlay(raw)
