"""A provider's schema without what a configuration cannot use.

Terraform's core works through the whole schema again and again; one `aws_wafv2_web_acl`, whose statements nest three
levels deep, costs it half a second in every step. A type or a deeply nested block whose name stands nowhere in the code
cannot be used by that code, so leaving it out changes no verdict.
"""

from collections.abc import Collection, Iterable
from typing import Any

from app.knowledge.schemas import ProviderSchema

SECTIONS = ("resources", "data", "ephemeral")
KEPT_DEPTH = 1
"""Blocks directly in a resource stay, so that plans show them empty as the real provider does."""


def narrowed(schema: ProviderSchema, words: Collection[str], types: Iterable[str]) -> ProviderSchema:
    """The schema of what ``words`` (every name in the code) can reach.

    ``types`` are the types the code uses: where one of them is unknown the schema stays whole, so that core can say
    what was meant.
    """
    known = {kind for section in SECTIONS for kind in schema.raw.get(section, {})}
    if any(kind.partition("_")[0] == schema.name and kind not in known for kind in types):
        return schema
    raw = dict(schema.raw)
    for section in SECTIONS:
        chosen = {kind: block for kind, block in schema.raw.get(section, {}).items() if kind in words}
        raw[section] = {kind: _block(block, words, 0) for kind, block in chosen.items()}
    return ProviderSchema(schema.name, schema.version, raw)


def _block(raw: dict[str, Any], words: Collection[str], depth: int) -> dict[str, Any]:
    nested = raw.get("b")
    if not nested:
        return raw
    kept = {
        name: (nesting, low, high, _block(inner, words, depth + 1))
        for name, (nesting, low, high, inner) in nested.items()
        if depth < KEPT_DEPTH or low > 0 or name in words
    }
    return {**raw, "b": kept}
