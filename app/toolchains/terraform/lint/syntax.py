"""Syntax of older Terraform versions, and expressions that do not do what they seem to."""

import re
from collections.abc import Iterator

from app.domain.finding import Severity
from app.toolchains.terraform.hcl import Attribute, Source
from app.toolchains.terraform.hcl_lexer import HclError, Token, tokens
from app.toolchains.terraform.lint.base import LANGUAGE, Hit, Rule, Scope, code_of, hit

_LEGACY_FUNCTION = re.compile(r"(?<![\w.:-])(list|map)\s*\(")
_LEGACY_INDEX = re.compile(r"(?<![\w.\"-])[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[[^\]\n]{0,80}\])+\.(\d+)(?![\w])")
_LEGACY_SPLAT = re.compile(r"[\w\]]\.\*(?:\.|$|[\s,)\]])")
_EMPTY = re.compile(r"(?:==|!=)\s*(?:\[\s*\]|\{\s*\})")
_LENGTH = re.compile(r"length\(\s*((?:var|local)\.[\w.-]+)\s*\)")
_QUOTED_TYPES = {"string", "list", "map", "number", "bool"}


def interpolation_only(scope: Scope) -> Iterator[Hit]:
    """Strings that are nothing but one interpolation."""
    for source in scope.module.sources:
        if source.error or source.path.endswith(".json"):
            continue
        try:
            stream = [token for token in tokens(source.text) if token.kind != "comment"]
        except HclError:
            continue
        for line in _lone_interpolations(stream):
            yield Hit(source, line, line, "an expression is wrapped into a string for nothing")


def _lone_interpolations(stream: list[Token]) -> Iterator[int]:
    # Depth-counted, since an interpolation may hold strings of its own.
    starts: list[tuple[int, int]] = []
    for at, token in enumerate(stream):
        if token.kind == "open":
            lone = token.text == "${" and at > 0 and stream[at - 1].kind == "quote" and _opens(stream, at - 1)
            starts.append((at if lone else -1, token.line))
        elif token.kind == "close" and starts:
            begun, line = starts.pop()
            closed = begun >= 0 and at + 1 < len(stream) and stream[at + 1].kind == "quote"
            after = stream[at + 2].text if at + 2 < len(stream) else "\n"
            if closed and after not in {"=", ":"} and _single(stream[begun + 1 : at]):
                yield line


def _opens(stream: list[Token], at: int) -> bool:
    """Whether the quote at ``at`` opens a string: what stands before is not the end of a template or text."""
    before = stream[at - 1] if at else None
    return before is None or before.kind not in {"text", "quote"} or before.text == "\n"


def _single(inner: list[Token]) -> bool:
    """A lone directive like ``${~ x ~}`` strips blanks and is meant."""
    return bool(inner) and inner[-1].text != "~" and inner[0].text != "~"


def legacy_functions(scope: Scope) -> Iterator[Hit]:
    """``list()`` and ``map()``, removed in Terraform 0.15."""
    for source, top, attribute in scope.attributes():
        if attribute.name == "type" and top.type in {"variable", "output"}:
            continue
        if found := _LEGACY_FUNCTION.search(code_of(source, attribute)):
            instead = "[…]" if found.group(1) == "list" else "{…}"
            yield _on(
                source, attribute, f"the function `{found.group(1)}()` was removed: write `{instead}`", top.address
            )


def quoted_types(scope: Scope) -> Iterator[Hit]:
    """``type = "string"``."""
    for source, block in scope.blocks("variable"):
        kind = block.literal("type")
        if kind in _QUOTED_TYPES and not source.path.endswith(".json"):
            yield hit(source, block, f"the type {kind!r} is quoted", block.attributes["type"].line)


def quoted_references(scope: Scope) -> Iterator[Hit]:
    """``ignore_changes = ["tags"]`` and ``depends_on = ["aws_vpc.main"]``."""
    for source, top, attribute in scope.attributes():
        if source.path.endswith(".json") or top.type not in {"resource", "data", "module", "output"}:
            continue
        if attribute.name in {"ignore_changes", "depends_on", "replace_triggered_by"} and '"' in _unindexed(attribute):
            yield _on(source, attribute, f"the references in `{attribute.name}` are quoted", top.address)


