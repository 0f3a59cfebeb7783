"""Which edits mend which checkov rule: an explicit table, in parts by what they are about."""

from collections.abc import Mapping

from app.toolchains.terraform.repair.edits import Edit, described
from app.toolchains.terraform.repair.rules.access import ACCESS
from app.toolchains.terraform.repair.rules.decisions import DECISIONS
from app.toolchains.terraform.repair.rules.encryption import ENCRYPTION
from app.toolchains.terraform.repair.rules.keys import KEYS
from app.toolchains.terraform.repair.rules.observation import OBSERVATION
from app.toolchains.terraform.repair.rules.resilience import RESILIENCE
from app.toolchains.terraform.repair.rules.storage import STORAGE

RULES: Mapping[str, tuple[Edit, ...]] = {
    **ACCESS,
    **ENCRYPTION,
    **KEYS,
    **OBSERVATION,
    **RESILIENCE,
    **STORAGE,
}


def advice(rule: str) -> str:
    """How to mend a rule, in a sentence; empty where nothing is known."""
    if rule in RULES:
        steps = [text for edit in RULES[rule] if (text := described(edit))]
        return f"To mend it, {', '.join(steps)}."
    if rule in DECISIONS:
        return f"A person has to decide: {DECISIONS[rule]}."
    return ""
