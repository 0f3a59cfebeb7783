"""Resource types, arguments and attributes of the AWS provider that are deprecated or gone."""

import re
from collections.abc import Iterator

from app.domain.finding import Severity
from app.knowledge.schemas.deprecated import ARGUMENTS, DATA, TYPES
from app.toolchains.terraform.lint.base import Hit, Rule, Scope, hit

UPGRADE = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides"
_REGION_NAME = re.compile(r"(?<![\w.])data\.aws_region\.[\w-]+(?:\[[^\]\n]*\])?\.name(?![\w-])")
_VERSION_SIX = re.compile(r"(?<![\d.])6(?:\.|$|\D)")


def deprecated_types(scope: Scope) -> Iterator[Hit]:
    """Resource types and data sources with a successor."""
    for kinds, blocks in ((TYPES, "resource"), (DATA, "data")):
        for source, block in scope.blocks(blocks):
            instead = kinds.get(block.labels[0]) if block.labels else None
            if instead:
                yield hit(source, block, f"the type `{block.labels[0]}` is deprecated: use {instead}", block.line)


def deprecated_arguments(scope: Scope) -> Iterator[Hit]:
    """Arguments and nested blocks with a successor."""
    for source, block in scope.blocks("resource"):
        known = ARGUMENTS.get(block.labels[0]) if block.labels else None
        if not known:
            continue
        places = {name: attribute.line for name, attribute in block.attributes.items()}
        for inner in block.blocks:
            name = inner.labels[0] if inner.type == "dynamic" and inner.labels else inner.type
            places.setdefault(name, inner.line)
        for name, line in sorted(places.items(), key=lambda place: place[1]):
            if name in known:
                message = f"`{name}` of {block.address} is deprecated: use {known[name]}"
                yield hit(source, block, message, line)


def deprecated_attributes(scope: Scope) -> Iterator[Hit]:
    """``data.aws_region.x.name``, called ``region`` since version 6 of the provider."""
    if not _uses_version_six(scope):
        return
    for source in scope.module.sources:
        for found in _REGION_NAME.finditer(source.code):
            line = source.line_at(found.start())
            yield Hit(source, line, line, "`name` of the data source aws_region is deprecated: use `region`")


def _uses_version_six(scope: Scope) -> bool:
    for _, block in scope.blocks("terraform"):
        for inner in block.blocks_of("required_providers"):
            aws = inner.attributes.get("aws")
            if aws and _VERSION_SIX.search(aws.expression):
                return True
    return False


RULES = (
    Rule(
        "AGT_TF_DEPRECATED_TYPE", Severity.MEDIUM, "Deprecated resource type",
        "It will go, or has gone, with a major version of the provider.", UPGRADE, deprecated_types,
    ),
    Rule(
        "AGT_TF_DEPRECATED_ARGUMENT", Severity.LOW, "Deprecated argument",
        "It will go, or has gone, with a major version of the provider; a resource of its own or another argument "
        "replaces it.",
        UPGRADE, deprecated_arguments,
    ),
    Rule(
        "AGT_TF_DEPRECATED_ATTRIBUTE", Severity.INFO, "Deprecated attribute",
        "It will go with a major version of the provider.", f"{UPGRADE}/version-6-upgrade", deprecated_attributes,
    ),
)  # fmt: skip
