"""A rule that findings come from, as it is explained."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.finding import Severity

NAMED = re.compile(r"\b(?:CKV\d?_[A-Z0-9]+_\d+|AGT_[A-Z0-9_]+|zizmor/[a-z-]+)\b", re.IGNORECASE)
"""A rule's name in the middle of a text."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule looks for.

    ``why`` says why it matters and ``mend`` how to satisfy it, in a sentence or two each, or empty; ``guideline`` is an
    address or empty; ``controls`` maps frameworks to the controls that it is evidence for.
    """

    id: str
    title: str
    severity: Severity
    why: str = ""
    mend: str = ""
    guideline: str = ""
    controls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
