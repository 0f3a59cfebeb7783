"""Runs all rules over a stack and its local modules."""

from collections.abc import Iterable
from pathlib import Path

from app.domain.finding import Finding, Severity, fingerprinted
from app.domain.stack import Stack
from app.toolchains.terraform.checkout import Checkout
from app.toolchains.terraform.lint import declarations, deprecated, instance_types, modules, naming, syntax, versions
from app.toolchains.terraform.lint.base import Hit, Rule, Scope

RULES: tuple[Rule, ...] = (
    *declarations.RULES,
    *versions.RULES,
    *naming.RULES,
    *syntax.RULES,
    *deprecated.RULES,
    *instance_types.RULES,
    *modules.RULES,
)
CRASHED = "AGT_TF_RULE_CRASHED"
SOURCE = "agents lint"


def lint(root: Path, stack: Stack, rules: Iterable[Rule] = RULES) -> tuple[Finding, ...]:
    """Findings of our rules in the stack and the local modules it reaches, by file and line.

    Never raises: a rule that crashes becomes a finding of its own, and the others go on.
    """
    checkout = Checkout(root)
    findings: list[Finding] = []
    for path in (stack.path, *stack.modules):
        scope = Scope(checkout.module(path), path == stack.path)
        for rule in rules:
            findings += _run(rule, scope)
    return fingerprinted(sorted(findings, key=lambda one: (one.path, one.line or 0, one.rule)))


def rule_reference() -> str:
    """The rules as a Markdown table, for the documentation."""
    rows = [f"| `{rule.id}` | {rule.severity} | {rule.title} | {rule.detail} | <{rule.source}> |" for rule in RULES]
    head = ["| rule | severity | finds | why, and what to do | source |", "|---|---|---|---|---|"]
    return "\n".join([*head, *sorted(rows)]) + "\n"


def _run(rule: Rule, scope: Scope) -> list[Finding]:
    try:
        return [_finding(rule, one, scope) for one in rule.check(scope)]
    except Exception as error:  # noqa: BLE001 - one broken rule must not silence the others
        title = f"the rule {rule.id} crashed: {type(error).__name__}: {error}"
        return [Finding(CRASHED, Severity.LOW, title, scope.module.path, SOURCE)]


def _finding(rule: Rule, hit: Hit, scope: Scope) -> Finding:
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        title=hit.message,
        path=scope.module.location(hit.source),
        source=SOURCE,
        line=hit.line,
        end_line=hit.end_line,
        resource=_address(hit.resource),
        detail=rule.detail,
        guideline=rule.source,
    )


def _address(resource: str) -> str:
    return resource if resource not in {"locals", "terraform"} else ""
