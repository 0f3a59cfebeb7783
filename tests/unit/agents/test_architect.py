"""The architect hands over what the reasoner designed."""

from collections.abc import Sequence
from pathlib import Path

from app.agents.architect import Architect
from app.agents.base import Context
from app.domain.architecture import Architecture, Decision
from app.domain.repo import Conventions
from app.domain.request import Component, Request
from app.domain.resources import Resources
from tests.builders import finding


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


def test_without_a_request_it_does_not_run() -> None:
    assert Architect(Designer()).run(Context("r", "run", Path())).status == "not_run"
