"""What is known of any rule, from the parts that know: checkov's facts, our lint, tests and compliance."""

from collections.abc import Mapping
from functools import cache

from app.agents.tester import MEANING, SEVERITY
from app.domain.finding import Severity
from app.domain.rule import Rule
from app.knowledge.controls.rules import COMPLIANCE_RULES
from app.knowledge.rules import checkov_rules
from app.knowledge.security import security_rules
from app.knowledge.workflows import workflow_rules
from app.toolchains.terraform.lint import RULES
from app.toolchains.terraform.repair import advice
from app.toolchains.zizmor.records import SOURCE as WORKFLOWS


@cache
def known_rules() -> Mapping[str, Rule]:
    """Every rule by its id, with how it is mended."""
    ours = [Rule(one.id, one.title, one.severity, one.detail, "", one.source) for one in RULES]
    tests = [
        Rule(f"AGT_TEST_{step.upper()}", meaning.rstrip("."), SEVERITY.get(step, Severity.CRITICAL))
        for step, meaning in MEANING.items()
    ]
    checkov = [
        Rule(one.id, one.title, one.severity, one.why, advice(one.id), one.guideline, one.controls)
        for one in checkov_rules().values()
    ]
    workflows = [
        Rule(f"{WORKFLOWS}/{name}", one.title, one.severity or Severity.MEDIUM, one.why, f"To mend it, {one.mend}.")
        for name, one in workflow_rules().items()
    ]
    analyses = (*security_rules().values(), *COMPLIANCE_RULES.values())
    return {rule.id: rule for rule in (*ours, *tests, *checkov, *workflows, *analyses)}


def rule_of(name: str) -> Rule | None:
    """One rule, or None where nothing is known of it."""
    return known_rules().get(name)
