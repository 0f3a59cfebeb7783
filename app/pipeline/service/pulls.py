"""Commands on a pull request that only look: review, plan, test, security, compliance, cost."""

from dataclasses import replace
from fnmatch import fnmatch

from app.domain.command import Command
from app.domain.run import Outcome, StageResult
from app.pipeline.inspect import Subject, look_at
from app.pipeline.service.look import Looking, look, touched
from app.pipeline.service.session import Session
from app.processes.git import require_git
from app.reports.section import WHOLE
from app.workspace import Workspace


def inspect(session: Session, command: Command) -> Outcome:
    """Look at what the pull request changes; the report is about the change, not about what was there."""
    pull = session.pull
    workspace = checkout(session, "agents-work")
    subject = subject_of(session, workspace)
    if subject.base:
        session.change = (workspace.root, subject.base)
    if _is_elsewhere(session, subject):
        return _nothing(session, command, subject, "no path of `auto.paths` in .agents.yml changed")
    if subject.stacks and session.row.event.kind == "pull_request" and not touched(subject, command):
        return _nothing(session, command, subject, "no stack changed there")
    site = session.site
    at = Looking(
        session.row.id,
        site.tools,
        session.steps,
        session.narrator,
        session.day,
        site.operator.override.frameworks,
        session.reviewing,
        session.repository,
    )
    return replace(look(at, command, subject), title=pull.title, head=pull.head)


def is_whole(command: Command) -> bool:
    """Whether the command asks for a verdict on the whole change."""
    narrowed = command.name == "review" and (command.args or "stack" in command.flags)
    return command.name in WHOLE and not narrowed


def checkout(session: Session, branch: str) -> Workspace:
    """A clone with ``branch`` at the pull request's head."""
    pull = session.pull
    return Workspace.clone(
        session.forge.source(),
        session.folder / "clone",
        branch,
        pull.head,
        fetch=pull.fetch,
        credentials=session.forge.credentials(),
    )


def subject_of(session: Session, workspace: Workspace) -> Subject:
    """What the pull request changes, judged by the default branch's rules."""
    tools, facts = session.site.tools, session.facts
    rules_root = workspace.rules(session.folder / "rules", facts.default_branch)
    find = (tools.find, tools.changed)
    return look_at(workspace.root, session.pull.base, None, session.folder, *find, facts.rules(), rules_root)


def _is_elsewhere(session: Session, subject: Subject) -> bool:
    """Whether the policy starts runs by themselves for certain paths only, and this change touches none of them."""
    globs = session.facts.policy.auto.paths
    if session.row.event.kind != "pull_request" or not globs or subject.base is None:
        return False
    words = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", subject.base, "HEAD", "--")
    changed = require_git("reading the change", *words, cwd=subject.root).split("\0")
    return not any(fnmatch(path, glob) for path in changed if path for glob in globs)


def _nothing(session: Session, command: Command, subject: Subject, why: str) -> Outcome:
    """A success all the same: branch protection waits for the check."""
    return Outcome(
        run=session.row.id,
        command=command.name,
        title=session.pull.title,
        language=session.facts.language,
        base=subject.base,
        head=session.pull.head,
        stages=(StageResult(command.name, "passed", why),),
    )
