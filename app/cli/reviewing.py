"""The commands that look at what is there: review, security, compliance, cost, test."""

import os
from dataclasses import replace
from pathlib import Path

from app import bootstrap
from app.cli import shown
from app.cli.console import Console
from app.cli.recording import asker, commit_of, recorded
from app.domain.policy import Policy
from app.domain.run import Outcome
from app.pipeline.inspect import look_at
from app.pipeline.review import frameworks_of
from app.pipeline.review import review as review_folder
from app.reports.files import require_audit_form, write_audit_report, write_sarif
from app.reports.record import cost_record, review_record
from app.settings import read_settings


def review(
    console: Console, *, dir: Path, base: str | None, sarif: Path | None, plan_json: Path | None, reasoner: str
) -> int:
    """All the reviewing agents, on a folder or on a plan made elsewhere, of which no model is asked."""
    if plan_json:
        with bootstrap.parts() as parts:
            outcome = bootstrap.review_plans(parts, plan_json, dir, console)
    else:
        outcome, _ = _review(console, "review", dir, base, reasoner)
    return _told(console, outcome, sarif)


def security(console: Console, *, dir: Path, base: str | None, sarif: Path | None, reasoner: str) -> int:
    """The security agent."""
    return _told(console, _review(console, "security", dir, base, reasoner)[0], sarif)


def test(console: Console, *, dir: Path, base: str | None) -> int:
    """The tester."""
    return _told(console, _review(console, "test", dir, base)[0])


def compliance(
    console: Console, *, dir: Path, base: str | None, framework: str | None, report: Path | None, reasoner: str
) -> int:
    """The compliance agent, and what its findings are made of."""
    if report:
        require_audit_form(report)
    outcome, policy = _review(console, "compliance", dir, base, reasoner, asked=framework)
    if report:
        outcome = replace(outcome, head=commit_of(dir))
        entry = recorded(console, read_settings(os.environ), outcome, policy.waivers)
        now = bootstrap.now()
        write_audit_report(report, outcome, now, asked_by=asker(), waivers=policy.waivers, entry=entry)
        console.say(f"audit report: {report}")
    return _told(console, outcome)


def cost(console: Console, *, dir: Path, base: str | None, usage: Path | None, reasoner: str) -> int:
    """The cost agent."""
    outcome, _ = _review(console, "cost", dir, base, reasoner, usage=usage)
    console.answer(cost_record(outcome))
    shown.review(console, outcome)
    return 0 if outcome.gate.passed else 1


def _review(
    console: Console,
    command: str,
    folder: Path,
    base: str | None,
    reasoner: str = "offline",
    *,
    asked: str | None = None,
    usage: Path | None = None,
) -> tuple[Outcome, Policy]:
    run_id = bootstrap.new_run_id()
    with (
        bootstrap.parts(usage) as parts,
        bootstrap.scratch() as scratch,
        bootstrap.reasoning(parts, reasoner, bootstrap.run_folder(parts, run_id)) as reasoning,
    ):
        agents = parts.team.reviewers(command)
        if parts.team.security in agents:
            parts.warm_up()
        subject = look_at(folder, base, None, scratch, parts.find, parts.changed)
        if parts.team.cost in agents:
            parts.costing.usage(subject.root)  # a file that cannot be read is said before anything else is done
        outcome = review_folder(
            run_id,
            command,
            subject,
            agents,
            bootstrap.InlineSteps(),
            console,
            bootstrap.now().date(),
            parts.look,
            frameworks_of(command, asked, subject.policy),
            reasoning=reasoning,
            repository=bootstrap.repository_name(folder),
        )
    return outcome, subject.policy


def _told(console: Console, outcome: Outcome, sarif: Path | None = None) -> int:
    if sarif:
        write_sarif(sarif, outcome)
    console.answer(review_record(outcome))
    shown.review(console, outcome)
    return 0 if outcome.gate.passed else 1
