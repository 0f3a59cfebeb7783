"""What was asked for, read back from the branch that a run made: the ground for a revision or an explanation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.domain.errors import UsageFailure
from app.domain.request import Revision
from app.forges.base import Remote
from app.pipeline.policy import NAME
from app.processes.git import require_git
from app.reports.kept_request import REQUEST, read_kept
from app.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Kept:
    """The request of one stack: ``path`` is the stack's, ``head`` the branch's commit; ``root`` holds its files;
    ``rules`` is the policy file of the default branch, empty where there is none.
    """

    text: str
    revisions: tuple[Revision, ...]
    path: str
    head: str
    root: Path
    rules: str = ""


def read_branch(remote: Remote, branch: str, scratch: Path) -> Kept:
    """The request kept on a branch; raises ``UsageFailure`` where there is none, or several and no telling which."""
    doing = f"reading the request on {branch}"
    remote.ensure_repository()
    head = remote.head_of(branch)
    if head is None:
        raise UsageFailure(doing, "there is no such branch", "name the branch that `agents run` made with --branch")
    workspace = Workspace.clone(
        remote.source(), scratch / "branch", "agents-read", head, credentials=remote.credentials()
    )
    found = {
        path: kept
        for path in _documents(workspace, head)
        if (kept := read_kept(workspace.text(path, head) or "")) is not None
    }
    base = remote.default_branch()
    there = remote.head_of(base) if base else None
    path = _chosen(doing, branch, list(found), _changed(workspace, there, head))
    text, revisions = found[path]
    rules = workspace.text(NAME, there) if there else None
    return Kept(text, revisions, _stack(path), head, workspace.root, rules or "")


def _documents(workspace: Workspace, head: str) -> list[str]:
    listed = require_git("listing files", "ls-tree", "-r", "-z", "--name-only", head, cwd=workspace.root)
    return [path for path in listed.split("\0") if path.endswith(f"/{REQUEST}")]


def _changed(workspace: Workspace, there: str | None, head: str) -> set[str]:
    """What the branch brought, against where it left the default one, which is ``there``."""
    fork = workspace.fork_of(there) if there else None
    if not fork:
        return set()
    words = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", fork, head)
    return set(require_git("comparing with the default branch", *words, cwd=workspace.root).split("\0"))


def _chosen(doing: str, branch: str, paths: Sequence[str], changed: set[str]) -> str:
    """The one of the stack that the branch is named after, else the one the branch brought."""
    slug = re.sub(r"^(?:\d+-)?(.*?)(?:-\d+)?$", r"\1", branch.rpartition("/")[2])
    named = [path for path in paths if PurePosixPath(_stack(path)).name in {slug, branch.rpartition("/")[2]}]
    brought = [path for path in paths if path in changed]
    for candidates in (named, brought, paths):
        if len(candidates) == 1:
            return candidates[0]
    if not paths:
        wrong = "no stack on it says what it was made from"
        raise UsageFailure(doing, wrong, f"only a branch with <stack>/{REQUEST} can be revised")
    stacks = ", ".join(sorted(map(_stack, paths)))
    raise UsageFailure(doing, f"it holds several: {stacks}", "name the branch of one run")


def _stack(path: str) -> str:
    return path.removesuffix(f"/{REQUEST}")
