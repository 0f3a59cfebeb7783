"""Corrections to the provider schemas: what their source cannot say.

A firewall rule's statement holds statements again. The schema's source cuts that off at the first repetition; here
it is unrolled as deep as configurations use it (an ``and`` of a ``not``, and those below a rate-based or managed
rule's scope).
"""

from collections.abc import Mapping
from typing import Any

FIREWALLS = ("aws_wafv2_web_acl", "aws_wafv2_rule_group", "aws_wafv2_web_acl_rule")
COMBINING = {"and_statement": (2, 0), "or_statement": (2, 0), "not_statement": (1, 1)}
SCOPED = ("rate_based_statement", "managed_rule_group_statement")
DEPTH = 2

RawBlock = Mapping[str, Any]


def amended(name: str, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of a provider with its corrections; what is not corrected is shared with ``raw``."""
    if name != "aws":
        return raw
    resources = dict(raw["resources"])
    for kind in FIREWALLS:
        if kind in resources:
            resources[kind] = _firewall(resources[kind])
    return {**raw, "resources": resources}


def _firewall(block: RawBlock) -> RawBlock:
    if "statement" in block.get("b", {}):
        return _replaced(block, "statement", _statement(block["b"]["statement"][3]))
    nesting, low, high, rule = block["b"]["rule"]
    rule = _replaced(rule, "statement", _statement(rule["b"]["statement"][3]))
    return {**block, "b": {**block["b"], "rule": [nesting, low, high, rule]}}


def _replaced(block: RawBlock, name: str, inner: RawBlock) -> RawBlock:
    nesting, low, high, _ = block["b"][name]
    return {**block, "b": {**block["b"], name: [nesting, low, high, inner]}}


def _statement(block: RawBlock) -> RawBlock:
    """The statement of a rule: combinations at full depth, scopes with combinations one level deep."""
    leaves = {kind: nested for kind, nested in block["b"].items() if kind not in (*COMBINING, *SCOPED)}
    levels: list[RawBlock] = [{"a": {}, "b": leaves}]
    for _ in range(DEPTH):
        levels.append({"a": {}, "b": {**leaves, **_combined(levels[-1])}})
    scope = levels[1]
    scoped = {kind: _with_scope(block["b"][kind], scope) for kind in SCOPED if kind in block["b"]}
    return {**block, "b": {**levels[-1]["b"], **scoped}}


def _combined(inner: RawBlock) -> dict[str, Any]:
    return {
        kind: ["list", 0, 1, {"a": {}, "b": {"statement": ["list", low, high, inner]}}]
        for kind, (low, high) in COMBINING.items()
    }


def _with_scope(nested: list[Any], scope: RawBlock) -> list[Any]:
    nesting, low, high, block = nested
    if "scope_down_statement" not in block.get("b", {}):
        return nested
    return [nesting, low, high, {**block, "b": {**block["b"], "scope_down_statement": ["list", 0, 1, scope]}}]
