"""Modules: what makes one hard to use."""

from collections.abc import Iterator

from app.domain.finding import Severity
from app.toolchains.terraform.lint.base import LANGUAGE, Hit, Rule, Scope, hit


def provider_in_module(scope: Scope) -> Iterator[Hit]:
    """A ``provider`` configuration inside a module that others call."""
    if scope.is_root:
        return
    for source, block in scope.blocks("provider"):
        yield hit(source, block, f"the module configures the provider `{'.'.join(block.labels)}` itself", block.line)


RULES = (
    Rule(
        "AGT_TF_PROVIDER_IN_MODULE", Severity.MEDIUM, "Provider configured inside a module",
        "Such a module cannot be used with `count`, `for_each` or `depends_on`, and its resources cannot be destroyed "
        "once the call is gone. Configure the provider in the stack and pass it in.",
        f"{LANGUAGE}/modules/develop/providers", provider_in_module,
    ),
)  # fmt: skip
