"""The paragraph at the head of a README that a model wrote, marked as such; all else there is made from facts."""

import hashlib
import re

from app.domain.architecture import Architecture
from app.reports.phrases import phrases
from app.reports.templating import render

BLOCK = re.compile(
    r"^<!-- agents:overview ([0-9a-f]{16}) -->\n(?:[^\n]*\n){1,10}?<!-- /agents:overview -->$", re.MULTILINE
)
LONGEST = 1300
"""Characters; the task that asks for it allows less."""


def digest_of(architecture: Architecture, language: str) -> str:
    """What the paragraph speaks of: components and how they belong together."""
    parts = [
        *((one.id, one.kind, one.name or one.label, one.count) for one in architecture.components),
        *((one.source, one.kind, one.target) for one in architecture.relations),
    ]
    return hashlib.sha256(repr((language, parts)).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def render_overview(text: str, author: str, digest: str, language: str) -> str:
    """The marked paragraph; ``author`` is the model's name."""
    words = phrases(language)
    return render(
        "overview.md.j2", text=text, by=words["overview_by"].format(author=author), digest=digest, most=LONGEST
    )


def earlier_overview(readme: str, digest: str) -> str:
    """The paragraph of an earlier README, where it speaks of the same; so it does not change with every run."""
    found = BLOCK.search(readme)
    return f"{found[0]}\n" if found and found[1] == digest else ""
