"""The rules of the compliance agent, as they are explained."""

from collections.abc import Mapping

from app.domain.finding import Severity
from app.domain.rule import Rule
from app.knowledge.controls import controls_of

TAGGED = "Tags say whose something is and what it is for: without them costs, incidents and data have no owner."
PLACED = "Where data is kept decides which law applies to it and who may ask for it."
CLOSED = "Nobody knows whether what a policy asks for holds where it cannot be judged, so it counts as broken."

_FACTS: tuple[tuple[str, Severity, str, str, str], ...] = (
    (
        "AGT_TAG_MISSING",
        Severity.MEDIUM,
        "Required tags are missing",
        TAGGED,
        "Add them to the resource, or to the provider's default tags.",
    ),
    (
        "AGT_TAG_VALUE",
        Severity.MEDIUM,
        "A required tag has a value that policy does not allow",
        TAGGED,
        "Give it one of the values that policy allows.",
    ),
    (
        "AGT_TAG_UNKNOWN",
        Severity.INFO,
        "Tags are known only after apply",
        TAGGED,
        "Make them from values that the plan knows, so that they can be checked.",
    ),
    (
        "AGT_REGION_NOT_ALLOWED",
        Severity.HIGH,
        "Something is deployed in a region that policy does not allow",
        PLACED,
        "Move it to a region that policy allows, or have the policy changed.",
    ),
    (
        "AGT_REGION_OUTSIDE_EEA",
        Severity.MEDIUM,
        "Something is deployed outside the European Economic Area",
        PLACED,
        "Name the ground of the transfer (GDPR, chapter V), or move it to a region of the European Economic Area.",
    ),
    (
        "AGT_REGION_UNKNOWN",
        Severity.INFO,
        "A region cannot be told from the code",
        PLACED,
        "Look at it before you rely on its place.",
    ),
    (
        "AGT_REGION_WORLDWIDE",
        Severity.INFO,
        "A service is in no region, because it is everywhere",
        PLACED,
        "Look at what passes through it before you rely on its place.",
    ),
    (
        "AGT_POLICY_ERROR",
        Severity.HIGH,
        "A policy of the company could not be judged",
        CLOSED,
        "Correct the policy.",
    ),
    (
        "AGT_POLICY_NOT_JUDGED",
        Severity.HIGH,
        "The company's policies could not be judged on a stack",
        CLOSED,
        "Let the stack be planned: the report says what it lacks.",
    ),
    (
        "AGT_POLICY_UNKNOWN",
        Severity.INFO,
        "A policy asks for a value that is known only after apply",
        "What only the apply tells cannot be judged before it.",
        "Make the value one that the plan knows, or check it where it is deployed.",
    ),
)

COMPLIANCE_RULES: Mapping[str, Rule] = {
    name: Rule(name, title, severity, why, mend, controls=controls_of(name))
    for name, severity, title, why, mend in _FACTS
}
"""By id."""
