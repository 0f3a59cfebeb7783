"""A run: one execution, and a stage: one agent's turn in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.architecture import Architecture
from app.domain.compliance import Assessment
from app.domain.cost import Estimate
from app.domain.evidence import Evidence
from app.domain.exposure import EntryPoint
from app.domain.finding import Finding, Repair
from app.domain.merge import Merge
from app.domain.plan import StackResult, Status
from app.domain.policy import Budget
from app.domain.request import Request, Settlement
from app.domain.thought import Reasoned, Remark


@dataclass(frozen=True, slots=True)
class StageResult:
    """How one stage ended. ``why`` is filled where it did not pass."""

    stage: str
    status: Status
    why: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Gate:
    """The verdict over findings and stages: ``passed`` or ``failed`` with reasons."""

    verdict: str = "passed"
    reasons: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing speaks against the change."""
        return self.verdict == "passed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything a run has to tell, for every report.

    ``head`` and ``base`` are commit ids or None; ``stacks`` paths; ``left`` findings that were not mended and why;
    ``existing`` counts of old findings by severity where a base was given; ``tools`` name → version of what ran;
    ``merge`` what became of people's commits on the branch; ``pushed`` whether ``head`` was pushed by this run;
    ``part`` whether only some of the change was looked at, because that was what was asked; ``estimate`` what it
    costs and ``assessments`` what it means for frameworks, where these were looked at; ``exposed`` what the internet
    reaches, each with the way there; ``over_budget`` which limits of ``budget`` that is beyond, with both numbers;
    ``reasoned`` how it was thought and ``remarks`` what a model says about the result.
    """

    run: str
    command: str
    title: str
    seconds: float = 0.0
    language: str = "en"
    branch: str | None = None
    base: str | None = None
    head: str | None = None
    stacks: tuple[str, ...] = ()
    request: Request | None = None
    architecture: Architecture | None = None
    results: tuple[StackResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    existing: Mapping[str, int] = field(default_factory=dict)
    gate: Gate = field(default_factory=Gate)
    stages: tuple[StageResult, ...] = ()
    repairs: tuple[Repair, ...] = ()
    left: tuple[tuple[Finding, str], ...] = ()
    settled: tuple[Settlement, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    reasoned: Reasoned = field(default_factory=Reasoned)
    remarks: tuple[Remark, ...] = ()
    reports: Mapping[str, str] = field(default_factory=dict)
    merge: Merge = field(default_factory=Merge)
    pushed: bool = False
    part: bool = False
    estimate: Estimate | None = None
    assessments: tuple[Assessment, ...] = ()
    exposed: tuple[EntryPoint, ...] = ()
    over_budget: tuple[str, ...] = ()
    budget: Budget = field(default_factory=Budget)

    @property
    def not_understood(self) -> tuple[str, ...]:
        """The user's own words that nothing was made of."""
        return self.request.not_understood if self.request else ()

    @property
    def questions(self) -> tuple[str, ...]:
        """What the user should answer."""
        return self.request.questions if self.request else ()


def last_head(outcomes: Sequence[Outcome]) -> str:
    """The commit that the last of them speaks of, or empty."""
    return next((outcome.head for outcome in reversed(outcomes) if outcome.head), "")
