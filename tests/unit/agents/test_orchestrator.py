"""Order and settlement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.agents.base import AgentResult, Context, NothingToBuild
from app.agents.orchestrator import Orchestrator, in_waves, settle
from app.domain.architecture import Architecture
from app.domain.errors import UsageFailure
from app.domain.repo import Conventions
from app.domain.request import Component, Request, Revision
from app.domain.resources import Acceptance, Resources
from tests.builders import finding


@dataclass
class Someone:
    name: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()

    def run(self, context: Context) -> AgentResult:
        return AgentResult()


class Reader:
    name = "reader"

    def __init__(self, request: Request) -> None:
        self.request = request

    def read(self, text: str) -> Request:
        return self.request

    def revise(self, text: str, revisions: Sequence[str]) -> Request:
        return replace(self.request, title=f"{text}: {', '.join(revisions)}")

    def design(self, request: Request, conventions: Conventions) -> Architecture:
        raise AssertionError

    def compose(self, request: Request, architecture: Architecture, conventions: Conventions) -> Resources:
        raise AssertionError


def context(**fields: object) -> Context:
    return Context("r", "run", Path(), **fields)  # type: ignore[arg-type]


def test_waves_follow_what_is_read_and_written() -> None:
    developer = Someone("developer", ("resources",), ("artifacts",))
    tester = Someone("tester", ("artifacts",), ("results", "findings"))
    security = Someone("security", ("artifacts",), ("findings",))
    documentation = Someone("documentation", ("results", "findings"), ("artifacts",))
    waves = in_waves([developer, tester, security, documentation])
    names = [[agent.name for agent in wave] for wave in waves]
    assert names == [["developer"], ["tester", "security"], ["documentation"]]


def test_agents_that_share_nothing_go_together() -> None:
    assert len(in_waves([Someone("a", ("x",), ("y",)), Someone("b", ("x",), ("z",))])) == 1


def test_nothing_to_build_is_a_question() -> None:
    reader = Reader(Request("t", "t", questions=("What should be built?",), not_understood=("hello",)))
    with pytest.raises(NothingToBuild) as caught:
        Orchestrator(reader).run(context(text="hello"))
    assert caught.value.exit_code == 2
    assert "What should be built?" in caught.value.hint


def test_what_was_not_understood_is_said() -> None:
    request = Request("t", "t", components=(Component("a", "sqs", "a"),), not_understood=("x", "y"))
    result = Orchestrator(Reader(request)).run(context(text="x"))
    assert result.request is request
    assert "2 phrase" in result.why


def test_where_a_model_may_come_later_it_goes_on_with_what_was_read() -> None:
    reader = Reader(Request("t", "t", questions=("What should be built?",), not_understood=("hello",)))
    result = Orchestrator(reader).run(context(text="hello", hopeful=True))
    assert result.request == reader.request


class Picky(Reader):
    """Makes nothing of a revision that says so."""

    def revise(self, text: str, revisions: Sequence[str]) -> Request:
        if "odd" in revisions[-1]:
            raise UsageFailure("revising", "nothing in it was understood as a change")
        return super().revise(text, revisions)


@pytest.mark.parametrize(
    ("revisions", "title", "missed"),
    [
        (("fine", "an odd\n one", "odd" * 200), "text: fine", ("an odd one", ("odd" * 200)[:300])),
        (("odd",), "t", ("odd",)),
        (("odd", "fine"), "text: odd, fine", ()),
    ],
)
def test_revisions_of_which_nothing_was_made_are_left_to_a_model(
    revisions: tuple[str, ...], title: str, missed: tuple[str, ...]
) -> None:
    reader = Picky(Request("t", "t", components=(Component("a", "sqs", "a"),)))
    said = context(text="text", revisions=tuple(map(Revision, revisions)))
    if missed:
        with pytest.raises(UsageFailure):
            Orchestrator(reader).run(said)
    result = Orchestrator(reader).run(replace(said, hopeful=True))
    assert result.request
    assert (result.request.title, result.request.not_understood) == (title, missed)


def test_revisions_are_read_on_top_of_the_text() -> None:
    reader = Reader(Request("t", "t", components=(Component("a", "sqs", "a"),)))
    revisions = (Revision("first", "2026-01-01"), Revision("second"))
    result = Orchestrator(reader).run(context(text="text", revisions=revisions))
    assert result.request is not None
    assert result.request.title == "text: first, second"


@pytest.mark.parametrize(
    ("address", "resource", "explained"),
    [
        ("aws_s3_bucket.logs", "aws_s3_bucket.logs", True),
        ("aws_s3_bucket.logs", "aws_s3_bucket.logs[0]", True),
        ("aws_s3_bucket.logs", "aws_s3_bucket.logs_other", False),
        ("", "aws_s3_bucket.any", True),
    ],
)
def test_an_accepted_finding_is_explained_where_it_was_accepted(address: str, resource: str, explained: bool) -> None:
    resources = Resources(acceptances=(Acceptance("CKV_AWS_18", "a log bucket logs no access to itself", address),))
    found, settled = settle(context(resources=resources), [finding("CKV_AWS_18", resource=resource)])
    assert (found[0].explained is not None) is explained
    assert bool(settled) is explained


def test_other_rules_stay_open() -> None:
    resources = Resources(acceptances=(Acceptance("CKV_AWS_18", "reason"),))
    found, settled = settle(context(resources=resources), [finding("CKV_AWS_21")])
    assert found[0].explained is None
    assert settled == ()


def test_a_comment_that_says_the_same_as_the_design_is_the_designs() -> None:
    resources = Resources(acceptances=(Acceptance("CKV_AWS_18", "a log bucket", "aws_s3_bucket.logs"),))
    commented = replace(finding("CKV_AWS_18", resource="aws_s3_bucket.logs"), waived="a log bucket")
    found, _ = settle(context(resources=resources), [commented])
    assert (found[0].explained, found[0].waived) == ("a log bucket", None)
