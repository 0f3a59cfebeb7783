"""The private checkout a run works in: clone, write inside a path jail, commit, push."""

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from app.domain.artifact import Artifact
from app.domain.errors import Failure
from app.processes.git import RECEIVE_PACK, git, require_git

AUTHOR = ("iac-agents[bot]", "iac-agents[bot]@users.noreply.github.com")
FORBIDDEN_PARTS = {".git", ".github", ".gitlab", ".circleci", ".buildkite"}
FORBIDDEN_NAMES = {".gitlab-ci.yml", "codeowners", ".agents.yml", ".gitattributes", ".gitmodules", "jenkinsfile"}
"""What steers git, a pipeline, reviews or the bot itself is nobody's to generate."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit to make: the first line, the text below it, and the paths that belong to it."""

    subject: str
    body: str
    paths: tuple[str, ...]


class Workspace:
    """A clone of one repository, with the branch that will be pushed. ``base`` is None for an empty repository."""

    def __init__(self, root: Path, source: str, branch: str, base: str | None) -> None:
        self.root = root
        self.source = source
        self.branch = branch
        self.base = base

    @classmethod
    def clone(cls, source: str, into: Path, branch: str, revision: str = "HEAD") -> "Workspace":
        """Clone ``source`` and start ``branch`` at ``revision``; hooks, filters and submodules stay out."""
        doing = f"cloning {source}"
        into.parent.mkdir(parents=True, exist_ok=True)
        require_git(doing, "clone", "--quiet", "--no-checkout", "--template=", source, str(into), cwd=into.parent)
        base = git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", cwd=into).stdout.strip() or None
        if base:
            require_git(f"checking out {revision} of {source}", "checkout", "--quiet", "-b", branch, base, cwd=into)
        else:
            require_git(f"starting the branch {branch}", "symbolic-ref", "HEAD", f"refs/heads/{branch}", cwd=into)
        return cls(into, source, branch, base)

    def write(self, artifacts: Iterable[Artifact]) -> None:
        """Write the artifacts below the root; raises ``Failure`` for a path that leaves the jail."""
        for artifact in artifacts:
            target = self.root / jailed(self.root, artifact.path)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(artifact.content, encoding="utf-8")
            except OSError as error:
                raise Failure(
                    f"writing {artifact.path}", error.strerror or str(error), "free some disk space"
                ) from error

    def remove(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Remove files that are no longer generated; returns those that were there."""
        there = tuple(path for path in paths if (self.root / jailed(self.root, path)).is_file())
        for path in there:
            (self.root / path).unlink()
        return there

    def discard(self) -> None:
        """Remove the clone."""
        shutil.rmtree(self.root, ignore_errors=True)

    def commit(self, commits: Iterable[Commit], when: str) -> str | None:
        """Make the commits that change something; ``when`` is a git date. Returns the branch's head."""
        for commit in commits:
            require_git("staging changes", "add", "--all", "--force", "--", *commit.paths, cwd=self.root)
            if git("diff", "--cached", "--quiet", cwd=self.root).exit_code:
                message = f"{commit.subject}\n\n{commit.body}".strip()
                words = ("commit", "--quiet", "--no-verify", "--cleanup=whitespace", "-m", message)
                require_git("committing", *words, cwd=self.root, environment=identity(when))
        return git("rev-parse", "--verify", "--quiet", "HEAD", cwd=self.root).stdout.strip() or None

    def push(self) -> None:
        """Create the branch at the source; refuses to move one that exists."""
        reference = f"refs/heads/{self.branch}"
        words = ("push", "--quiet", f"--receive-pack={RECEIVE_PACK}", f"--force-with-lease={reference}:", self.source)
        require_git(f"pushing {self.branch}", *words, f"HEAD:{reference}", cwd=self.root)

    def date(self) -> str:
        """The one source of dates: ``SOURCE_DATE_EPOCH``, else the base commit's, else now (git date, UTC)."""
        given = os.environ.get("SOURCE_DATE_EPOCH", "")
        if given.isdigit():
            return f"{given} +0000"
        if self.base:
            return f"{require_git('reading the base', 'show', '-s', '--format=%ct', self.base, cwd=self.root)} +0000"
        return f"{int(self.root.stat().st_mtime)} +0000"

    def day(self) -> str:
        """The date as an ISO day (UTC), for documents."""
        seconds = int(self.date().split()[0])
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def identity(when: str) -> Mapping[str, str]:
    """The environment that makes a commit the bot's, at a fixed time."""
    name, email = AUTHOR
    return {
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": email,
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_NAME": name,
        "GIT_COMMITTER_EMAIL": email,
        "GIT_COMMITTER_DATE": when,
    }


def jailed(root: Path, path: str) -> Path:
    """The path below ``root`` if a generated file may stand there; raises ``Failure`` otherwise."""
    pure = PurePosixPath(path)
    parts = [part.lower() for part in pure.parts]
    if pure.is_absolute() or ".." in parts or "\\" in path or "\0" in path or not parts:
        wrong = "the path leaves the repository"
    elif FORBIDDEN_PARTS & set(parts) or parts[-1] in FORBIDDEN_NAMES:
        wrong = "the path steers git, a pipeline or the bot itself"
    elif _through_link(root, pure):
        wrong = "the path goes through a symbolic link"
    else:
        return Path(*pure.parts)
    raise Failure(f"writing {path!r}", wrong, "nothing was written there")


def _through_link(root: Path, pure: PurePosixPath) -> bool:
    place = root
    for part in pure.parts:
        place = place / part
        if place.is_symlink():
            return True
    return False
