from dataclasses import replace
from decimal import Decimal

import pytest

from app.action.result import Result, outputs
from app.domain.cost import Component, Estimate, ResourceCost
from app.domain.finding import Finding, Severity
from app.domain.plan import Plan, StackResult
from app.domain.run import Gate, Outcome, StageResult
from app.domain.thought import Reasoned, Thought

BAD = Gate("failed", ("1 high finding: X",))


def finding(rule: str, severity: Severity = Severity.HIGH, **more: str) -> Finding:
    return Finding(rule, severity, rule, "main.tf", "test", fingerprint=rule, **more)  # type: ignore[arg-type]


def outcome(gate: Gate | None = None, command: str = "review", **more: object) -> Outcome:
    return Outcome("r", command, "t", gate=gate or Gate(), **more)  # type: ignore[arg-type]


SECURITY_LESS = outcome(stacks=("infra",), stages=(StageResult("security", "not_run", "no checkov"),))


@pytest.mark.parametrize(
    ("result", "verdict", "code", "lenient"),
    [
        (Result("r", "done", outcomes=(outcome(),), judged=True), "passed", 0, 0),
        (Result("r", "failed", "1 high", outcomes=(outcome(), outcome(BAD)), judged=True), "failed", 1, 0),
        (Result("r", "done", outcomes=(outcome(), SECURITY_LESS), judged=True), "incomplete", 0, 0),
        (Result("r", "failed", "1 high", outcomes=(outcome(BAD), SECURITY_LESS), judged=True), "failed", 1, 0),
        (Result("r", "done", outcomes=(replace(SECURITY_LESS, stacks=()),), judged=True), "passed", 0, 0),
        (Result("r", "failed", "cloning: gone"), "none", 1, 1),
        (Result("r", "failed", "pushing: gone", outcomes=(outcome(),)), "none", 1, 1),
        (Result("r", "failed", "pushing: gone", outcomes=(outcome(BAD),)), "failed", 1, 1),
        (Result("r", "failed", "a bug in agents: KeyError: 1"), "none", 3, 3),
        (Result("r", "refused", "no"), "none", 0, 0),
        (Result("r", "superseded"), "none", 0, 0),
        (Result("", "ignored", "a bot's comment"), "none", 0, 0),
    ],
)
def test_what_an_end_means(result: Result, verdict: str, code: int, lenient: int) -> None:
    assert (result.verdict, result.exit_code(lenient=False), result.exit_code(lenient=True)) == (verdict, code, lenient)


def test_numbers_for_the_steps_that_follow() -> None:
    component = Component("hours", "hour", Decimal(1), Decimal("1234.505"), "here")
    estimate = Estimate(resources=(ResourceCost("a.b", "a", components=(component,)),), before=Decimal(2000))
    results = (StackResult("a", "passed", plan=Plan(1, 2, 3)), StackResult("b", "passed", plan=Plan(1, 0, 0)))
    findings = (finding("A", Severity.CRITICAL), finding("B"), finding("C", waived="known"))
    result = Result(
        "r",
        "done",
        outcomes=(outcome(findings=findings), outcome(findings=findings[:2], estimate=estimate, results=results)),
    )
    values = outputs(result)
    assert (values["findings"], values["findings-critical"], values["findings-high"]) == ("2", "1", "1"), "each once"
    assert (values["cost-monthly"], values["cost-change"]) == ("1234.51", "-765.50")
    assert values["plan-summary"] == "+2 ~2 -3"


def test_what_was_not_looked_at_is_empty() -> None:
    values = outputs(Result("r", "refused", "no"))
    assert {name: value for name, value in values.items() if value} == {
        "verdict": "none",
        "status": "refused",
        "run": "r",
    }


KEPT = Reasoned("claude", "claude", "claude-x", thoughts=(Thought("architect", "design", "answered", kept=True),))


@pytest.mark.parametrize(
    ("thought", "expected"),
    [((), ""), ((Reasoned(),), "offline"), ((Reasoned(), KEPT), "claude"), ((replace(KEPT, thoughts=()),), "offline")],
)
def test_whose_words_stand(thought: tuple[Reasoned, ...], expected: str) -> None:
    outcomes = tuple(outcome(reasoned=one) for one in thought)
    assert outputs(Result("r", "done", outcomes=outcomes))["reasoner"] == expected
