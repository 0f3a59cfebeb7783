"""What an agent is: it reads a context and answers with a result. It touches no forge, git or subprocess."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from app.domain.architecture import Architecture, Decision
from app.domain.artifact import Artifact
from app.domain.company import CompanyPolicies
from app.domain.compliance import Assessment
from app.domain.cost import Estimate
from app.domain.errors import UsageFailure
from app.domain.evidence import Evidence
from app.domain.exposure import EntryPoint
from app.domain.finding import Finding, Repair, Severity
from app.domain.plan import StackResult, Status
from app.domain.policy import Policy
from app.domain.proof import Proof
from app.domain.repo import Conventions
from app.domain.request import Request, Revision, Settlement
from app.domain.resources import Resources
from app.domain.stack import Stack
from app.domain.thought import Remark, Thought
from app.reasoning.base import Reasoner, Thinker

PriceOf = Callable[[str, Mapping[str, Any]], Decimal | None]
"""What the resource of an address costs a month with these values changed; None where that is not known."""
ProductionOf = Callable[[str], bool | None]
"""Whether the resource of an address serves production, as far as anything tells."""
Prove = Callable[["Context", Sequence[Artifact], Proof | None], Proof]
"""Checks artifacts in a copy of the context's checkout: test, scan, mend, price, judge. With a floor to hold against it
also names what code refuses beyond that."""
Lay = Callable[[Sequence[Artifact]], tuple[tuple[Artifact, ...], tuple[str, ...]]]
"""What artifacts become beside what people committed, and why they could not be pushed then."""
Locate = Callable[[Path, str, Iterable[Finding]], tuple[Finding, ...]]
"""Gives findings about planned resources their place in the code: the checkout, the stack's path, the findings."""

LONGEST = 300
"""Characters of a phrase that was not understood."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a stage may read.

    ``workdir`` is the private checkout the artifacts were written to; ``date`` the day that documents carry (ISO);
    ``revisions`` what was asked to change since ``text``; ``changelog`` and ``readme`` the stack's as they were last
    generated;
    ``policy`` and ``company`` the repository's rules; ``base`` the results of the base's stacks, None without a base;
    ``passed`` the ids of rules that looked at something and were content; ``exposed`` what the internet reaches.
    ``thinker`` is a language model where one may be asked, ``hopeful`` says that there may be one later; ``thoughts``
    are what it was asked so far, ``remarks`` what it said about results. ``lay`` merges artifacts with people's edits
    where the branch has any.
    """

    run: str
    command: str
    workdir: Path
    fail_on: Severity = Severity.HIGH
    text: str = ""
    revisions: tuple[Revision, ...] = ()
    changelog: str = ""
    readme: str = ""
    date: str = ""
    request: Request | None = None
    conventions: Conventions = field(default_factory=Conventions)
    architecture: Architecture | None = None
    resources: Resources | None = None
    artifacts: tuple[Artifact, ...] = ()
    stacks: tuple[Stack, ...] = ()
    results: tuple[StackResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    repairs: tuple[Repair, ...] = ()
    settled: tuple[Settlement, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    policy: Policy = field(default_factory=Policy)
    company: CompanyPolicies = field(default_factory=CompanyPolicies)
    base: tuple[StackResult, ...] | None = None
    passed: tuple[str, ...] = ()
    exposed: tuple[EntryPoint, ...] = ()
    estimate: Estimate | None = None
    assessments: tuple[Assessment, ...] = ()
    lay: Lay | None = None
    thinker: Thinker | None = None
    hopeful: bool = False
    thoughts: tuple[Thought, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class AgentResult:
    """What a stage brings. None means "as it was"; ``status`` and ``why`` are the stage's row in the report."""

    status: Status = "passed"
    why: str = ""
    request: Request | None = None
    architecture: Architecture | None = None
    resources: Resources | None = None
    artifacts: tuple[Artifact, ...] = ()
    stacks: tuple[Stack, ...] | None = None
    results: tuple[StackResult, ...] | None = None
    findings: tuple[Finding, ...] | None = None
    repairs: tuple[Repair, ...] = ()
    decisions: tuple[Decision, ...] = ()
    settled: tuple[Settlement, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = ()
    tools: Mapping[str, str] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    exposed: tuple[EntryPoint, ...] | None = None
    estimate: Estimate | None = None
    assessments: tuple[Assessment, ...] | None = None
    thoughts: tuple[Thought, ...] = ()
    remarks: tuple[Remark, ...] = ()


LANGUAGES = {"en": "English", "es": "Spanish"}


def language_of(context: Context) -> str:
    """The language of the reports, in words for a model."""
    code = context.request.language if context.request else context.policy.language
    return LANGUAGES.get(code, "English")


def author(thinker: Thinker) -> str:
    """A model as readers know it: ``Claude, claude-…``."""
    return f"{thinker.name.capitalize()}, {thinker.id}"


def stack_path(request: Request, conventions: Conventions) -> str:
    """Where the stack of a request stands in the repository."""
    return f"{conventions.stacks_dir}/{request.slug}"


class Commentator(Protocol):
    """An agent that can have a model speak about results that stand."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    def remark(self, context: Context) -> AgentResult:
        """Thoughts and remarks; nothing without a model or where there is nothing to speak about."""
        ...


class NothingToBuild(UsageFailure):
    """The text names nothing that can be built; ``questions`` are what to answer in the issue."""

    def __init__(self, questions: tuple[str, ...], not_understood: tuple[str, ...]) -> None:
        self.questions = questions
        self.not_understood = not_understood
        super().__init__("reading the request", "it names nothing to build", " ".join(questions))

    def record(self) -> dict[str, Any]:
        """As JSON: what to answer, beside the error."""
        asked = {"files": [], "not_understood": list(self.not_understood), "questions": list(self.questions)}
        return asked | super().record()


def read_request(reasoner: Reasoner, context: Context) -> Request:
    """What the user wants after all revisions.

    Raises ``NothingToBuild`` where that is nothing, ``UsageFailure`` where nothing was made of the last revision.
    """
    texts = [revision.text for revision in context.revisions]
    request = reasoner.revise(context.text, texts) if texts else reasoner.read(context.text)
    if not request.components:
        raise NothingToBuild(request.questions, request.not_understood)
    return request


def phrase_of(revision: Revision) -> str:
    """A revision that nothing was made of, as a phrase that was not understood."""
    return " ".join(revision.text.split())[:LONGEST]


class Agent(Protocol):
    """One specialist. ``reads`` and ``writes`` name fields of the context; the orchestrator orders stages by them."""

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]

    def run(self, context: Context) -> AgentResult:
        """Do the work; raise ``AgentsError`` for what the user must know."""
        ...
