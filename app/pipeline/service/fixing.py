"""``/agents fix``: repairs what the change's stacks are found to have, commits them with their proof, reviews again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.artifact import Artifact
from app.domain.command import Command
from app.domain.errors import UsageFailure
from app.domain.finding import Finding
from app.domain.run import Outcome
from app.domain.stack import Stack
from app.pipeline.fix import Fixed
from app.pipeline.inspect import Subject
from app.pipeline.review import review
from app.pipeline.service.look import brought
from app.pipeline.service.pulls import checkout, subject_of
from app.pipeline.service.session import Session
from app.pipeline.waivers import waive
from app.workspace import Commit


@dataclass(frozen=True, slots=True)
class Mended:
    """What was repaired, and the new text of each changed file: what a durable step keeps."""

    done: Fixed
    texts: tuple[tuple[str, str], ...]


def fix(session: Session, command: Command) -> Outcome:
    """Mend, commit on top of the pull request's branch, push, and review what is there then."""
    pull = session.pull
    workspace = checkout(session, pull.head_branch)
    subject = subject_of(session, workspace)
    rules = _rules(command)
    savings = bool(command.flags.get("savings"))
    if rules and savings:
        raise UsageFailure("repairing", "rules and savings are asked for at once", "ask for one after the other")
    mended = session.steps.step("fix", lambda: _save(session, subject) if savings else _mend(session, subject, rules))
    head = pull.head
    if mended.texts:
        workspace.write(Artifact(path, text, "developer") for path, text in mended.texts)
        head = workspace.commit([_commit(mended, "Save with" if savings else "Mend")], workspace.date()) or head
        session.push(workspace, command, pull.head)
        session.advance(head)
        subject = subject_of(session, workspace)
    team, tools = session.site.tools.team, session.site.tools
    outcome = review(
        session.row.id,
        "fix",
        subject,
        team.reviewers("fix"),
        session.steps,
        session.narrator,
        session.day,
        tools.look,
    )
    if subject.base:
        session.change = (workspace.root, subject.base)
    return replace(
        outcome,
        title=pull.title,
        head=head,
        results=brought(tools, session.steps, subject, outcome.results),
        repairs=mended.done.fixed,
        left=mended.done.left,
    )


def _rules(command: Command) -> tuple[str, ...]:
    """``fix CKV_AWS_16 --rule CKV_AWS_19``: rules by position and by flag."""
    given = command.flags.get("rule", ())
    flagged = given if isinstance(given, tuple) else (str(given),)
    return (*command.args, *flagged)


def _mend(session: Session, subject: Subject, rules: Sequence[str]) -> Mended:
    """Without rules only what the change brought is mended: the rest is not this pull request's. Waivers hold."""
    tools = session.site.tools
    old = _old(session, subject) if not rules else frozenset()

    def check(root: Path, stacks: Sequence[Stack]) -> tuple[Finding, ...]:
        found = [finding for finding in tools.check(root, stacks) if finding.fingerprint not in old]
        return waive(found, subject.policy, session.day, root)

    return _mended(subject, tools.fix(subject.root, subject.present, rules, check, session.folder))


def _save(session: Session, subject: Subject) -> Mended:
    return _mended(subject, session.site.tools.save(subject.root, subject.present, session.folder))


def _mended(subject: Subject, done: Fixed) -> Mended:
    return Mended(done, tuple((path, (subject.root / path).read_text("utf-8")) for path in done.files))


def _old(session: Session, subject: Subject) -> frozenset[str]:
    base_root = subject.base_root
    if base_root is None:
        return frozenset()
    return frozenset(finding.fingerprint for finding in session.site.tools.check(base_root, subject.before))


def _commit(mended: Mended, verb: str) -> Commit:
    rules = sorted({repair.rule for repair in mended.done.fixed})
    listed = "\n".join(f"- {one.rule} in {one.path}: {one.proof}" for one in mended.done.fixed)
    many = f"{len(rules)} rules" if len(rules) > 3 else ", ".join(rules)
    return Commit(f"{verb} {many}", listed, tuple(path for path, _ in mended.texts))
