"""What an audit report shows: findings and evidence numbered, so that every control names what it stands on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.audit import AuditEntry
from app.domain.compliance import Assessment, ControlResult
from app.domain.evidence import Evidence
from app.domain.finding import Finding, Severity
from app.domain.policy import Waiver
from app.domain.run import Outcome
from app.reports.section import ranked

RULES = 8
"""Rules that a control names; the others are counted."""
TOOLS: Mapping[str, str] = {"CKV": "checkov", "zizmor": "zizmor", "AGT_POLICY": "regorus"}
"""By how a rule begins: which tool looked. Every other rule of ours reads the plan."""


@dataclass(frozen=True, slots=True)
class Audited:
    """What the report speaks of. ``subject`` is the repository or folder; ``at`` when it was written; ``asked_by`` who
    asked, empty for a run at a terminal; ``waivers`` the policy's; ``entry`` the audit log's about this run.
    """

    outcome: Outcome
    at: datetime
    subject: str = ""
    asked_by: str = ""
    waivers: tuple[Waiver, ...] = ()
    entry: AuditEntry | None = None


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """One thing that ran, and how often."""

    number: int
    item: Evidence
    times: int


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding by its number, with the numbers of the evidence that it comes from."""

    number: int
    finding: Finding
    evidence: Sequence[int]


@dataclass(frozen=True, slots=True)
class ShownControl:
    """A control: findings that fail it, rules that looked, evidence; ``elsewhere`` counts findings not listed here."""

    control: ControlResult
    findings: Sequence[ShownFinding] = ()
    evidence: Sequence[int] = ()
    elsewhere: int = 0

    @property
    def rules(self) -> Sequence[str]:
        """The first few of those that looked."""
        return self.control.rules[:RULES]

    @property
    def more(self) -> int:
        """How many rules are not named."""
        return len(self.control.rules) - len(self.rules)


@dataclass(frozen=True, slots=True)
class ShownFramework:
    """One framework, its controls by how they stand."""

    assessment: Assessment
    failing: Sequence[ShownControl] = ()
    covered: Sequence[ShownControl] = ()
    unknown: Sequence[ControlResult] = ()


@dataclass(frozen=True, slots=True)
class ShownWaiver:
    """A waiver of the policy: whether it had expired, and how many findings it excuses."""

    waiver: Waiver
    expired: bool
    used: int


@dataclass(frozen=True, slots=True)
class AuditView:
    """Everything in the order in which it is shown."""

    audited: Audited
    counts: Sequence[tuple[str, int]]
    frameworks: Sequence[ShownFramework]
    findings: Sequence[ShownFinding]
    waivers: Sequence[ShownWaiver]
    excused: Sequence[ShownFinding]
    evidence: Sequence[ShownEvidence]
    record: Mapping[str, object] = field(default_factory=dict)


def audit_view(audited: Audited) -> AuditView:
    """Number findings, the worst first, and evidence in order; join them to the controls."""
    outcome = audited.outcome
    evidence = _evidence(outcome.evidence)
    findings = [
        ShownFinding(number, finding, _all_of((finding.rule, *finding.aliases), evidence))
        for number, finding in enumerate(ranked(outcome.findings), 1)
    ]
    counted = [finding for finding in outcome.findings if finding.counts]
    return AuditView(
        audited,
        [(str(one), sum(f.severity is one for f in counted)) for one in sorted(Severity, reverse=True)],
        [_framework(assessment, findings, evidence) for assessment in outcome.assessments],
        findings,
        [_waiver(waiver, outcome.findings, audited.at.date()) for waiver in audited.waivers],
        [shown for shown in findings if not shown.finding.counts],
        evidence,
        audited.entry.record()["facts"] if audited.entry else {},
    )


def _evidence(evidence: Sequence[Evidence]) -> list[ShownEvidence]:
    times: dict[tuple[str, ...], int] = {}
    first: dict[tuple[str, ...], Evidence] = {}
    for item in evidence:
        key = (item.tool, item.version, item.command, str(item.exit_code), item.digest, item.isolation)
        times[key] = times.get(key, 0) + 1
        first.setdefault(key, item)
    return [ShownEvidence(number, first[key], times[key]) for number, key in enumerate(times, 1)]


def _stands_on(rule: str, evidence: Sequence[ShownEvidence]) -> list[int]:
    tool = next((tool for begin, tool in TOOLS.items() if rule.startswith(begin)), "")
    if tool:
        return [shown.number for shown in evidence if shown.item.tool == tool]
    return [shown.number for shown in evidence if " plan" in f" {shown.item.command}"]


def _all_of(rules: Sequence[str], evidence: Sequence[ShownEvidence]) -> list[int]:
    return sorted({number for rule in rules for number in _stands_on(rule, evidence)})


def _framework(
    assessment: Assessment, findings: Sequence[ShownFinding], evidence: Sequence[ShownEvidence]
) -> ShownFramework:
    known = {shown.finding.fingerprint: shown for shown in findings}
    failing, covered = [], []
    for control in assessment.controls:
        if control.standing == "failing":
            shown = sorted((known[one] for one in control.findings if one in known), key=lambda one: one.number)
            numbers = sorted({number for one in shown for number in one.evidence})
            failing.append(ShownControl(control, shown, numbers, len(control.findings) - len(shown)))
        elif control.standing == "covered":
            covered.append(ShownControl(control, (), _all_of(control.rules, evidence)))
    unknown = [control for control in assessment.controls if control.standing == "not_assessable"]
    return ShownFramework(assessment, failing, covered, unknown)


def _waiver(waiver: Waiver, findings: Sequence[Finding], today: date) -> ShownWaiver:
    excused = [f for f in findings if f.waived is not None and f.waived_in != "code" and waiver.covers(f)]
    expired = waiver.expires < today
    return ShownWaiver(waiver, expired, 0 if expired else len(excused))
