"""Puts what a run made where people find it: commits by concern on a branch."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from app.agents.base import Context
from app.domain.artifact import Artifact
from app.domain.merge import Merge
from app.domain.request import Request
from app.domain.resources import Resource
from app.workspace import GENERATED, Commit

ORDER = ("scaffold", "network", "identity", "security")
"""What others build on is committed first, documents last; the rest stands between in alphabetical order."""

SUBJECTS: Mapping[str, str] = {
    "scaffold": "Add versions, providers and inputs",
    "documentation": "Document",
    "repair": "Mend what the checks found",
}


def commits_of(
    context: Context, removed: Sequence[str] = (), existing: Collection[str] = frozenset()
) -> tuple[Commit, ...]:
    """One commit for each concern, with what it holds in its message; ``removed`` files go in one of their own.

    ``existing`` are the files that were there: a concern that has one of them is changed, not added.
    """
    if context.request is None:
        return ()
    groups: dict[str, list[Artifact]] = defaultdict(list)
    for artifact in context.artifacts:
        groups[artifact.concern].append(artifact)
    resources = context.resources.resources if context.resources else ()
    commits = [
        _commit(context.request, concern, groups[concern], resources, existing)
        for concern in sorted(groups, key=_position)
    ]
    if removed:
        subject = f"{context.request.slug}: Remove what is no longer asked for"
        body = f"For: {context.request.title}\n\n{GENERATED}: {context.request.slug}"
        commits.append(Commit(subject, body, tuple(removed)))
    return tuple(commits)


def joined(request: Request, merge: Merge) -> str:
    """The message of the commit that joins what was generated with what people changed."""
    rows = [*(f"- kept: {path}" for path in merge.kept), *(f"- stays deleted: {path}" for path in merge.deleted)]
    rows += [f"- not changed: {conflict.path}" for conflict in merge.conflicts]
    listed = "\n".join(rows)
    return f"{request.slug}: Keep what people changed\n\nFor: {request.title}\n\n{listed}"


def _position(concern: str) -> tuple[int, str]:
    if concern in ORDER:
        return ORDER.index(concern), ""
    return (len(ORDER) + (concern == "documentation"), concern)


def _commit(
    request: Request,
    concern: str,
    artifacts: Sequence[Artifact],
    resources: Sequence[Resource],
    existing: Collection[str],
) -> Commit:
    paths = tuple(sorted(artifact.path for artifact in artifacts))
    subject = SUBJECTS.get(concern, f"Add {concern}")
    if any(path in existing for path in paths):
        subject = subject.replace("Add ", "Change ", 1)
    addresses = sorted(r.address for r in resources if r.concern == concern and not r.data)
    listed = "\n".join(f"- {address}" for address in addresses)
    parts = (f"For: {request.title}", listed, f"{GENERATED}: {request.slug}")
    return Commit(f"{request.slug}: {subject}", "\n\n".join(part for part in parts if part), paths)
