"""Versions: what is left to chance."""

import re
from collections.abc import Iterator

from app.domain.finding import Severity
from app.toolchains.terraform.hcl import Block, Source
from app.toolchains.terraform.lint.base import LANGUAGE, Hit, Rule, Scope, hit
from app.toolchains.terraform.requirements import entries_of

REGISTRY = re.compile(r"(?:[\w.-]+\.[a-z]+(?::\d+)?/)?[\w-]+/[\w-]+/[\w-]+(?://.*)?")
GIT = re.compile(r"git::|git@|(?:github\.com|bitbucket\.org|gitlab\.com)/|.*\.git(?:[/?]|$)|hg::")
MOVING = {"master", "main", "develop", "dev", "trunk", "head", "latest"}


def required_version(scope: Scope) -> Iterator[Hit]:
    """A stack that says nothing about Terraform's own version."""
    if not scope.is_root or not scope.readable or not scope.module.sources:
        return
    terraform = list(scope.blocks("terraform"))
    if any("required_version" in block.attributes for _, block in terraform):
        return
    message = "the stack does not say which Terraform versions it works with"
    if terraform:
        yield hit(*terraform[0], message, terraform[0][1].line)
    else:
        yield Hit(scope.module.sources[0], 1, 1, message)


def unpinned_providers(scope: Scope) -> Iterator[Hit]:
    """Providers of a stack without a version constraint."""
    if not scope.is_root or not scope.readable:
        return
    pinned = set(_required(scope))
    for name, (source, block) in _used_providers(scope).items():
        if name not in pinned:
            yield Hit(
                source, block.line, block.line, f"the provider `{name}` has no version constraint", f"provider.{name}"
            )


def provider_version_argument(scope: Scope) -> Iterator[Hit]:
    """``version`` inside a ``provider`` block, deprecated since Terraform 0.13."""
    for source, block in scope.blocks("provider"):
        if "version" in block.attributes:
            line = block.attributes["version"].line
            yield hit(source, block, f"`version` of {block.address} belongs into `required_providers`", line)


def unpinned_modules(scope: Scope) -> Iterator[Hit]:
    """Registry modules without a version, git modules without a fixed ref."""
    for source, block in scope.blocks("module"):
        where = block.literal("source")
        if where and (wrong := _unpinned(where, "version" in block.attributes)):
            yield hit(source, block, f"the module `{block.address}` {wrong}", block.attributes["source"].line)


def _unpinned(where: str, versioned: bool) -> str:
    if where.startswith(("./", "../", "/")):
        return ""
    if GIT.match(where):
        ref = re.search(r"[?&]ref=([^&]+)", where)
        if not ref:
            return "names no revision (`?ref=…`)"
        return f"follows the moving branch `{ref.group(1)}`" if ref.group(1).lower() in MOVING else ""
    return "has no version" if REGISTRY.fullmatch(where) and not versioned else ""


def _required(scope: Scope) -> Iterator[str]:
    for _, block in scope.blocks("terraform"):
        for inner in block.blocks_of("required_providers"):
            for name, attribute in inner.attributes.items():
                if "version" in entries_of(attribute.expression) or attribute.expression.strip().startswith('"'):
                    yield name
    for _, block in scope.blocks("provider"):
        if "version" in block.attributes and block.labels:
            yield block.labels[0]


def _used_providers(scope: Scope) -> dict[str, tuple[Source, Block]]:
    found: dict[str, tuple[Source, Block]] = {}
    for source, block in scope.blocks("provider", "resource", "data", "ephemeral"):
        if not block.labels:
            continue
        named = block.attributes.get("provider")
        name = named.expression.strip().strip('"').partition(".")[0] if named else block.labels[0].partition("_")[0]
        if name != "terraform":
            found.setdefault(name, (source, block))
    return found


RULES = (
    Rule(
        "AGT_TF_NO_REQUIRED_VERSION", Severity.LOW, "No required_version",
        "Another Terraform may plan something else or rewrite the state. Set `required_version`.",
        f"{LANGUAGE}/terraform#terraform-required_version", required_version,
    ),
    Rule(
        "AGT_TF_UNPINNED_PROVIDER", Severity.MEDIUM, "Provider without version constraint",
        "The next major version breaks the stack on a day nobody chose. Give a `version` in `required_providers`.",
        f"{LANGUAGE}/providers/requirements#version", unpinned_providers,
    ),
    Rule(
        "AGT_TF_PROVIDER_VERSION_ARGUMENT", Severity.LOW, "Version inside a provider block",
        "Deprecated since Terraform 0.13. Move it into `required_providers`.",
        f"{LANGUAGE}/providers/configuration#version-deprecated", provider_version_argument,
    ),
    Rule(
        "AGT_TF_UNPINNED_MODULE", Severity.MEDIUM, "Module without fixed version",
        "Whoever can push there changes this infrastructure. Give `version` (registry) or `?ref=` with a tag (git).",
        f"{LANGUAGE}/modules/sources", unpinned_modules,
    ),
)  # fmt: skip
