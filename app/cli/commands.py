"""What each command does: parse, call the use case, show the answer. The exit code is the return value."""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app import bootstrap
from app.bootstrap.rules import rule_of
from app.cli import reviewing, shown
from app.cli.audit import audit
from app.cli.console import Console
from app.cli.explain import explain
from app.cli.intake import read_issue
from app.cli.recording import recorded
from app.cli.revise import revise
from app.cli.runs import resume, runs
from app.cli.serve import serving
from app.domain.errors import UsageFailure
from app.domain.finding import Finding
from app.domain.redaction import redact_values
from app.domain.stack import Stack
from app.pipeline.inspect import Subject, look_at
from app.pipeline.run_request import Job, run_request
from app.pipeline.waivers import waive
from app.pipeline.write_request import write_request
from app.reports.files import write_json, write_reports
from app.reports.phrases import ENGLISH
from app.reports.record import fix_record, run_record, simulate_record
from app.reports.thought_record import thinking_record
from app.reports.thought_view import thought_line


def run(
    console: Console,
    *,
    issue: str,
    repo: Path,
    reasoner: str,
    format: str,
    report_dir: Path | None,
    replay: Path | None,
) -> int:
    """The main job."""
    del format  # one format so far; the catalogue refuses any other
    text = read_issue(issue)
    run_id = bootstrap.new_run_id()
    with bootstrap.parts() as parts, bootstrap.scratch() as scratch:
        folder = report_dir or bootstrap.run_folder(parts, run_id)
        with bootstrap.reasoning(parts, reasoner, folder, replay) as reasoning:
            parts.warm_up()  # while the design is made
            job = Job(run_id, text, scratch, reasoning, bootstrap.repository_name(repo))
            forge = bootstrap.local_forge(repo)
            outcome = run_request(job, forge, parts.team, bootstrap.InlineSteps(), console, bootstrap.read_conventions)
        outcome = write_reports(outcome, folder)
        recorded(console, parts.settings, outcome)
    console.answer(run_record(outcome))
    shown.run(console, outcome, repo, folder)
    return 0 if outcome.gate.passed else 1


def write(console: Console, *, issue: str, out: Path, reasoner: str, format: str) -> int:
    """Only the files."""
    del format  # one format so far; the catalogue refuses any other
    text = read_issue(issue)
    run_id = bootstrap.new_run_id()
    with (
        bootstrap.parts() as parts,
        bootstrap.reasoning(parts, reasoner, bootstrap.run_folder(parts, run_id)) as reasoning,
    ):
        written = write_request(run_id, text, out, parts.team, bootstrap.InlineSteps(), console, reasoning)
    record = {
        "files": list(written.files),
        "not_understood": list(written.request.not_understood),
        "questions": list(written.request.questions),
    }
    said = redact_values(thinking_record(written.reasoned))
    console.answer(record | said, "\n".join(str(out / path) for path in written.files))
    if told := thought_line(written.reasoned, ENGLISH):
        console.say(told)
    shown.misunderstood(console, written.request.not_understood, written.request.questions)
    return 0


def plan(console: Console, *, dir: Path, stack: str | None, base: str | None, plan_json: Path | None) -> int:
    """Format, validate, lint, plan."""
    return _deploy(console, dir, stack, base, plan_json, "plan")


def simulate(console: Console, *, dir: Path, stack: str | None, plan_json: Path | None) -> int:
    """Simulated deployment."""
    return _deploy(console, dir, stack, None, plan_json, "simulate")


def _deploy(
    console: Console, folder: Path, stack: str | None, base: str | None, plan_json: Path | None, how: str
) -> int:
    with bootstrap.parts() as parts, bootstrap.scratch() as scratch:
        subject = _subject(parts, folder, base, stack, scratch)
        act = parts.deployment.plan if how == "plan" else parts.deployment.simulate
        results = parts.deploy(subject, act)
    if plan_json:
        write_json(plan_json, [result.plan_json for result in results])
    record = simulate_record(results, base=base is not None)
    console.answer(record)
    shown.stacks(console, results, "no stack changed" if base else f"no stack in {folder}")
    return 0 if record["ok"] else 1


def fix(console: Console, *, dir: Path, rule: list[str], savings: bool) -> int:
    """Repair in place, or apply the safe savings."""
    if rule and savings:
        raise UsageFailure("repairing", "rules and savings are asked for at once", "ask for one after the other")
    with bootstrap.parts() as parts, bootstrap.scratch() as scratch:
        subject = _subject(parts, dir, None, None, scratch)

        def check(root: Path, stacks: Sequence[Stack]) -> tuple[Finding, ...]:
            return waive(parts.check(root, stacks), subject.policy, bootstrap.now().date(), root)

        if savings:
            done = parts.save(subject.root, subject.stacks, scratch)
        else:
            done = parts.fix(subject.root, subject.stacks, rule, check, scratch)
    record = fix_record(done.fixed, done.left, done.files)
    console.answer(record)
    shown.fixed(console, done)
    if not done.fixed and not done.left:
        shown.nothing_of(console, rule, rule_of)
    return 0


def simulator(console: Console, *, reattach_file: Path) -> int:
    """Serve the simulated providers."""
    console.say(f'serving simulated providers; use them with\n  export TF_REATTACH_PROVIDERS="$(cat {reattach_file})"')
    bootstrap.serve(reattach_file)
    return 0


def tools(console: Console, *, action: str) -> int:
    """Make the tool environments."""
    names = bootstrap.environment_names()
    if action == "install-all":
        names += bootstrap.optional_environment_names()
    made: dict[str, str] = {}
    with bootstrap.parts() as parts:
        for name in names:
            started = time.monotonic()
            ready = bootstrap.environment_python(name, parts.settings.cache_dir)
            python = ready or bootstrap.ensure_environment(name, parts.settings.cache_dir)
            made[name] = str(python)
            if not ready:
                console.say(f"{name}: installed in {time.monotonic() - started:.1f} s")
    console.answer({"environments": made}, "" if console.quiet else "\n".join(made.values()))
    return 0


def doctor(console: Console, *, dir: Path, door: str) -> int:
    """What is there, what is missing, what to do."""
    from app.cli.doctor import DOORS, examine, verdicts  # noqa: PLC0415 - it loads what no other command needs

    checks = examine(dir, None if door == "all" else door)
    well = all(check.state != "broken" for check in checks)
    doors = [{"door": name, "state": verdict} for name, verdict in verdicts(checks).items()]
    console.answer({"checks": [check.record() for check in checks], "doors": doors, "ok": well})
    shown.doctor(console, checks, {name: one.title for name, one in DOORS.items()})
    return 0 if well else 1


def _subject(parts: bootstrap.Parts, folder: Path, base: str | None, stack: str | None, scratch: Path) -> Subject:
    return look_at(folder, base, stack, scratch, parts.find, parts.changed)


HANDLERS: Mapping[str, Callable[..., int]] = {
    "run": run,
    "write": write,
    "plan": plan,
    "review": reviewing.review,
    "security": reviewing.security,
    "compliance": reviewing.compliance,
    "cost": reviewing.cost,
    "test": reviewing.test,
    "fix": fix,
    "simulate": simulate,
    "simulator": simulator,
    "doctor": doctor,
    "tools": tools,
    "serve": serving(bootstrap.make_service),
    "revise": revise,
    "explain": explain,
    "audit": audit,
    "runs": runs,
    "resume": resume,
}
