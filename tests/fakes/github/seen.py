"""The fake GitHub's state as JSON, for tests that look from another process."""

from typing import Any

from tests.fakes.git_http import run_git
from tests.fakes.github.pulls import refresh
from tests.fakes.github.state import Repository, State, Thread


def seen(state: State, fired: list[tuple[str, str, str]], violations: list[str]) -> dict[str, Any]:
    """Repositories with their branches, threads, checks and statuses; calls, faults that fired, broken contracts."""
    return {
        "repositories": {name: _repository(state, one) for name, one in state.repositories.items()},
        "calls": [list(call) for call in state.calls],
        "faults": [list(fault) for fault in fired],
        "violations": list(violations),
        "deliveries": [{"guid": one.guid, "event": one.event, "status": one.status} for one in state.deliveries],
    }


def _repository(state: State, repository: Repository) -> dict[str, Any]:
    refresh(state, repository)
    listed = run_git(repository.bare, "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads")
    return {
        "branches": dict(line.split(" ") for line in listed.splitlines()),
        "threads": {str(number): _thread(thread) for number, thread in repository.threads.items()},
        "checks": [
            {"id": check.id, "head": check.head, **check.sent, "annotations": check.annotations}
            for check in repository.checks
        ],
        "statuses": list(repository.statuses),
        "labels": list(repository.labels),
        "sarifs": list(repository.sarifs),
    }


def _thread(thread: Thread) -> dict[str, Any]:
    return {
        "title": thread.title,
        "body": thread.body,
        "author": thread.author,
        "open": thread.open,
        "labels": list(thread.labels),
        "reactions": sorted(map(list, thread.reactions)),
        "pull_request": bool(thread.branch),
        "branch": thread.branch,
        "base": thread.base,
        "source": thread.source,
        "head": thread.head,
        "draft": thread.draft,
        "merged": thread.merged,
        "comments": [
            {"id": one.id, "author": one.author, "body": one.body, "reactions": sorted(map(list, one.reactions))}
            for one in thread.comments
        ],
        "reviews": [
            {"id": one.id, "author": one.author, "body": one.body, "commit": one.commit, "comments": one.comments}
            for one in thread.reviews
        ],
    }
