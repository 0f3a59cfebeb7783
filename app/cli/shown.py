"""Results as a person at a terminal reads them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.cli.console import SIGNS, Console
from app.domain.check import Check, State
from app.domain.compliance import STANDINGS
from app.domain.cost import MONTHS, Estimate, saved
from app.domain.finding import Finding, Severity
from app.domain.plan import StackResult
from app.domain.redaction import redact
from app.domain.rule import Rule
from app.domain.run import Outcome
from app.pipeline.fix import Fixed
from app.reports.amounts import difference, money, share, signed
from app.reports.control_view import failing
from app.reports.cost_view import CostView, view_of
from app.reports.phrases import ENGLISH
from app.reports.thought_view import remark_lines, replay_line, thought_line, usage_line

STATES: Mapping[State, tuple[str, str]] = {
    "ok": SIGNS["passed"],
    "broken": SIGNS["failed"],
    "limited": ("!", "yellow"),
    "absent": ("○", "dim"),
}
NAMES = 24
"""Columns for what was looked at; a longer name pushes its line to the right."""
MOST = 25
"""Findings in a table; the rest is counted."""


def run(console: Console, outcome: Outcome, repo: Path, folder: Path) -> None:
    """The end of ``agents run``: verdict, findings, where branch and report are."""
    findings(console, outcome.findings)
    cost(console, outcome.estimate)
    controls(console, outcome)
    misunderstood(console, outcome.not_understood, outcome.questions)
    stacks(console, outcome.results, "")
    thinking(console, outcome)
    kept = sum(not finding.counts for finding in outcome.findings)
    console.table(
        "",
        ("", ""),
        (
            ("verdict", _verdict(outcome)),
            ("findings", f"{len(outcome.findings) - kept} open, {kept} kept with a reason"),
            ("branch", f"{outcome.branch} in {repo}"),
            ("report", str(folder / "report.md")),
            ("took", f"{outcome.seconds:.1f} s"),
        ),
    )
    _thought(console, outcome)


def review(console: Console, outcome: Outcome) -> None:
    """Findings, cost, controls and verdict, as far as they were looked at."""
    findings(console, outcome.findings)
    old = sorted(outcome.existing.items(), key=lambda one: -Severity.parse(one[0]))
    if old:
        console.say(f"already there before this change: {', '.join(f'{count} {severity}' for severity, count in old)}")
    cost(console, outcome.estimate)
    controls(console, outcome)
    thinking(console, outcome)
    console.table("", ("", ""), (("verdict", _verdict(outcome)),))
    _thought(console, outcome)


def _thought(console: Console, outcome: Outcome) -> None:
    """Who thought, where a model was wanted: a sentence of its own, which is too long for a cell."""
    if said := thought_line(outcome.reasoned, ENGLISH):
        replayed = replay_line(outcome.reasoned, ENGLISH)
        console.lines((("", ""), (redact(f"{said} {replayed}".rstrip()), "")))


def thinking(console: Console, outcome: Outcome) -> None:
    """What a model says of the result, and what was sent to it."""
    rows = [
        (
            one.remark.agent,
            f"{one.finding.rule} {one.finding.resource or one.finding.path}" if one.finding else one.name,
            one.kind,
            one.remark.text,
        )
        for one in remark_lines(outcome, ENGLISH)[:MOST]
    ]
    console.table(ENGLISH["remarks_title"], ("agent", "about", "", "remark"), rows)
    for one in outcome.reasoned.thoughts[:MOST]:
        took = f"{ENGLISH[f'ended_task_{one.ended}']}; {usage_line((one,), ENGLISH).rstrip('.')}"
        sent = "; ".join(f"{sent.what} {sent.characters:,}" for sent in one.sent[:MOST])
        console.lines(
            (("", ""), (f"{one.agent}, {one.task} ({took}). {ENGLISH['sent_title']}, in characters:", "bold"))
        )
        console.lines(((redact(f"  {sent or 'nothing'}"), ""),))


def _verdict(outcome: Outcome) -> str:
    """*Not run* is never shown as *passed*."""
    if outcome.gate.reasons:
        return f"{outcome.gate.verdict}: {'; '.join(outcome.gate.reasons)}"
    idle = [f"{stage.stage} ({stage.why})" for stage in outcome.stages if stage.status == "not_run"]
    return f"nothing speaks against it, but not run: {'; '.join(idle)}" if idle else outcome.gate.verdict


def findings(console: Console, found: Sequence[Finding]) -> None:
    """The open findings, worst first."""
    shown = sorted((f for f in found if f.counts), key=lambda f: (-f.severity, f.rule, f.path, f.line or 0))
    rows = [
        (str(f.severity), f.rule, f"{f.path}:{f.line}" if f.line else f.path, f.resource, f.title) for f in shown[:MOST]
    ]
    console.table("Findings", ("severity", "rule", "where", "resource", "what"), rows)
    _more(console, shown)


def cost(console: Console, estimate: Estimate | None) -> None:
    """What it costs a month, the dearest first; what changed, what has no price, what could be saved."""
    if estimate is None:
        return
    view = view_of(estimate)
    rows = [
        (view.name(one), one.label, one.region, money(one.baseline), money(one.by_usage), money(one.monthly))
        for one in sorted(estimate.resources, key=lambda one: (-one.monthly, one.stack, one.address))[:MOST]
    ]
    title = f"Cost a month in {estimate.currency}"
    console.table(title, ("resource", "size", "region", "fixed", "by use", "together"), rows)
    _more(console, estimate.resources)
    changes = [
        (view.name(one), one.label, money(one.before), money(one.after), signed(difference(one.before, one.after)))
        for one in view.changes[:MOST]
    ]
    console.table("Changes", ("resource", "size", "before", "after", "difference"), changes)
    _more(console, view.changes)
    unpriced = [(view.name(one), one.type, one.why) for one in estimate.unpriced[:MOST]]
    console.table("Without a known price, in no sum", ("resource", "type", "why"), unpriced)
    _more(console, estimate.unpriced)
    _savings(console, view)
    console.table("", ("", ""), _sums(view))
    for note in estimate.notes:
        console.say(note)


def _sums(view: CostView) -> list[tuple[str, str]]:
    estimate, currency = view.estimate, view.estimate.currency
    rows = [("total", f"{money(estimate.monthly)} {currency} a month, {money(estimate.monthly * MONTHS)} a year")]
    if estimate.before is not None:
        added = f"{signed(difference(estimate.before, estimate.monthly))} {currency} a month"
        percent = share(estimate.before, estimate.monthly)
        rows += [
            ("before", f"{money(estimate.before)} {currency} a month"),
            ("difference", f"{added} ({percent})" if percent else added),
        ]
    if estimate.assumed:
        rows.insert(0, ("without assumed use", f"{money(estimate.monthly - estimate.assumed)} {currency} a month"))
    if estimate.by_usage:
        use = f"{money(estimate.by_usage)} {currency} of it, {estimate.usage}"
        rows.append(("by use, assumed" if view.assumed else "by use", use))
    rows.append(("prices", f"list prices without tax, as of {estimate.prices_as_of}"))
    if view.derived:
        rows.append(("", "some are estimated, from another region's or kept by hand: --json says which"))
    return rows


def _savings(console: Console, view: CostView) -> None:
    rows = [
        (
            view.name(one),
            one.action,
            money(one.monthly),
            one.confidence,
            "not in the sum" if one.commitment else "safe" if one.safe else "",
            one.caveat,
        )
        for one in (*view.savings, *view.commitments)
    ]
    console.table("Savings", ("resource", "what to do", "a month", "confidence", "", "what speaks against it"), rows)
    if rows:
        said = f"{money(saved(view.estimate.savings))} {view.estimate.currency} a month could be saved"
        safe = any(one.safe for one in view.savings)
        console.say(f"{said}; `agents fix --savings` applies the safe ones" if safe else said)


def controls(console: Console, outcome: Outcome) -> None:
    """One row for each framework, then the failing controls."""
    if not outcome.assessments:
        return
    rows = [(one.name, *(str(one.count(standing)) for standing in STANDINGS)) for one in outcome.assessments]
    console.table("Controls", ("framework", *(standing.replace("_", " ") for standing in STANDINGS)), rows)
    broken = failing(outcome)
    listed = [
        (one.assessment.name, one.control.id, one.control.title, ", ".join(one.rules), "kept" if one.excused else "")
        for one in broken[:MOST]
    ]
    console.table("Failing controls", ("framework", "control", "title", "what failed it", ""), listed)
    _more(console, broken)
    console.say("evidence toward controls, never a statement of compliance")


def _more(console: Console, listed: Sequence[object]) -> None:
    if len(listed) > MOST:
        console.say(f"… and {len(listed) - MOST} more")


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
    warned = [(r.rule, f"{r.path}:{r.line}" if r.line else r.path, r.warning) for r in done.fixed if r.warning]
    console.table("Before you deploy this", ("rule", "where", "what to know"), warned)
    console.say(f"{len(done.fixed)} fixed in {len(done.files)} file(s), {len(done.left)} left")


def nothing_of(console: Console, rules: Sequence[str], rule_of: Callable[[str], Rule | None]) -> None:
    """Why a rule that was asked for by name changed nothing: it is unknown, or nothing here is mended by machine."""
    for name in rules:
        known = f"nothing here is repaired for it; `agents explain {name}` says how it is mended by hand"
        console.say(f"{name}: {known if rule_of(name) else 'no rule has this name'}")


def doctor(console: Console, checks: Sequence[Check], titles: Mapping[str, str]) -> None:
    """Door by door, one line for each thing that was looked at and one below it for how it is mended."""
    lines: list[tuple[str, str]] = []
    widest = max((len(check.name) for check in checks), default=0)
    for door in dict.fromkeys(check.door for check in checks):
        lines += [("", ""), (titles[door], "bold")]
        for check in (one for one in checks if one.door == door):
            sign, style = STATES[check.state]
            why = f" – {check.why}" if check.why else ""
            lines.append((f"  {sign} {check.name.ljust(min(widest, NAMES))}  {check.found}{why}", style))
            if check.mend and check.state != "ok":
                lines.append((f"    → {check.mend}", ""))
    console.lines(lines[1:])
    counts = {state: sum(check.state == state for check in checks) for state in ("broken", "limited")}
    broken = f"✗ {counts['broken']} broken" if counts["broken"] else "✓ nothing broken"
    console.say(broken + (f", ! {counts['limited']} work less well" if counts["limited"] else ""))
