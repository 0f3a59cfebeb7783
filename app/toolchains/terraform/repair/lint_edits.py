"""Mechanical repairs of our own lint rules, one small function for each."""

import re
from collections.abc import Callable, Mapping

from app.domain.finding import Finding
from app.toolchains.terraform.hcl import Block, string_value
from app.toolchains.terraform.repair.expressions import (
    bracket_indexes,
    rename_functions,
    unquote,
    unwrap_interpolations,
)
from app.toolchains.terraform.repair.hcl_edit import Document, NotMechanical
from app.toolchains.terraform.repair.project import Project, mentions

OLDEST_TERRAFORM = '">= 1.5"'
"""What a stack that says nothing gets: the oldest line that is still widely installed."""
QUOTED_TYPES = {"string": "string", "number": "number", "bool": "bool", "list": "list(any)", "map": "map(any)"}
LITERAL_TYPES = (
    (re.compile(r"(true|false)$"), "bool"),
    (re.compile(r"-?\d+(\.\d+)?$"), "number"),
    (re.compile(r'\[\s*"[^"$%]*"(\s*,\s*"[^"$%]*")*,?\s*\]$'), "list(string)"),
    (re.compile(r"\[\s*-?[\d.]+(\s*,\s*-?[\d.]+)*,?\s*\]$"), "list(number)"),
)


def remove_variable(project: Project, finding: Finding) -> None:
    """Remove an unused variable, its values in tfvars files too, unless a module call passes it."""
    document = project.document(finding.path)
    block = _named(document, finding)
    name = block.labels[0]
    for other in project.all():
        for call, _ in other.blocks("module"):
            if name in call.attributes and (call.literal("source") or ".").startswith("."):
                raise NotMechanical(f"{call.address} passes `{name}`: remove it there first")
    document.remove_block(document.trail(block.address))
    folder = finding.path.rpartition("/")[0]
    for other in project.all(".tfvars"):
        if other.path.startswith(f"{folder}/" if folder else ""):
            other.remove((), name)


def remove_block(project: Project, finding: Finding) -> None:
    """Remove an unused block."""
    document = project.document(finding.path)
    document.remove_block(document.trail(_named(document, finding).address))


def remove_local(project: Project, finding: Finding) -> None:
    """Remove an unused local value, and its block where nothing else is in it."""
    document = project.document(finding.path)
    name = finding.resource.removeprefix("local.")
    place, _ = document.piece_at(_lines(finding)[0])
    block = document.at((place,))
    if block.type != "locals" or name not in block.attributes:
        raise NotMechanical(f"local.{name} is not in {finding.path}")
    if len(block.attributes) == 1:
        document.remove_block((place,))
    else:
        document.remove((place,), name)


def give_type(project: Project, finding: Finding) -> None:
    """Write the type of a variable whose default shows it."""
    document = project.document(finding.path)
    block = _named(document, finding)
    default = block.attributes.get("default")
    kind = _type_of(default.expression) if default else ""
    if not kind:
        raise NotMechanical("its type does not follow from a default")
    document.put(document.trail(block.address), "type", kind, first=True)


def mark_sensitive(project: Project, finding: Finding) -> None:
    """Mark a variable as sensitive where nothing that may not be sensitive is made from it."""
    document = project.document(finding.path)
    block = _named(document, finding)
    for neighbour in project.neighbours(finding.path):
        for other, text in neighbour.blocks("output", "locals", "module"):
            if mentions(text, block.address):
                raise NotMechanical(f"{other.address} is made from it and would have to be sensitive, too")
    document.put(document.trail(block.address), "sensitive", "true")


def require_terraform(project: Project, finding: Finding) -> None:
    """Say which Terraform versions the stack works with."""
    for document in project.neighbours(finding.path):
        if document.find("terraform"):
            document.put(document.trail("terraform"), "required_version", OLDEST_TERRAFORM)
            return
    folder = finding.path.rpartition("/")[0]
    path = f"{folder}/versions.tf" if folder else "versions.tf"
    project.create(path).append(f"terraform {{\n  required_version = {OLDEST_TERRAFORM}\n}}\n")


