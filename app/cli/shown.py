"""Results as a person at a terminal reads them."""

from collections.abc import Sequence
from pathlib import Path

from app.cli.console import SIGNS, Console
from app.cli.doctor import Check
from app.domain.finding import Finding
from app.domain.plan import StackResult
from app.domain.run import Outcome
from app.pipeline.fix import Fixed

MOST = 25
"""Findings in a table; the rest is counted."""


def run(console: Console, outcome: Outcome, repo: Path, folder: Path) -> None:
    """The end of ``agents run``: verdict, findings, where branch and report are."""
    findings(console, outcome.findings)
    misunderstood(console, outcome.not_understood, outcome.questions)
    stacks(console, outcome.results, "")
    kept = sum(not finding.counts for finding in outcome.findings)
    console.table(
        "",
        ("", ""),
        (
            (
                "verdict",
                outcome.gate.verdict + (f": {'; '.join(outcome.gate.reasons)}" if outcome.gate.reasons else ""),
            ),
            ("findings", f"{len(outcome.findings) - kept} open, {kept} kept with a reason"),
            ("branch", f"{outcome.branch} in {repo}"),
            ("report", str(folder / "report.md")),
            ("took", f"{outcome.seconds:.1f} s"),
        ),
    )


def review(console: Console, outcome: Outcome) -> None:
    """Findings and verdict."""
    findings(console, outcome.findings)
    for severity, count in outcome.existing.items():
        console.say(f"already there before this change: {count} {severity}")
    reasons = f": {'; '.join(outcome.gate.reasons)}" if outcome.gate.reasons else ""
    console.table("", ("", ""), (("verdict", outcome.gate.verdict + reasons),))


def findings(console: Console, found: Sequence[Finding]) -> None:
    """The open findings, worst first."""
    shown = sorted((f for f in found if f.counts), key=lambda f: (-f.severity, f.rule, f.path, f.line or 0))
    rows = [
        (str(f.severity), f.rule, f"{f.path}:{f.line}" if f.line else f.path, f.resource, f.title) for f in shown[:MOST]
    ]
    console.table("Findings", ("severity", "rule", "where", "resource", "what"), rows)
    if len(shown) > MOST:
        console.say(f"… and {len(shown) - MOST} more")


def stacks(console: Console, results: Sequence[StackResult], none: str) -> None:
    """One row for each stack: its steps and its plan."""
    rows = []
    for result in results:
        steps = " ".join(f"{SIGNS[step.status][0]} {step.step}" for step in result.steps)
        plan = f"+{result.plan.add} ~{result.plan.change} -{result.plan.destroy}"
        rows.append((result.path, result.status.replace("_", " "), steps, plan, result.why))
    console.table("Stacks", ("stack", "result", "steps", "plan", "why"), rows)
    for result in results:
        for step in result.steps:
            if step.status == "failed" and step.detail:
                console.say(f"\n{result.path}: {step.step}\n{step.detail}")
    if not rows and none:
        console.say(none)


def misunderstood(console: Console, not_understood: Sequence[str], questions: Sequence[str]) -> None:
    """What nothing was made of."""
    for phrase in not_understood:
        console.say(f"not understood: {phrase}")
    for question in questions:
        console.say(f"question: {question}")


def fixed(console: Console, done: Fixed) -> None:
    """What was repaired and what was left."""
    rows = [
        (r.rule, f"{r.path}:{r.line}" if r.line else r.path, r.after.strip().replace("\n", " ")) for r in done.fixed
    ]
    console.table("Fixed", ("rule", "where", "now"), rows)
    left = [(f.rule, f.resource or f.path, why) for f, why in done.left]
    console.table("Left", ("rule", "where", "why"), left)
    console.say(f"{len(done.fixed)} fixed in {len(done.files)} file(s), {len(done.left)} left")


def doctor(console: Console, checks: Sequence[Check]) -> None:
    """One row for each thing that is looked at."""
    signs = {True: SIGNS["passed"][0], False: SIGNS["failed"][0]}
    rows = [(signs[check.ok], check.name, check.found, "" if check.ok else check.mend) for check in checks]
    console.table("", ("", "what", "found", "how to mend it"), rows)
