"""Remarks on changed lines, with a suggestion where a mechanical repair replaces lines of the same file."""

from collections.abc import Mapping, Sequence

from app.domain.finding import Finding, Severity
from app.domain.publication import InlineComment
from app.domain.redaction import redact
from app.reports.defuse import fenced, link, plain
from app.reports.marker import mark_of
from app.reports.phrases import phrases
from app.reports.section import controls_of, ranked
from app.reports.templating import render, tidy

MOST = 20
"""Remarks on one pull request; the rest stands in the comment, the check and the SARIF file."""
WORTH = Severity.MEDIUM
"""What a person is interrupted for."""
LONGEST = 60
"""Lines that a suggestion may write: longer ones nobody reads before accepting."""

Replacement = tuple[int, int, str]
"""First and last line that are replaced (from 1), and the text that stands there instead."""


def render_inline(
    findings: Sequence[Finding],
    fixes: Mapping[str, Replacement],
    changed: Mapping[str, set[int]],
    language: str = "en",
) -> tuple[InlineComment, ...]:
    """The worst findings of medium severity and above that lie on added lines (``changed_lines``), ``MOST`` of them.

    ``fixes`` are by fingerprint. A suggestion is only made where all lines it replaces are part of the change, and
    never with text that had to be redacted.
    """
    words = phrases(language)
    remarks = []
    for finding in ranked(findings):
        if not finding.counts or finding.severity < WORTH or finding.new is False:
            continue
        remark = _remark(finding, fixes.get(finding.fingerprint), changed.get(finding.path, set()), words)
        if remark:
            remarks.append(remark)
    return tuple(remarks[:MOST])


def _remark(
    finding: Finding, fix: Replacement | None, added: set[int], words: Mapping[str, str]
) -> InlineComment | None:
    place = _place(finding, added)
    if place is None:
        return None
    first, last = place
    suggestion = ""
    if fix and _may_suggest(fix, added):
        first, last = fix[0], fix[1]
        suggestion = fenced(fix[2], "suggestion")
    body = render(
        "inline.md.j2",
        mark=mark_of(f"finding-{finding.fingerprint}"),
        f=finding,
        t=words,
        guideline=link(words["inline_guide"], finding.guideline) if finding.guideline.startswith("http") else "",
        controls=controls_of(finding),
        suggestion=suggestion,
    )
    return InlineComment(finding.fingerprint, finding.path, first, last, redact(tidy(body)))


def _place(finding: Finding, added: set[int]) -> tuple[int, int] | None:
    """The first run of added lines inside the finding's lines: forges take remarks on lines of the change alone."""
    if not finding.line:
        return None
    lines = [number for number in range(finding.line, max(finding.line, finding.end_line or 0) + 1) if number in added]
    if not lines:
        return None
    last = lines[0]
    while last + 1 in lines:
        last += 1
    return lines[0], last


def _may_suggest(fix: Replacement, added: set[int]) -> bool:
    first, last, text = fix
    inside = 1 <= first <= last and all(number in added for number in range(first, last + 1))
    honest = redact(text) == text and plain(text) == text
    short = text.count("\n") < LONGEST and len(text) < LONGEST * 80
    return inside and honest and short and bool(text.strip()) and text == text.strip("\n") and "````" not in text
