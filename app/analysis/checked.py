"""What a check of a stack answers: findings, and which rules looked at something and were content."""

from dataclasses import dataclass

from app.domain.evidence import Evidence
from app.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class Checked:
    """``passed`` names rules that looked at something here and found nothing wrong."""

    findings: tuple[Finding, ...] = ()
    passed: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
