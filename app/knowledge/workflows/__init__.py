"""What zizmor's audits of workflow files look for, in our words, as data.

``rules.json`` is ``{audit: {title, why, mend, severity, aliases, shown}}``. ``severity`` is set where the tool's own
does not fit a gate: what needs a supplier to be taken over first is medium. ``aliases`` are rules of checkov that look
for the same thing, ``shown`` marks audits that the tool leaves out of its regular answer and that belong into a review.
Names of the audits are those of zizmor 1.32 (MIT), https://docs.zizmor.sh/audits/.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.domain.finding import Severity

RULES = Path(__file__).with_name("rules.json")
DOCUMENTATION = "https://docs.zizmor.sh/audits/#"


@dataclass(frozen=True, slots=True)
class WorkflowRule:
    """One audit. ``severity`` is None where the tool's own is taken; ``mend`` follows the words "To mend it,"."""

    title: str
    why: str
    mend: str
    severity: Severity | None
    aliases: tuple[str, ...]
    shown: bool

    @property
    def detail(self) -> str:
        """Why it matters and how to mend it."""
        return f"{self.why} To mend it, {self.mend}."


@cache
def workflow_rules() -> Mapping[str, WorkflowRule]:
    """The audits by their name, ``template-injection``."""
    return {name: _rule(facts) for name, facts in json.loads(RULES.read_text("utf-8")).items()}


def _rule(facts: Mapping[str, object]) -> WorkflowRule:
    severity, aliases = facts.get("severity"), facts.get("aliases", [])
    assert isinstance(aliases, list)  # our own data  # noqa: S101
    return WorkflowRule(
        title=str(facts["title"]),
        why=str(facts["why"]),
        mend=str(facts["mend"]),
        severity=Severity.parse(str(severity)) if severity else None,
        aliases=tuple(aliases),
        shown=bool(facts.get("shown")),
    )
