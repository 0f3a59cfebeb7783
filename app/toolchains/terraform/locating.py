"""Where in the code a planned resource stands: its file and lines, found through the modules that it is in."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from app.domain.finding import Finding
from app.domain.planned import block_of
from app.toolchains.terraform.checkout import Checkout

_MODULE = re.compile(r"module\.([\w-]+)\.")


def located(root: Path, stack: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings about planned resources with path and line, those that cannot be found as they were.

    ``stack`` is the path of the stack whose plan they come from.
    """
    checkout = Checkout(root.resolve())
    return tuple(finding if finding.line else _located(checkout, stack, finding) for finding in findings)


def _located(checkout: Checkout, stack: str, finding: Finding) -> Finding:
    rest = block_of(finding.resource)
    path: str | None = stack
    while path is not None and (found := _MODULE.match(rest)):
        rest = rest[found.end() :]
        name = found[1]
        path = next((call.target for call in checkout.module(path).calls if call.name == name), None)
    if path is None or not rest:
        return finding
    module = checkout.module(path)
    for source, block in module.blocks("resource", "data"):
        if block.address == rest:
            return replace(finding, path=module.location(source), line=block.line, end_line=block.end_line)
    return finding
