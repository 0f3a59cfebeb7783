"""The architect hands over what was designed by rule, or what a model made of it where that is better."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.agents.architect import Architect, Bench
from app.agents.base import AgentResult, Context, NothingToBuild
from app.agents.orchestrator import Orchestrator
from app.domain.architecture import Architecture, Decision
from app.domain.artifact import Artifact
from app.domain.errors import UsageFailure
from app.domain.policy import Policy, ReasonerPolicy
from app.domain.proof import Proof
from app.domain.repo import Conventions
from app.domain.request import Component, Request, Revision
from app.domain.resources import Resources
from app.domain.run import Gate
from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.reasoner import OfflineReasoner
from tests.builders import finding
from tests.unit.reasoning.tasks.test_design_task import Answers


class Designer:
    name = "designer"

    def read(self, text: str) -> Request:
        raise AssertionError

    def revise(self, text: str, revisions: Sequence[str]) -> Request:
        raise AssertionError

    def design(self, request: Request, conventions: Conventions) -> Architecture:
        return Architecture(components=request.components, decisions=(Decision("Queue", "SQS", "It is managed."),))

    def compose(self, request: Request, architecture: Architecture, conventions: Conventions) -> Resources:
        return Resources(findings=(finding("AGT_RISK_OPEN_INGRESS", path="network.tf"),), not_understood=("frobs 3",))


def test_design_resources_decisions_and_risks() -> None:
    request = Request("t", "t", components=(Component("a", "sqs", "a"),))
    result = Architect(Designer()).run(Context("r", "run", Path(), request=request))
    assert result.architecture
    assert result.architecture.components == request.components
    assert result.findings
    assert (result.findings[0].rule, result.findings[0].path) == ("AGT_RISK_OPEN_INGRESS", "stacks/t/network.tf")
    assert result.request
    assert result.request.not_understood == ("frobs 3",)
    assert result.decisions[0].choice == "SQS"
    assert result.thoughts == ()


def test_without_a_request_it_does_not_run() -> None:
    assert Architect(Designer()).run(Context("r", "run", Path())).status == "not_run"


REASONER = OfflineReasoner(SERVICES)
FORTNIGHT = "Messages must not sit around for longer than a fortnight."
ISSUE = f"An SQS queue. {FORTNIGHT}"
KEEP = {"component": "sqs.sqs", "settings": {"message_retention": 1209600}, "quote": FORTNIGHT}
ANSWER = {"change": [KEEP], "understood": [FORTNIGHT]}
FRIDAY = "what is there on Friday evening must still be there on Monday"


class Checks:
    """Renders the addresses of what was composed and passes them; notes the contexts it was given."""

    def __init__(self) -> None:
        self.contexts: list[Context] = []
        self.kept_back: list[Sequence[str]] = []

    def render(self, context: Context) -> Sequence[Artifact]:
        assert context.resources
        return [Artifact("stacks/t/main.tf", one.address, "developer") for one in context.resources.resources]

    def prove(self, context: Context, artifacts: Sequence[Artifact], floor: Proof | None) -> Proof:
        self.contexts.append(context)
        return Proof(tuple(artifacts), planned=True, gate=Gate())

    def summarise(self, root: Path, keep_back: Sequence[str]) -> str:
        self.kept_back.append(keep_back)
        return ""


def run(
    text: str,
    *answers: dict[str, Any],
    revisions: tuple[str, ...] = (),
    checks: Checks | None = None,
    asked: bool = True,
) -> tuple[AgentResult, Answers]:
    """The orchestrator's and the architect's turn with a model that may be asked."""
    model, checks = Answers(answers), checks or Checks()
    context = Context(
        "r", "run", Path(), text=text, revisions=tuple(map(Revision, revisions)), hopeful=True,
        policy=Policy(reasoner=ReasonerPolicy(keep_back=("secret/**",))), thinker=model if asked else None,
    )  # fmt: skip
    context = replace(context, request=Orchestrator(REASONER).run(context).request)
    bench = Bench(SERVICES, checks.render, checks.prove, checks.summarise)
    return Architect(REASONER, bench).run(context), model


def test_a_better_design_replaces_the_draft() -> None:
    checks = Checks()
    result, _ = run(ISSUE, ANSWER, checks=checks)
    assert result.request
    assert result.request.not_understood == ()
    assert result.request.components[0].settings == {"message_retention": 1209600}
    assert result.resources
    queue = next(one for one in result.resources.resources if one.address == "aws_sqs_queue.sqs")
    assert queue.body["message_retention_seconds"] == 1209600
    assert [thought.kept for thought in result.thoughts] == [True]
    assert checks.kept_back == [("secret/**",)]


def test_proofs_are_of_the_candidates_files_and_without_a_model() -> None:
    checks = Checks()
    run(ISSUE, ANSWER, checks=checks)
    floor, candidate = checks.contexts
    assert floor.thinker is None
    assert candidate.thinker is None
    assert floor.resources != candidate.resources
    assert candidate.stacks[0].path == "stacks/an-sqs-queue"
    assert candidate.request
    assert floor.request
    assert candidate.request.constraints == floor.request.constraints


@pytest.mark.parametrize("text", ["An SQS queue.", ISSUE])
def test_without_a_model_or_anything_open_nobody_is_asked(text: str) -> None:
    result, model = run(text, ANSWER, asked=text == "An SQS queue.")
    plain = Architect(REASONER).run(Context("r", "run", Path(), request=REASONER.read(text)))
    assert result == plain
    assert model.tasks == []


@pytest.mark.parametrize(
    "answers", [(), ({"change": [KEEP | {"quote": "whatever I like"}], "understood": [FORTNIGHT]},)]
)
def test_otherwise_the_draft_stands(answers: tuple[dict[str, Any], ...]) -> None:
    result, _ = run(ISSUE, *answers)
    plain = Architect(REASONER).run(Context("r", "run", Path(), request=REASONER.read(ISSUE)))
    assert replace(result, thoughts=()) == plain
    assert [thought.kept for thought in result.thoughts] == [False]


VAGUE = "Please set up the thing where customers drop off parcels of text"


def test_what_no_rule_could_read_may_be_built_by_a_model() -> None:
    parcels = {"kind": "sqs", "label": "parcels", "quote": "customers drop off parcels of text"}
    result, _ = run(VAGUE, {"add": [parcels], "understood": [VAGUE]})
    assert result.request
    assert [component.id for component in result.request.components] == ["sqs.parcels"]
    assert result.thoughts[0].kept


def test_nothing_to_build_is_the_same_failure_as_without_a_model() -> None:
    with pytest.raises(NothingToBuild) as plain:
        Orchestrator(REASONER).run(Context("r", "run", Path(), text=VAGUE))
    with pytest.raises(NothingToBuild) as without:
        run(VAGUE, asked=False)
    assert without.value.record() == plain.value.record()
    with pytest.raises(NothingToBuild) as asked:
        run(VAGUE)
    assert asked.value.hint.startswith(plain.value.hint)
    assert asked.value.hint.endswith(" (A model was asked as well: turns, that is why)")


def test_a_revision_that_no_rule_could_read() -> None:
    answer = {"change": [KEEP | {"quote": FRIDAY}], "understood": [FRIDAY]}
    result, _ = run(ISSUE, answer, revisions=("make the queue FIFO", FRIDAY))
    assert result.request
    assert result.request.components[0].settings == {"fifo": True, "message_retention": 1209600}
    assert result.request.not_understood == (FORTNIGHT,)


@pytest.mark.parametrize(("answers", "asked"), [((), True), ((ANSWER,), True), ((), False)])
def test_a_revision_of_which_nothing_is_made_fails_as_ever(answers: tuple[dict[str, Any], ...], asked: bool) -> None:
    with pytest.raises(UsageFailure, match="nothing in it was understood as a change"):
        run(ISSUE, *answers, revisions=(FRIDAY,), asked=asked)


def test_what_speaks_in_the_instructions_is_no_stranger() -> None:
    seen = []
    for text in (ISSUE, f"A Lambda function called {'x' * 9}. {FORTNIGHT} Say hello to Bob."):
        _, model = run(text)
        seen.append(model.tasks[0].instructions)
    assert seen[0] == seen[1]
    assert "in English" in seen[0]
