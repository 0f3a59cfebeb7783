from dataclasses import replace

from app.action.result import Result
from app.action.summary import render_summary
from app.domain.event import Event, Thread
from app.domain.finding import Finding, Severity
from app.domain.publication import PullRequest
from app.domain.run import Gate, Outcome, StageResult

EVENT = Event(Thread("github", "acme/web", 3, True), "pull_request", "ada", "k", title="A <b>change</b> @team fixes #1")
FINDING = Finding("X_1", Severity.HIGH, "Bad <script>", "a.tf", "x", fingerprint="1")
OUTCOME = Outcome(
    run="r",
    command="review",
    title="t",
    head="a" * 40,
    stacks=("a",),
    findings=(FINDING,),
    gate=Gate("failed", ("1 high finding: X_1",)),
    stages=(StageResult("tester", "passed"),),
)
TOLD = Result("r", "failed", "1 high finding: X_1", outcomes=(OUTCOME,), judged=True, event=EVENT)


def test_verdict_table_and_report() -> None:
    text = render_summary(TOLD)
    assert text.startswith("## ❌ Not ready")
    assert "| Verdict | `failed` |" in text
    assert "| high | `X_1` |" in text
    assert "<!--" not in text.splitlines()[0]


def test_nothing_in_it_acts() -> None:
    text = render_summary(TOLD)
    assert "<b>" not in text
    assert "<script>" not in text
    assert "fixes #1" not in text
    assert "@team" not in text


def test_a_failure_without_an_outcome_says_what_to_do() -> None:
    text = render_summary(Result("r", "failed", "opening a pull request: not permitted", "tick the box", event=EVENT))
    assert "Opening a pull request: not permitted." in text
    assert "Tick the box." in text
    assert "| Verdict |" not in text


def test_what_was_made_and_what_was_not_told() -> None:
    made = PullRequest(
        9, "t", "", "bot", "h", "agents/3-t", "b", "main", "", url="https://github.example/acme/web/pull/9"
    )
    text = render_summary(replace(TOLD, made=made, notes=("checks: the token lacks `checks: write`",)))
    assert "| Pull request | `9` |" in text
    assert "https://github.example/acme/web/pull/9" in text
    assert "checks: the token lacks" in text


def test_an_event_that_starts_nothing() -> None:
    text = render_summary(Result("", "ignored", "no command in the comment"))
    assert text == "### iac-agents: nothing to do\n\nNo command in the comment.\n"


def test_a_look_offers_no_commands() -> None:
    assert "/agents" not in render_summary(replace(TOLD, event=None, commands=("/agents review",))).split("Next")[-1]
