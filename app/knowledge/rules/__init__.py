"""What the rules of checkov look for, why that matters, and the controls they are evidence for, as data.

``checkov.json`` is ``{rule: {title, category}}``; ``tools/build_controls.py`` makes it.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.domain.rule import Rule
from app.knowledge.controls import controls_of
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
    "supply chain": "Whoever controls what a build takes in controls what it brings out.",
    "convention": "What does not follow the agreed form is overlooked by people and by tools.",
    "ai and ml": "A model answers to whoever asks it: what it may see and say needs bounds.",
    "encryption/logging": "What is logged unencrypted can be read by whoever gets at the log.",
}
"""Why a category of rules matters, in our words."""


@cache
def checkov_rules() -> Mapping[str, Rule]:
    """The rules by id."""
    return {name: _rule(name, facts) for name, facts in json.loads((HERE / "checkov.json").read_text("utf-8")).items()}


def _rule(name: str, facts: Mapping[str, str]) -> Rule:
    return Rule(
        id=name,
        title=facts["title"],
        severity=severity_of(name),
        why=WHY.get(facts["category"], ""),
        controls=controls_of(name),
    )
