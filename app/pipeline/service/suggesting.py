"""Mechanical repairs as suggestions: the lines of one file that a finding's repair replaces."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath

from app.agents.developer import Repairer
from app.domain.finding import Finding
from app.pipeline.fix import terraform_sources

MOST = 20
"""Findings for which a repair is tried: more remarks than that nobody reads."""

Suggestion = tuple[int, int, str]
"""First and last line that are replaced (from 1), and what stands there instead."""


def suggestions(root: Path, findings: Sequence[Finding], mend: Repairer) -> Mapping[str, Suggestion]:
    """By fingerprint. Only repairs that change one place of the finding's own file: more does not fit a suggestion."""
    found: dict[str, Suggestion] = {}
    for finding in [one for one in findings if one.counts and one.path.endswith(".tf")][:MOST]:
        sources = terraform_sources(root, (str(PurePosixPath(finding.path).parent),))
        before = sources.get(finding.path)
        mended = mend(sources, [finding])
        if before is None or set(mended.files) != {finding.path}:
            continue
        one = _one_place(before.splitlines(), mended.files[finding.path].splitlines())
        if one:
            found[finding.fingerprint] = one
    return found


def _one_place(before: list[str], after: list[str]) -> Suggestion | None:
    changes = [op for op in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if op[0] != "equal"]
    if len(changes) != 1:
        return None
    _, first, last, start, end = changes[0]
    if first == last:  # a pure insertion: slid down to the end of its block, shown with the line before it
        while last < len(before) and after[start] == before[last]:
            first, last, start, end = first + 1, last + 1, start + 1, end + 1
        if first == 0:
            return None
        first, start = first - 1, start - 1
    return first + 1, last, "\n".join(after[start:end])
