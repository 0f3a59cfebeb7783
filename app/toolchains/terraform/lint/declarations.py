"""Declarations: what is never used, what lacks a type, a description or a mark as sensitive."""

import re
from collections.abc import Iterator

from app.domain.finding import Severity
from app.toolchains.terraform.hcl import Block, Source
from app.toolchains.terraform.lint.base import LANGUAGE, STYLE, Hit, Rule, Scope, hit

_SECRET = re.compile(r"(^|_)(password|passwd|secret|api_key|private_key|auth_token|access_token)$")


def unused_variables(scope: Scope) -> Iterator[Hit]:
    """Variables that nothing but their own validation mentions."""
    if not scope.readable:
        return
    for source, block in scope.blocks("variable"):
        if block.labels and not _used(f"var.{block.labels[0]}", scope, source, block):
            yield hit(source, block, f"the variable `{block.labels[0]}` is never used")


def unused_locals(scope: Scope) -> Iterator[Hit]:
    """Local values that nothing mentions."""
    if not scope.readable:
        return
    for source, block in scope.blocks("locals"):
        for attribute in block.attributes.values():
            if f"local.{attribute.name}" not in scope.references:
                message = f"the local value `{attribute.name}` is never used"
                yield Hit(source, attribute.line, attribute.end_line, message, f"local.{attribute.name}")


def unused_data(scope: Scope) -> Iterator[Hit]:
    """Data sources that nothing mentions; one with conditions is used by checking them."""
    if not scope.readable:
        return
    for source, block in scope.blocks("data"):
        address = block.address
        conditions = any(True for inner in block.blocks_of("lifecycle") for _ in inner.blocks)
        if len(block.labels) == 2 and not conditions and not _used(address, scope, source, block):
            yield hit(source, block, f"the data source `{address}` is never used")


def untyped_variables(scope: Scope) -> Iterator[Hit]:
    """Variables without a type."""
    for source, block in scope.blocks("variable"):
        if block.labels and "type" not in block.attributes:
            yield hit(source, block, f"the variable `{block.labels[0]}` has no type")


def undescribed_variables(scope: Scope) -> Iterator[Hit]:
    """Variables without a description."""
    yield from _undescribed(scope, "variable")


def undescribed_outputs(scope: Scope) -> Iterator[Hit]:
    """Outputs without a description."""
    yield from _undescribed(scope, "output")


def unmarked_secrets(scope: Scope) -> Iterator[Hit]:
    """Variables named like a secret that are not marked as sensitive."""
    for source, block in scope.blocks("variable"):
        if not block.labels or not _SECRET.search(block.labels[0].lower()):
            continue
        marks = [block.attributes[name].expression for name in ("sensitive", "ephemeral") if name in block.attributes]
        if "true" not in marks and not _certainly_no_text(block):
            yield hit(source, block, f"the variable `{block.labels[0]}` holds a secret and is not marked as sensitive")


def _certainly_no_text(block: Block) -> bool:
    kind = block.attributes.get("type")
    return kind is not None and kind.expression.strip() in {"bool", "number"}


def _undescribed(scope: Scope, kind: str) -> Iterator[Hit]:
    for source, block in scope.blocks(kind):
        if block.labels and block.literal("description") in {None, ""} and not _computed(block):
            yield hit(source, block, f"the {kind} `{block.labels[0]}` has no description")


def _computed(block: Block) -> bool:
    """A heredoc or template is a description, too."""
    attribute = block.attributes.get("description")
    return attribute is not None and attribute.expression.strip() not in {'""', "null"}


def _used(reference: str, scope: Scope, source: Source, block: Block) -> bool:
    """Whether something outside the declaring block refers to it."""
    places = scope.references.get(reference, ())
    return any(where is not source or not block.start <= at < block.end for where, at in places)


RULES = (
    Rule(
        "AGT_TF_UNUSED_VARIABLE", Severity.LOW, "Unused variable",
        "An input that changes nothing misleads whoever sets it. Remove it, or use it.",
        f"{LANGUAGE}/values/variables", unused_variables,
    ),
    Rule(
        "AGT_TF_UNUSED_LOCAL", Severity.LOW, "Unused local value",
        "Dead code hides what matters. Remove it.", f"{LANGUAGE}/values/locals", unused_locals,
    ),
    Rule(
        "AGT_TF_UNUSED_DATA", Severity.LOW, "Unused data source",
        "Each plan looks it up for nothing, and fails when the look-up fails. Remove it.",
        f"{LANGUAGE}/data-sources", unused_data,
    ),
    Rule(
        "AGT_TF_UNTYPED_VARIABLE", Severity.LOW, "Variable without type",
        "Without a type a wrong value is noticed late, in a resource. Give `type`.", STYLE, untyped_variables,
    ),
    Rule(
        "AGT_TF_UNDESCRIBED_VARIABLE", Severity.INFO, "Variable without description",
        "The description is the only documentation an input has. Give `description`.", STYLE, undescribed_variables,
    ),
    Rule(
        "AGT_TF_UNDESCRIBED_OUTPUT", Severity.INFO, "Output without description",
        "The description is the only documentation an output has. Give `description`.", STYLE, undescribed_outputs,
    ),
    Rule(
        "AGT_TF_SECRET_NOT_SENSITIVE", Severity.MEDIUM, "Secret variable not marked as sensitive",
        "Its value is shown in plans and logs. Set `sensitive = true`.",
        f"{LANGUAGE}/values/variables#suppressing-values-in-cli-output", unmarked_secrets,
    ),
)  # fmt: skip
