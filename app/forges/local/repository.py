"""A plain git repository on this machine, bare or not. Nothing is ever checked out in it."""

import os
from collections.abc import Mapping
from pathlib import Path

from app.domain.errors import Failure, UsageFailure
from app.domain.publication import Role
from app.processes.git import git, require_git


class LocalRepository:
    """The part of ``Forge`` about git and people: who can reach the directory may do everything.

    ``identity`` is the environment for the first commit of a new repository.
    """

    name = "local"

    def __init__(self, directory: Path, identity: Mapping[str, str]) -> None:
        self.directory = directory.absolute()
        self.repository = self.directory.name.removesuffix(".git")
        self._identity = identity

    def source(self) -> str:
        """The directory."""
        return str(self.directory)

    def credentials(self) -> Mapping[str, str]:
        """None are needed."""
        return {}

    def default_branch(self) -> str:
        """What HEAD names."""
        name = git("symbolic-ref", "--quiet", "--short", "HEAD", cwd=self.directory).stdout.strip()
        return name if name and self.head_of(name) else ""

    def head_of(self, branch: str) -> str | None:
        """The branch's commit."""
        reference = f"refs/heads/{branch}^{{commit}}"
        return git("rev-parse", "--verify", "--quiet", reference, cwd=self.directory).stdout.strip() or None

    def file(self, path: str, revision: str) -> str | None:
        """A text file at a branch or commit."""
        commit = git(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", cwd=self.directory
        )
        if commit.exit_code:
            return None
        found = git("cat-file", "blob", f"{commit.stdout.strip()}:{path}", cwd=self.directory)
        return None if found.exit_code else found.stdout

    def permission_of(self, user: str) -> Role:
        """Everyone here."""
        del user
        return Role.ADMIN

    def member_of(self, team: str, user: str) -> bool:
        """Everyone here."""
        del team, user
        return True

    def ensure_repository(self) -> None:
        """Make the repository where the directory is missing or empty; refuse a folder with other things in it."""
        doing = f"opening the repository {self.directory}"
        if self.directory.is_file():
            raise UsageFailure(doing, "it is a file", "name a directory with --repo")
        try:
            fresh = not self.directory.exists() or not any(self.directory.iterdir())
            self.directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageFailure(doing, error.strerror or str(error), "name a directory you may write to") from error
        if not os.access(self.directory, os.W_OK):
            raise UsageFailure(doing, "it is not writable", "change its permissions or name another with --repo")
        if fresh:
            self._make()
        elif not self._is_top():
            raise UsageFailure(
                doing, "it holds files but is not the top of a git repository", "run `git init` there first"
            )

    def _is_top(self) -> bool:
        found = git("rev-parse", "--absolute-git-dir", cwd=self.directory)
        if found.exit_code:
            return False
        return (
            Path(found.stdout.strip()).resolve() in {self.directory.resolve(), (self.directory / ".git").resolve()}
            or (self.directory / ".git").is_file()
        )

    def _make(self) -> None:
        doing = f"making the repository {self.directory}"
        try:
            require_git(doing, "init", "--quiet", "--template=", cwd=self.directory)
            words = ("commit", "--quiet", "--allow-empty", "--no-verify", "-m", "Start the repository")
            require_git(doing, *words, cwd=self.directory, environment=self._identity)
        except Failure as error:
            raise UsageFailure(error.doing, error.wrong, error.hint) from error
