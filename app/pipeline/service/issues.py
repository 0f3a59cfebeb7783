"""From an issue to a pull request, and what is asked to change about it later."""

import re
from dataclasses import replace

from app.domain.command import Command
from app.domain.errors import AgentsError, UsageFailure
from app.domain.event import Thread
from app.domain.job import ThreadMemory
from app.domain.publication import PullRequest
from app.domain.request import Revision
from app.domain.run import Outcome
from app.pipeline.revise import read_branch
from app.pipeline.run_request import Job, run_request
from app.pipeline.service.session import Session
from app.pipeline.steps import Stopped
from app.pipeline.thinking import Offline
from app.reports.marker import mark_of
from app.reports.pull_request import render_forge_pull_request

LIVING = mark_of("living")
BRANCH = re.compile(r"agents/(\d{1,9})-")
"""The branches that runs for issues make."""
DOING_REVISE = "revising what was generated"


def run(session: Session, command: Command) -> Outcome:
    """Design, write, prove and push what the issue asks for; a second run goes on with the first one's branch."""
    event = session.row.event
    text = f"# {event.title}\n\n{event.body}\n\n{command.text}".strip()
    memory = session.memory()
    return _build(session, command, event.thread.number, replace(memory, request=text, title=event.title, revisions=()))


def revise(session: Session, command: Command) -> Outcome:
    """Change what was generated: the request and every revision so far, and this one; people's commits stay."""
    memory = session.memory()
    if not memory.request:
        memory = session.steps.step("recall", lambda: _recalled(session, memory))
    if not memory.request:
        wrong = "this pull request was not made by `/agents run`" if session.facts.pull else "nothing was generated yet"
        hint = "open an issue with the label, or comment `/agents run` on one"
        raise UsageFailure(DOING_REVISE, wrong, hint)
    memory = replace(memory, revisions=(*memory.revisions, f"{session.day} {command.text}"))
    return _build(session, command, memory.issue or session.row.event.thread.number, memory)


def _recalled(session: Session, memory: ThreadMemory) -> ThreadMemory:
    """What the store does not remember the pull request's branch does: the request is kept on it."""
    thread = session.row.event.thread
    pull = session.facts.pull or _ours(session, thread.number)
    named = BRANCH.match(pull.head_branch) if pull and not pull.fork else None
    if not (pull and named):
        return memory
    try:
        kept = read_branch(session.forge, pull.head_branch, session.folder / "recall")
    except UsageFailure:
        return memory
    said = tuple(f"{revision.day} {revision.text}" for revision in kept.revisions)
    return replace(
        memory,
        request=kept.text,
        title=memory.title or pull.title,
        revisions=said,
        branch=pull.head_branch,
        pull_request=pull.number,
        issue=int(named[1]),
    )


def _build(session: Session, command: Command, issue: int, memory: ThreadMemory) -> Outcome:
    memory = session.steps.step("branch", lambda: _gone_on_with(session, issue, memory))
    going_on = bool(memory.branch)
    job = Job(
        run=session.row.id,
        text=memory.request,
        scratch=session.folder,
        reasoning=Offline() if command.flags.get("reasoner") == "offline" else session.reasoning,
        repository=session.repository,
        command=command.name,
        revisions=tuple(_revision(kept) for kept in memory.revisions),
        branch=memory.branch if going_on else f"agents/{issue}-{{slug}}",
        on_top=going_on,
        base=session.facts.default_branch,
        pushed=memory.pushed or None,
        policy=session.facts.rules(),
        before_push=lambda branch: _intend(session, command, branch, memory),
    )
    tools = session.site.tools
    try:
        outcome = run_request(job, session.forge, tools.team, session.steps, session.narrator, tools.conventions)
    except AgentsError:
        session.steps.step("take back", lambda: _note_branch(session, memory.branch, memory))
        raise
    if not outcome.pushed or outcome.branch is None:
        return outcome
    made = replace(memory, branch=outcome.branch, issue=issue, pushed=outcome.head or "")
    try:
        _hand_over(session, outcome, made)
    except Stopped:  # too late: what was pushed is proposed, so that nothing is left half-written
        _hand_over(session, outcome, made)
        raise
    return outcome


def _intend(session: Session, command: Command, branch: str, memory: ThreadMemory) -> None:
    """Still allowed; and where the run ends right after the push, the next one goes on with the branch."""
    session.require_allowed(command)
    _note_branch(session, branch, memory)


def _note_branch(session: Session, branch: str, memory: ThreadMemory) -> None:
    name = session.row.event.thread.name
    session.site.store.remember(name, branch=branch, pull_request=memory.pull_request)


def _hand_over(session: Session, outcome: Outcome, made: ThreadMemory) -> None:
    """Propose what was pushed, and remember it."""
    session.steps.step("remember branch", lambda: _remember(session, made))
    pull = session.steps.step("pull request", lambda: _propose(session, outcome, made.issue))
    session.made = pull
    session.steps.step("remember", lambda: _remember(session, replace(made, pull_request=pull.number)))
    session.advance(outcome.head or pull.head)


def _revision(kept: str) -> Revision:
    """As it is kept: the day, a blank, the words."""
    day, _, text = kept.partition(" ")
    return Revision(text, day)


def _gone_on_with(session: Session, issue: int, memory: ThreadMemory) -> ThreadMemory:
    """The memory with the branch of an earlier run, if it is gone on with; a merged or closed one is left in peace.

    What a new store does not remember the forge does: an open pull request of ours that answers the issue.
    """
    forge = session.forge
    if memory.branch and (not memory.pull_request or forge.pull_request(memory.pull_request).open):
        return memory
    found = None if memory.branch else _ours(session, issue)
    if found is None:
        return replace(memory, branch="", pull_request=0)
    return replace(memory, branch=found.head_branch, pull_request=found.number)


def _ours(session: Session, issue: int) -> PullRequest | None:
    """An open pull request of ours that answers the issue."""
    forge = session.forge
    ours = (
        pull
        for pull in forge.open_pull_requests()
        if not pull.fork
        and pull.head_branch.startswith(f"agents/{issue}-")
        and forge.comment(pull.number, True, LIVING)
    )
    return next(ours, None)


def _propose(session: Session, outcome: Outcome, issue: int) -> PullRequest:
    title, body = render_forge_pull_request(outcome, issue, session.row.event.actor)
    return session.forge.ensure_pull_request(outcome.branch or "", session.facts.default_branch, title, body)


def _remember(session: Session, memory: ThreadMemory) -> None:
    """In both threads: the issue's and, once it is there, the pull request's."""
    thread = session.row.event.thread
    threads = {Thread(thread.forge, thread.repository, memory.issue).name}
    if memory.pull_request:
        threads.add(Thread(thread.forge, thread.repository, memory.pull_request, pull_request=True).name)
    for name in threads:
        session.site.store.remember(
            name,
            request=memory.request,
            title=memory.title,
            revisions=memory.revisions,
            branch=memory.branch,
            pull_request=memory.pull_request,
            issue=memory.issue,
            pushed=memory.pushed,
        )
