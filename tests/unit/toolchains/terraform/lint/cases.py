"""Runs one rule over code that is written in the test."""

from pathlib import Path

from app.domain.stack import Stack
from app.toolchains.terraform.lint import RULES, lint
from tests.unit.toolchains.terraform.trees import plant

Hits = list[tuple[int | None, str]]


def hits(rule: str, root: Path, code: str, *, root_module: bool = True) -> Hits:
    """Line and title of each finding of ``rule`` in ``code``."""
    chosen = [one for one in RULES if one.id == rule]
    assert chosen, f"no rule {rule}"
    path = "stack" if root_module else "modules/m"
    plant(root, {f"{path}/main.tf": code})
    stack = Stack(path) if root_module else Stack("stack", modules=(path,))
    found = lint(root, stack, chosen)
    assert all(one.rule == rule for one in found), found
    return [(one.line, one.title) for one in found]
