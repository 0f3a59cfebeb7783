"""What the rules of checkov look for, why that matters, and the controls they are evidence for, as data.

``checkov.json`` is ``{rule: {title, category, controls: {framework: [ids]}}}``. A rule that passes is evidence towards
a control, never proof of compliance.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.domain.rule import Rule
from app.knowledge.severity import severity_of

HERE = Path(__file__).parent
WHY: Mapping[str, str] = {
    "encryption": "What is stored or sent unencrypted can be read by whoever gets at the disk, the backup or the wire.",
    "networking": "What can be reached can be attacked: nothing should listen to more of the network than it needs.",
    "iam": "A permission that is wider than its task is what turns one stolen credential into a lost account.",
    "logging": "What is not logged cannot be noticed while it happens, nor understood afterwards.",
    "backup and recovery": "What is not kept twice is gone after a mistake, a fault or an attack.",
    "secrets": "Whoever reads the code can use a secret in it; it belongs into a secret store.",
    "kubernetes": "A workload that may do more than it needs makes every fault in it worse.",
    "general security": "A default that stays as it came is the first thing that an attacker tries.",
    "application security": "What the network hands to a program is the part of it that strangers write.",
}
"""Why a category of rules matters, in our words."""


@cache
def checkov_rules() -> Mapping[str, Rule]:
    """The rules by id."""
    return {name: _rule(name, facts) for name, facts in json.loads((HERE / "checkov.json").read_text("utf-8")).items()}


def _rule(name: str, facts: Mapping[str, object]) -> Rule:
    controls = facts["controls"]
    assert isinstance(controls, dict)  # our own data  # noqa: S101
    return Rule(
        id=name,
        title=str(facts["title"]),
        severity=severity_of(name),
        why=WHY.get(str(facts["category"]), ""),
        controls={framework: tuple(ids) for framework, ids in controls.items()},
    )