def unquote_type(project: Project, finding: Finding) -> None:
    """``type = "string"`` → ``type = string``."""
    document = project.document(finding.path)
    block = _named(document, finding)
    kind = QUOTED_TYPES.get(block.literal("type") or "")
    if not kind:
        raise NotMechanical("the quoted type has no unquoted form")
    document.put(document.trail(block.address), "type", kind)


def unwrap(project: Project, finding: Finding) -> None:
    """``"${x}"`` → ``x``."""
    first, _ = _lines(finding)
    unwrap_interpolations(project.document(finding.path), first)


def rename(project: Project, finding: Finding) -> None:
    """``list()`` and ``map()`` → ``tolist([])`` and ``tomap({})``."""
    rename_functions(project.document(finding.path), *_lines(finding))


def bracket(project: Project, finding: Finding) -> None:
    """``.0`` and ``.*`` → ``[0]`` and ``[*]``."""
    bracket_indexes(project.document(finding.path), *_lines(finding))


def unquote_references(project: Project, finding: Finding) -> None:
    """``depends_on = ["a.b"]`` → ``depends_on = [a.b]``."""
    unquote(project.document(finding.path), *_lines(finding))


LINT_RULES: Mapping[str, Callable[[Project, Finding], None]] = {
    "AGT_TF_UNUSED_VARIABLE": remove_variable,
    "AGT_TF_UNUSED_LOCAL": remove_local,
    "AGT_TF_UNUSED_DATA": remove_block,
    "AGT_TF_UNTYPED_VARIABLE": give_type,
    "AGT_TF_SECRET_NOT_SENSITIVE": mark_sensitive,
    "AGT_TF_NO_REQUIRED_VERSION": require_terraform,
    "AGT_TF_INTERPOLATION_ONLY": unwrap,
    "AGT_TF_LEGACY_FUNCTION": rename,
    "AGT_TF_LEGACY_INDEX": bracket,
    "AGT_TF_QUOTED_TYPE": unquote_type,
    "AGT_TF_QUOTED_REFERENCE": unquote_references,
}
LINT_DECISIONS: Mapping[str, str] = {
    "AGT_TF_UNDESCRIBED_VARIABLE": "only its author knows what it is for",
    "AGT_TF_UNDESCRIBED_OUTPUT": "only its author knows what it is for",
    "AGT_TF_UNPINNED_PROVIDER": "which version the stack was tried with",
    "AGT_TF_UNPINNED_MODULE": "which version the stack was tried with",
    "AGT_TF_INSTANCE_TYPE": "which size is needed",
    "AGT_TF_NAME_SPELLING": "renaming it makes Terraform replace it, unless a `moved` block says otherwise",
    "AGT_TF_NAME_REPEATS_TYPE": "renaming it makes Terraform replace it, unless a `moved` block says otherwise",
    "AGT_TF_COUNTED_LIST": "which name each instance gets, and how the existing ones move there",
    "AGT_TF_EMPTY_COMPARISON": "what was meant: the comparison never had an effect",
    "AGT_TF_DEPRECATED_TYPE": "how what exists moves to the new type",
    "AGT_TF_DEPRECATED_ARGUMENT": "what takes its place",
}


def _named(document: Document, finding: Finding) -> Block:
    block = document.find(finding.resource)
    if block is None or not block.labels:
        raise NotMechanical(f"{finding.resource or 'the place'} is not a block of {finding.path}")
    return block


def _lines(finding: Finding) -> tuple[int, int]:
    if finding.line is None:
        raise NotMechanical("the finding names no line")
    return finding.line, finding.end_line or finding.line


def _type_of(default: str) -> str:
    if string_value(default) is not None:
        return "string"
    return next((kind for pattern, kind in LITERAL_TYPES if pattern.match(default)), "")
