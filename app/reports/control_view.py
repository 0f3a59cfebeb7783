"""Controls as reports show them: what failed each, found again among the findings."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.compliance import Assessment, ControlResult
from app.domain.finding import Finding
from app.domain.run import Outcome


@dataclass(frozen=True, slots=True)
class FailingControl:
    """A control that findings of this report fail; ``excused`` where each of them is waived or explained."""

    assessment: Assessment
    control: ControlResult
    findings: Sequence[Finding]

    @property
    def excused(self) -> bool:
        """Whether none of them counts."""
        return not any(finding.counts for finding in self.findings)

    @property
    def rules(self) -> Sequence[str]:
        """What failed it, each once."""
        return sorted({finding.rule for finding in self.findings})


def failing(outcome: Outcome) -> list[FailingControl]:
    """Those that something shown here fails, the unexcused first; what failed before a change is only counted."""
    shown = {finding.fingerprint: finding for finding in outcome.findings}
    found = [
        FailingControl(one, control, [shown[print_] for print_ in control.findings if print_ in shown])
        for one in outcome.assessments
        for control in one.controls
        if control.standing == "failing"
    ]
    return sorted((one for one in found if one.findings), key=lambda one: one.excused)


def failing_before(outcome: Outcome) -> int:
    """How many controls fail only by what was there before the change."""
    return sum(one.count("failing") for one in outcome.assessments) - len(failing(outcome))