def _unindexed(attribute: Attribute) -> str:
    return re.sub(r"\[\s*\"[^\"]*\"\s*\](?=\s*[.,\]])", "", attribute.expression[1:])


def legacy_index(scope: Scope) -> Iterator[Hit]:
    """``aws_x.y.0.id`` and ``aws_x.y.*.id``."""
    for source, top, attribute in scope.attributes():
        code = code_of(source, attribute)
        if _LEGACY_INDEX.search(code):
            yield _on(source, attribute, "an index is written as `.0` instead of `[0]`", top.address)
        elif _LEGACY_SPLAT.search(code):
            yield _on(source, attribute, "a splat is written as `.*` instead of `[*]`", top.address)


def empty_comparison(scope: Scope) -> Iterator[Hit]:
    """``x == []``, which is never true."""
    for source, top, attribute in scope.attributes():
        if attribute.end and _EMPTY.search(code_of(source, attribute)):
            message = "a comparison with an empty `[]` or `{}` is never equal: compare `length(…)` with 0"
            yield _on(source, attribute, message, top.address)


def counted_list(scope: Scope) -> Iterator[Hit]:
    """``count = length(x)`` with ``x[count.index]``: removing one element changes all behind it."""
    for source, block in scope.blocks("resource", "module", "data"):
        count = block.attributes.get("count")
        found = _LENGTH.fullmatch(count.expression.strip()) if count else None
        if not found or not count:
            continue
        listed = re.escape(found.group(1))
        indexed = re.compile(rf"{listed}\s*\[\s*count\.index\s*\]|element\(\s*{listed}\s*,\s*count\.index\s*\)")
        if indexed.search(source.code[block.start : block.end]):
            message = f"{block.address} is counted over a list: removing one element recreates those behind it"
            yield hit(source, block, message, count.line)


def _on(source: Source, attribute: Attribute, message: str, address: str) -> Hit:
    return Hit(source, attribute.line, attribute.end_line, message, address)


RULES = (
    Rule(
        "AGT_TF_INTERPOLATION_ONLY", Severity.INFO, "Interpolation-only expression",
        'Since Terraform 0.12 an expression stands by itself: `x = var.y`, not `x = "${var.y}"`.',
        f"{LANGUAGE}/expressions/strings", interpolation_only,
    ),
    Rule(
        "AGT_TF_LEGACY_FUNCTION", Severity.HIGH, "Removed function list() or map()",
        "Terraform 0.15 removed it, so the stack does not plan. Write `tolist([…])` or `tomap({…})`.",
        f"{LANGUAGE}/functions/list", legacy_functions,
    ),
    Rule(
        "AGT_TF_QUOTED_TYPE", Severity.LOW, "Quoted type",
        "Deprecated since Terraform 0.12. Write `string`, `list(string)` or `map(string)`.",
        f"{LANGUAGE}/expressions/type-constraints", quoted_types,
    ),
    Rule(
        "AGT_TF_QUOTED_REFERENCE", Severity.LOW, "Quoted reference",
        "Deprecated since Terraform 0.12. Write the reference without quotes.",
        f"{LANGUAGE}/meta-arguments/lifecycle", quoted_references,
    ),
    Rule(
        "AGT_TF_LEGACY_INDEX", Severity.INFO, "Index or splat in the old form",
        "Kept for Terraform 0.11 only. Write `[0]` and `[*]`.",
        f"{LANGUAGE}/expressions/splat#legacy-attribute-only-splat-expressions", legacy_index,
    ),
    Rule(
        "AGT_TF_EMPTY_COMPARISON", Severity.MEDIUM, "Comparison with an empty collection",
        "The two sides have different types, so they are never equal. Compare `length(…)` with 0.",
        f"{LANGUAGE}/expressions/operators#equality-operators", empty_comparison,
    ),
    Rule(
        "AGT_TF_COUNTED_LIST", Severity.LOW, "count over a list",
        "Instances are known by their position; removing one element destroys and recreates those behind it. Use "
        "`for_each = toset(…)` with `each.value`.",
        f"{LANGUAGE}/meta-arguments/count#when-to-use-for_each-instead-of-count", counted_list,
    ),
)  # fmt: skip
