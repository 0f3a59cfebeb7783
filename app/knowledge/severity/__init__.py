"""How bad a rule of an outside tool is, as data: checkov gives no severity without its platform.

``checkov.json`` is ``{severity: {id prefix: [numbers]}}``: the highest severity of the Prowler check that looks at the
same thing, else the usual severity of the check's category.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.domain.finding import Severity

HERE = Path(__file__).parent
UNKNOWN = Severity.MEDIUM
"""A rule that the data does not know: newer than the data, so neither waved through nor an alarm."""


@cache
def checkov_severities() -> Mapping[str, Severity]:
    """Severity by checkov rule id."""
    data = json.loads((HERE / "checkov.json").read_text("utf-8"))
    return {
        f"{prefix}{number}": Severity.parse(word)
        for word, families in data.items()
        for prefix, numbers in families.items()
        for number in numbers
    }


def severity_of(rule: str) -> Severity:
    """The severity of a checkov rule; a leaked secret is always critical."""
    if rule.startswith("CKV_SECRET_"):
        return Severity.CRITICAL
    return checkov_severities().get(rule, UNKNOWN)
