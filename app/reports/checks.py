"""Checks on a commit: ``agents`` with the verdict, ``agents / <stage>`` for each stage, notes on lines."""

from collections.abc import Mapping, Sequence

from app.domain.finding import Finding, Severity
from app.domain.publication import Annotation, Check, CheckState
from app.domain.redaction import redact
from app.domain.run import Outcome, StageResult
from app.reports.defuse import clipped, line, plain, prose
from app.reports.phrases import phrases
from app.reports.section import danger, not_run, nothing_changed, ranked, render_section, render_verdict
from app.reports.splitting import split

VERDICT = "agents"
TITLE = 140
"""Characters of a title: GitLab's status descriptions end at 255, GitHub's list of checks cuts earlier."""
SUMMARY = 65_000
"""GitHub takes 65,535 characters in a summary."""
ANNOTATIONS = 50
"""GitHub takes as many in a call; more are no help to a reader."""
MESSAGE = 2_000
LEVELS: Mapping[Severity, str] = {
    Severity.CRITICAL: "failure",
    Severity.HIGH: "failure",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
    Severity.INFO: "notice",
}
STATES: Mapping[str, CheckState] = {"passed": "success", "failed": "failure", "not_run": "neutral"}


def render_checks(
    outcome: Outcome | Sequence[Outcome],
    run: str,
    head: str,
    url: str = "",
    changed: Mapping[str, set[int]] | None = None,
) -> tuple[Check, ...]:
    """The verdict over all that a run carried out, then one check for each stage.

    *Not run* is neutral, and so is a verdict without a failure where a stage did not run; nothing to look at is a
    success; without an outcome there is no check. ``changed`` (path → added lines, see ``changed_lines``) keeps
    annotations to the files of the change.
    """
    outcomes = (outcome,) if isinstance(outcome, Outcome) else tuple(outcome)
    if not outcomes:
        return ()
    words = phrases(outcomes[0].language)
    stages = _stages(outcomes)
    notes, more = _annotations([f for one in outcomes for f in one.findings], changed, words)
    verdict = Check(
        VERDICT,
        head,
        run,
        _state(outcomes),
        clipped(_title(outcomes, words), TITLE),
        _summary(outcomes, more, words),
        notes,
        url,
    )
    return (verdict, *(_stage(row, run, head, url, words) for row in stages))


def running_checks(
    run: str, head: str, url: str = "", stages: Sequence[str] = (), language: str = "en"
) -> tuple[Check, ...]:
    """While the run goes on: the verdict and the stages that are known to come."""
    words = phrases(language)
    names = (VERDICT, *(f"{VERDICT} / {stage}" for stage in stages))
    return tuple(Check(name, head, run, "running", words["check_running"], url=url) for name in names)


def ended_checks(
    run: str,
    head: str,
    state: CheckState,
    title: str,
    summary: str = "",
    url: str = "",
    stages: Sequence[str] = (),
) -> tuple[Check, ...]:
    """A run that ended without a verdict: ``cancelled`` (also superseded), ``failure`` or ``neutral``, and why."""
    text = clipped(line(title), TITLE)
    names = (VERDICT, *(f"{VERDICT} / {stage}" for stage in stages))
    return tuple(Check(name, head, run, state, text, prose(summary or title, MESSAGE), url=url) for name in names)


def _state(outcomes: Sequence[Outcome]) -> CheckState:
    if any(not outcome.gate.passed for outcome in outcomes):
        return "failure"
    unproven = not_run([outcome for outcome in outcomes if not nothing_changed(outcome)])
    return "neutral" if unproven else "success"


def _title(outcomes: Sequence[Outcome], words: Mapping[str, str]) -> str:
    """Plain text: titles of checks are not Markdown."""
    reasons = [reason for outcome in outcomes if not outcome.gate.passed for reason in outcome.gate.reasons]
    if reasons:
        return line("; ".join(dict.fromkeys(reasons)))
    if any(not outcome.gate.passed for outcome in outcomes):
        return words["failed"]
    if all(nothing_changed(outcome) for outcome in outcomes):
        return words["check_no_stack"]
    if missing := not_run(outcomes):
        return words["check_some_not_run"].format(stages=", ".join(missing))
    lost = sum(len(outcome.not_understood) for outcome in outcomes)
    return words["check_partly"].format(count=lost) if lost else words["check_passed"]


def _summary(outcomes: Sequence[Outcome], more: int, words: Mapping[str, str]) -> str:
    """The report without what only a comment needs; what is too long is cut at a safe point."""
    _, sentence = render_verdict(outcomes, words)
    dangers = "".join(f"- **{words['danger']}:** {one}\n" for one in danger(outcomes, words))
    sections = [render_section(outcome, words) for outcome in outcomes if not nothing_changed(outcome)]
    hidden = words["check_more"].format(count=more) if more else ""
    text = redact("\n\n".join(filter(None, (f"{sentence}.", dangers, hidden, *sections))))
    first, *others = split(text, SUMMARY - 500, lambda _part, _of: "")
    return f"{first}\n\n{words['cut_parts']}" if others else first


def _stages(outcomes: Sequence[Outcome]) -> list[StageResult]:
    """One for each agent: of several turns (``tester 2``) the last counts, of several commands the worst."""
    order = {"passed": 0, "not_run": 1, "failed": 2}
    found: dict[str, StageResult] = {}
    for outcome in outcomes:
        last = {stage.stage.split(" ")[0]: stage for stage in outcome.stages}
        for name, stage in last.items():
            if name not in found or order[stage.status] > order[found[name].status]:
                found[name] = StageResult(name, stage.status, stage.why, stage.seconds)
    return list(found.values())


def _stage(row: StageResult, run: str, head: str, url: str, words: Mapping[str, str]) -> Check:
    status = words[f"stage_{row.status}"].split(" ", 1)[1]
    title = f"{status}: {line(row.why)}" if row.why else status
    took = words["took"].format(seconds=row.seconds)
    summary = f"{prose(row.why, MESSAGE)}\n\n{took}" if row.why else took
    name = f"{VERDICT} / {clipped(line(row.stage), 80)}"
    return Check(name, head, run, STATES[row.status], clipped(title, TITLE), summary, url=url)


def _annotations(
    findings: Sequence[Finding], changed: Mapping[str, set[int]] | None, words: Mapping[str, str]
) -> tuple[tuple[Annotation, ...], int]:
    """The worst first, those on added lines before others of the same severity; and how many were left out."""
    wanted = [f for f in ranked(findings) if f.counts and f.path and (changed is None or f.path in changed)]
    if changed is not None:
        wanted.sort(key=lambda f: (-f.severity, (f.line or 0) not in changed[f.path]))
    counted = sum(finding.counts for finding in findings)
    shown = wanted[:ANNOTATIONS]
    return tuple(_annotation(finding, words) for finding in shown), counted - len(shown)


def _annotation(finding: Finding, words: Mapping[str, str]) -> Annotation:
    first = max(1, finding.line or 1)
    last = max(first, finding.end_line or first)
    said = [finding.title]
    if finding.resource:
        said[0] += f" ({finding.resource})"
    if finding.detail:
        said.append(finding.detail)
    if finding.guideline:
        said.append(f"{words['inline_guide']}: {finding.guideline}")
    message = clipped(redact(plain("\n".join(said))), MESSAGE)
    level = LEVELS[finding.severity]
    title = clipped(line(f"{finding.severity}: {finding.rule}"), TITLE)
    return Annotation(finding.path, first, last, level, title, message)  # type: ignore[arg-type]
