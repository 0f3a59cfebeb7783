"""Mechanical repair: findings in, changed files out. Pure; that a repair worked is for the check itself to say."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.domain.finding import Finding
from app.knowledge.schemas.overlays import overlay_of
from app.toolchains.terraform.repair.apply import apply_edits
from app.toolchains.terraform.repair.edits import Choose, Key, Set
from app.toolchains.terraform.repair.hcl_edit import NotMechanical
from app.toolchains.terraform.repair.lint_edits import LINT_DECISIONS, LINT_RULES
from app.toolchains.terraform.repair.project import Project, Target, target_of
from app.toolchains.terraform.repair.rules import RULES
from app.toolchains.terraform.repair.rules.decisions import DECISIONS


class Applied(NamedTuple):
    """One repair: the lines it took away and the lines it brought."""

    finding: Finding
    before: str
    after: str


class Left(NamedTuple):
    """A finding that stays, and why."""

    finding: Finding
    why: str


@dataclass(frozen=True, slots=True)
class RepairResult:
    """``files`` holds the new text of every file that changed or is new.

    ``warnings`` tells by fingerprint what to know before a repair is deployed, such as that Terraform has to replace
    the resource where it exists already.
    """

    files: Mapping[str, str]
    applied: tuple[Applied, ...] = ()
    left: tuple[Left, ...] = ()
    warnings: Mapping[str, str] = field(default_factory=dict)


def repair(files: Mapping[str, str], findings: Sequence[Finding]) -> RepairResult:
    """Mend what can be mended without a decision.

    ``files`` are the Terraform files by the same relative paths that the findings carry. Findings that are waived or
    explained are not looked at.
    """
    bench = _Bench(Project(files))
    # From the end of each file to its start: a repair then never moves the lines of one that is still to come.
    open_findings = [finding for finding in findings if finding.counts]
    outcomes = {
        id(finding): bench.attempt(finding)
        for finding in sorted(open_findings, key=lambda item: (item.path, -(item.line or 0), item.rule))
    }
    ordered = [outcomes[id(finding)] for finding in open_findings]
    return RepairResult(
        {path: text for path, text in sorted(bench.project.texts().items()) if files.get(path) != text},
        tuple(outcome for outcome in ordered if isinstance(outcome, Applied)),
        tuple(outcome for outcome in ordered if isinstance(outcome, Left)),
        {outcome.finding.fingerprint: text for outcome in ordered if (text := _warning(outcome))},
    )


class _Bench:
    """The files under repair and what was done to each place so far."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._done: dict[tuple[str, str | int | None], tuple[str, str]] = {}

    def attempt(self, finding: Finding) -> Applied | Left:
        """Mend one finding, or put everything back."""
        target = target_of(finding.path, finding.resource)
        place = (finding.path, target.address or finding.line)
        snapshot = self.project.snapshot()
        try:
            _mend(self.project, finding, target)
        except NotMechanical as reason:
            self.project.restore(snapshot)
            return Left(finding, str(reason))
        before, after = difference(self.project.changed_since(snapshot))
        if before or after:
            self._done[place] = (before, after)
        elif place not in self._done:
            return Left(finding, "the code already says what the rule asks for: the value comes from elsewhere")
        # Two rules often want the same argument, and two instances the same resource: one repair serves them all.
        return Applied(finding, *self._done[place])


def _mend(project: Project, finding: Finding, target: Target) -> None:
    if finding.rule in LINT_RULES:
        LINT_RULES[finding.rule](project, finding)
    elif finding.rule in RULES:
        apply_edits(project, target, RULES[finding.rule])
    else:
        reason = DECISIONS.get(finding.rule) or LINT_DECISIONS.get(finding.rule)
        if finding.rule.startswith(("CKV_SECRET_", "AGT_SECRET_")):
            reason = "it must be revoked, replaced, and read from a secret store"
        raise NotMechanical(f"a person decides: {reason}" if reason else "no mechanical repair is known")


def difference(changes: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The lines that went and the lines that came, over all changed texts."""
    gone: list[str] = []
    come: list[str] = []
    for old, new in changes:
        before, after = old.splitlines(), new.splitlines()
        for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if tag != "equal":
                gone += before[i1:i2]
                come += after[slice(*_slid(after, j1, j2) if tag == "insert" else (j1, j2))]
    return _tidy(gone), _tidy(come)


def _slid(lines: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """The same insertion seen from its own first line, not from the closing brace of the block before it."""
    while end < len(lines) and lines[start] == lines[end] and lines[start].strip() in {"", "}"}:
        start, end = start + 1, end + 1
    return start, end


def _tidy(lines: Iterable[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _warning(outcome: Applied | Left) -> str:
    """Whether Terraform has to make the resource anew, by what the provider says about its arguments."""
    if isinstance(outcome, Left):
        return ""
    kind = target_of(outcome.finding.path, outcome.finding.resource).address.partition(".")[0]
    edits = RULES.get(outcome.finding.rule, ())
    paths = {edit.path.replace("?", "") for edit in edits if isinstance(edit, Set | Key | Choose)}
    forcing = sorted(paths & overlay_of("aws").replaces(kind))
    if not forcing:
        return ""
    return f"changing `{forcing[0]}` makes Terraform replace an existing {kind}: move its data first"
