"""Looking at a repository: which stacks there are, which a change touches, and the tree it is compared with."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.analysis.company import read_company
from app.domain.company import CompanyPolicies
from app.domain.errors import UsageFailure
from app.domain.plan import Plan, StackResult
from app.domain.policy import Policy
from app.domain.stack import Stack
from app.pipeline.policy import read_policy
from app.processes.git import git, require_git
from app.workspace import Workspace

FindStacks = Callable[[Path, Policy], tuple[Stack, ...]]
ChangedStacks = Callable[[Path, Path, Sequence[str], Policy], tuple[Stack, ...]]

PROSE = frozenset({".adoc", ".gif", ".jpeg", ".jpg", ".md", ".pdf", ".png", ".rst", ".svg", ".txt"})
"""Suffixes of documentation."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at. With a base: its commit, its tree on disk, and only the stacks that the change touches;
    ``elsewhere`` says that it touches code outside of stacks, too: workflows, Dockerfiles, manifests, templates.
    """

    root: Path
    stacks: tuple[Stack, ...]
    policy: Policy
    base: str | None = None
    base_root: Path | None = None
    company: CompanyPolicies = field(default_factory=CompanyPolicies)
    elsewhere: bool = False

    @property
    def present(self) -> tuple[Stack, ...]:
        """The stacks that the change leaves standing."""
        return tuple(stack for stack in self.stacks if "deleted" not in stack.changed)

    @property
    def gone(self) -> tuple[Stack, ...]:
        """Those that it deletes."""
        return tuple(stack for stack in self.stacks if "deleted" in stack.changed)

    @property
    def before(self) -> tuple[Stack, ...]:
        """Those of the present ones that the base had, too."""
        base = self.base_root
        return tuple(stack for stack in self.present if (base / stack.path).is_dir()) if base else ()


def look_at(
    root: Path,
    base: str | None,
    stack: str | None,
    scratch: Path,
    find: FindStacks,
    changed: ChangedStacks,
    rules: Policy | None = None,
    rules_root: Path | None = None,
) -> Subject:
    """The stacks below ``root``, narrowed by ``stack`` (a path) and ``base`` (a revision).

    ``rules`` is the policy to judge by. Without it the checkout's own counts or, with a base, the base's: a change does
    not loosen the rules it is judged by. ``rules_root`` is the tree that company policies are read from instead.
    """
    if not root.is_dir():
        raise UsageFailure(f"opening {root}", "there is no such directory", "name a directory")
    root = root.resolve()
    if base is None:
        policy = rules or read_policy(root)
        return Subject(root, _named(find(root, policy), stack), policy, company=read_company(rules_root or root))
    commit, paths = _changes(root, base)
    base_root = _export(root, commit, scratch / "base")
    policy = rules or read_policy(base_root)
    stacks = _named(changed(root, base_root, paths, policy), stack)
    company = read_company(rules_root or base_root)
    return Subject(root, stacks, policy, commit, base_root, company, any(_is_code(root / path) for path in paths))


def _is_code(path: Path) -> bool:
    """Whether a scanner could have something to say of a file; one that is gone, or prose, is none."""
    return os.path.lexists(path) and path.suffix.lower() not in PROSE


def deleted(result: StackResult) -> StackResult:
    """The plan of a stack that the change removes: all it holds would be destroyed."""
    changes = tuple(_destroyed(change) for change in result.plan.resource_changes)
    return replace(result, plan=Plan(destroy=result.plan.add, resource_changes=changes), changed=("deleted",))


def _destroyed(change: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = change.get("change", {})
    return {**change, "change": {**inner, "actions": ["delete"], "before": inner.get("after"), "after": None}}


def _named(stacks: tuple[Stack, ...], wanted: str | None) -> tuple[Stack, ...]:
    if wanted is None:
        return stacks
    chosen = tuple(stack for stack in stacks if stack.path == wanted.strip("/"))
    if not chosen:
        known = ", ".join(stack.path for stack in stacks) or "none"
        raise UsageFailure(f"looking for the stack {wanted}", "there is none of that path", f"stacks here: {known}")
    return chosen


def _changes(root: Path, base: str) -> tuple[str, list[str]]:
    """The merge base with ``base`` and the paths (relative to ``root``) that differ from it on disk."""
    doing = f"comparing with {base}"
    if base.startswith("-") or git("rev-parse", "--verify", "--quiet", f"{base}^{{commit}}", cwd=root).exit_code:
        raise UsageFailure(doing, "there is no such revision here", "fetch it, or name another with --base")
    found = git("merge-base", base, "HEAD", cwd=root)
    commit = found.stdout.strip() or require_git(doing, "rev-parse", f"{base}^{{commit}}", cwd=root)
    options = ("--no-ext-diff", "--no-textconv", "--no-renames", "--relative")
    tracked = require_git(doing, "diff", "--name-only", "-z", *options, commit, "--", ".", cwd=root)
    untracked = require_git(doing, "ls-files", "-z", "--others", "--exclude-standard", "--", ".", cwd=root)
    return commit, sorted({path for path in (*tracked.split("\0"), *untracked.split("\0")) if path})


def _export(root: Path, commit: str, into: Path) -> Path:
    """The base's tree, checked out in a clone of its own, and in it the folder that ``root`` is."""
    top = Path(require_git("finding the repository", "rev-parse", "--show-toplevel", cwd=root))
    Workspace.clone(str(top), into, "agents-base", commit)
    return into / root.relative_to(top.resolve())
