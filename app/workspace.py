"""The private checkout a run works in: clone, write inside a path jail, commit, push."""

import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from app.domain.artifact import Artifact
from app.domain.errors import Failure, Moved
from app.processes.git import RECEIVE_PACK, git, require_git
from app.processes.patience import patiently

AUTHOR = ("iac-agents[bot]", "iac-agents[bot]@users.noreply.github.com")
FORBIDDEN_PARTS = {".git", ".github", ".gitlab", ".circleci", ".buildkite"}
FORBIDDEN_NAMES = {".gitlab-ci.yml", "codeowners", ".agents.yml", ".gitattributes", ".gitmodules", "jenkinsfile"}
"""What steers git, a pipeline, reviews or the bot itself is nobody's to generate."""
COMMIT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


GENERATED = "Agents-Generated"
"""The trailer of a commit whose generated files are all as they were generated; its value is the stack's slug."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit to make: the first line, the text below it, and the paths that belong to it."""

    subject: str
    body: str
    paths: tuple[str, ...]


class Workspace:
    """A clone of one repository, with the branch that will be pushed.

    ``base`` is the commit the work starts from, None for an empty repository; ``clock`` seconds since the epoch for the
    commits of an empty one.
    """

    def __init__(self, root: Path, source: str, branch: str, base: str | None, clock: int | None = None) -> None:
        self.root = root
        self.source = source
        self.branch = branch
        self.base = base
        self._clock = clock

    @classmethod
    def clone(
        cls,
        source: str,
        into: Path,
        branch: str,
        revision: str = "HEAD",
        *,
        fetch: str = "",
        credentials: Mapping[str, str] | None = None,
        clock: int | None = None,
    ) -> "Workspace":
        """Clone ``source`` and start ``branch`` at ``revision``; hooks, filters and submodules stay out.

        ``fetch`` is a reference outside the branches to bring along (``refs/pull/7/head``); ``credentials`` environment
        for git. What lies at ``into`` is replaced, so that a clone may be made again. Raises ``Moved`` where the
        revision is not (no longer) there.
        """
        doing = f"cloning {source}"
        into.parent.mkdir(parents=True, exist_ok=True)

        def fresh() -> None:
            shutil.rmtree(into, ignore_errors=True)
            words = ("clone", "--quiet", "--no-checkout", "--template=", source, str(into))
            require_git(doing, *words, cwd=into.parent, environment=credentials)

        patiently(fresh)
        if fetch:
            words = (
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-write-fetch-head",
                "origin",
                f"+{fetch}:refs/agents/fetched",
            )
            patiently(lambda: require_git(f"fetching {fetch}", *words, cwd=into, environment=credentials))
        base = _commit(into, revision, credentials)
        if base:
            require_git(f"checking out {revision} of {source}", "checkout", "--quiet", "-B", branch, base, cwd=into)
        elif revision == "HEAD":
            require_git(f"starting the branch {branch}", "symbolic-ref", "HEAD", f"refs/heads/{branch}", cwd=into)
        else:
            hint = "it was removed or overwritten meanwhile; start again on what is there now"
            raise Moved(f"checking out {revision[:12]}", "there is no such commit in the repository", hint)
        return cls(into, source, branch, base, clock)

    def beside(self, into: Path, revision: str) -> "Workspace":
        """A second tree of the same clone at a commit, on no branch."""
        shutil.rmtree(into, ignore_errors=True)
        git("worktree", "prune", cwd=self.root)
        doing = f"checking out {revision[:12]}"
        require_git(doing, "worktree", "add", "--quiet", "--force", "--detach", str(into), revision, cwd=self.root)
        return Workspace(into, self.source, self.branch, self.base, self._clock)

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

    def text(self, path: str, revision: str) -> str | None:
        """A file as it is at a commit, or None."""
        done = git("cat-file", "blob", f"{revision}:{path}", cwd=self.root)
        return None if done.exit_code else done.stdout

    def rules(self, into: Path, branch: str) -> Path:
        """The tree of the branch whose company policies count; an empty one where it has none."""
        revision = f"origin/{branch}"
        if branch and git("cat-file", "-e", f"{revision}:policies", cwd=self.root).exit_code == 0:
            return self.beside(into, revision).root
        into.mkdir(exist_ok=True)
        return into

    def paths(self) -> frozenset[str]:
        """The files of the last commit."""
        listed = git("ls-tree", "-r", "-z", "--name-only", "HEAD", cwd=self.root).stdout
        return frozenset(path for path in listed.split("\0") if path)

    def generated(self, pushed: str | None, head: str | None, slug: str) -> str | None:
        """The newest commit in the history of ``head`` whose files of the stack ``slug`` are as they were generated.

        Author, committer and trailer must all be the bot's: a commit of ours that people amended or rebased is theirs.
        ``pushed`` is the last commit the bot is known to have pushed: nothing newer is believed to be its.
        """
        if head is None:
            return None
        known = pushed and not git("merge-base", "--is-ancestor", pushed, head, cwd=self.root).exit_code
        words = ("log", "--topo-order", "--no-merges", "--max-count=1", f"--grep=^{GENERATED}: {slug}$", "--format=%H")
        address = re.sub(r"([\[\].])", r"\\\1", AUTHOR[1])
        ours = (f"--author={address}", f"--committer={address}")
        return git(*words, *ours, pushed if pushed and known else head, "--", cwd=self.root).stdout.strip() or None

    def fork_of(self, other: str) -> str | None:
        """Where the branch left ``other``."""
        return git("merge-base", "HEAD", other, cwd=self.root).stdout.strip() or None

    def commit(self, commits: Iterable[Commit], when: str) -> str | None:
        """Make the commits that change something; ``when`` is a git date. Returns the branch's head."""
        for commit in commits:
            require_git("staging changes", "add", "--all", "--force", "--", *commit.paths, cwd=self.root)
            if git("diff", "--cached", "--quiet", cwd=self.root).exit_code:
                message = f"{commit.subject}\n\n{commit.body}".strip()
                words = ("commit", "--quiet", "--no-verify", "--cleanup=whitespace", "-m", message)
                require_git("committing", *words, cwd=self.root, environment=identity(when))
        return self.head()

    def join(self, other: str, subject: str, paths: Iterable[str], when: str) -> str:
        """Commit the tree as it stands as the merge of the head and ``other``; returns the new head."""
        doing = "committing the merge"
        require_git(doing, "add", "--all", "--force", "--", *paths, cwd=self.root)
        tree = require_git(doing, "write-tree", cwd=self.root)
        words = ("commit-tree", tree, "-p", "HEAD", "-p", other, "-m", subject)
        head = require_git(doing, *words, cwd=self.root, environment=identity(when))
        require_git(doing, "update-ref", "HEAD", head, cwd=self.root)
        return head

    def head(self) -> str | None:
        """The branch's head, None while there is no commit."""
        return git("rev-parse", "--verify", "--quiet", "HEAD", cwd=self.root).stdout.strip() or None

    def push(self, expected: str | None = None, credentials: Mapping[str, str] | None = None) -> None:
        """Create the branch at the source, or fast-forward it from ``expected``; one that was pushed before is success.

        Nobody's commit is ever overwritten: raises ``Moved`` where the branch is not at ``expected``.
        """
        patiently(lambda: self._push(expected, credentials))

    def _push(self, expected: str | None, credentials: Mapping[str, str] | None) -> None:
        doing = f"pushing {self.branch}"
        head = require_git(doing, "rev-parse", "HEAD", cwd=self.root)
        if self._remote(credentials) == head:
            return
        if expected and git("merge-base", "--is-ancestor", expected, head, cwd=self.root).exit_code:
            raise Failure(doing, f"it would drop the commit {expected[:12]}", "nothing was pushed")
        reference = f"refs/heads/{self.branch}"
        local = (f"--receive-pack={RECEIVE_PACK}",) if Path(self.source).is_dir() else ()
        lease = f"--force-with-lease={reference}:{expected or ''}"
        words = ("push", "--quiet", *local, lease, self.source, f"{head}:{reference}")
        done = git(*words, cwd=self.root, environment=credentials)
        if done.exit_code == 0:
            return
        there = self._remote(credentials)
        if there == head:
            return
        if there != expected:
            wrong = "commits were pushed to it meanwhile" if there else "it was deleted meanwhile"
            raise Moved(doing, wrong, "nothing was overwritten; ask again to go on from what is there now")
        if "checked out branch" in done.stderr:
            raise Failure(doing, "the branch is checked out there", "check out another branch there, then ask again")
        raise Failure(doing, _refusal(done.stderr), "look whether the branch is protected or the repository read-only")

    def _remote(self, credentials: Mapping[str, str] | None) -> str | None:
        """Where the branch is at the source."""
        doing = f"looking where {self.branch} is"
        words = ("ls-remote", "--quiet", self.source, f"refs/heads/{self.branch}")
        listed = require_git(doing, *words, cwd=self.root, environment=credentials)
        return listed.split()[0] if listed.strip() else None

    def date(self) -> str:
        """The one source of dates: ``SOURCE_DATE_EPOCH``, else the base commit's, else the clock (git date, UTC)."""
        given = os.environ.get("SOURCE_DATE_EPOCH", "")
        if given.isdigit():
            return f"{given} +0000"
        if self.base:
            return f"{require_git('reading the base', 'show', '-s', '--format=%ct', self.base, cwd=self.root)} +0000"
        return f"{self._clock if self._clock is not None else int(self.root.stat().st_mtime)} +0000"

    def day(self) -> str:
        """The date as an ISO day (UTC), for documents."""
        seconds = int(self.date().split()[0])
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _commit(root: Path, revision: str, credentials: Mapping[str, str] | None) -> str | None:
    """The commit a revision names; one that no branch holds any more is asked for by its id."""
    words = ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    found = git(*words, cwd=root).stdout.strip()
    if not found and COMMIT_ID.fullmatch(revision):
        git("fetch", "--quiet", "--no-tags", "origin", revision, cwd=root, environment=credentials)
        found = git(*words, cwd=root).stdout.strip()
    return found or None


def _refusal(stderr: str) -> str:
    """What the other side said, else git's own words."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("remote: error", "! [", "fatal:", "error: RPC"))]
    return (telling or lines or ["git could not push"])[0].removeprefix("remote: ").removeprefix("! ")


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
