"""What people do on the fake GitHub: they make repositories, write, push, merge, and give roles."""

import io
import secrets
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.fakes.git_http import commit, run_git
from tests.fakes.github import pulls
from tests.fakes.github.material import packed
from tests.fakes.github.shapes import tip
from tests.fakes.github.state import Comment, Repository, State, Thread, Token

WORKFLOWS = "github-actions[bot]"


class People:
    """The part of the fake that tests set it up with."""

    root: Path
    state_: State

    def repository(
        self, name: str, files: Mapping[str, str] | None = None, *, private: bool = False, installed: bool = True
    ) -> str:
        """A repository with one commit on ``main``; its first commit, empty for an empty one."""
        chosen = {"README.md": "# Here\n"} if files is None else files
        bare = self.root / f"{name}.git"
        with tarfile.open(fileobj=io.BytesIO(packed(tuple(chosen.items())))) as archive:
            # Python before 3.11.4 knows no filters; the archive is our own.
            archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
            archive.extractall(bare)  # noqa: S202 - see above
        with self.state_.lock:
            owner = name.partition("/")[0]
            self.state_.user(owner, "Organization")
            self.state_.repositories[name] = Repository(
                self.state_.next_id(), name, bare, private=private, installed=installed
            )
        return tip(self.state_.repositories[name], "main")

    def rename(self, name: str, new: str) -> None:
        """A person renames a repository; GitHub leads calls on to the new name."""
        with self.state_.lock:
            found = self.state_.repositories.pop(name)
            found.name, self.state_.moved[name] = new, new
            bare = self.root / f"{new}.git"
            bare.parent.mkdir(parents=True, exist_ok=True)
            found.bare = found.bare.rename(bare)
            self.state_.repositories[new] = found
            for thread in found.pulls:
                thread.source = new if thread.source == name else thread.source

    def commit(self, name: str, branch: str, files: Mapping[str, str | None], message: str = "Change") -> str:
        """A person's commit on a branch, started at ``main`` where it is new; its id."""
        return commit(self.state_.repositories[name].bare, branch, files, message, onto="main")

    def push_fork(self, name: str, owner: str, branch: str, files: Mapping[str, str | None]) -> str:
        """A fork of the repository under another owner, with a commit on a branch; the fork's name."""
        origin, fork = self.state_.repositories[name], f"{owner}/{name.partition('/')[2]}"
        if fork not in self.state_.repositories:
            bare = self.root / f"{fork}.git"
            bare.parent.mkdir(parents=True, exist_ok=True)
            run_git(self.root, "clone", "--quiet", "--bare", str(origin.bare.resolve()), str(bare.resolve()))
            with self.state_.lock:
                self.state_.user(owner)
                made = Repository(self.state_.next_id(), fork, bare, installed=False, fork_of=name)
                self.state_.repositories[fork] = made
        self.commit(fork, branch, files)
        return fork

    def issue(self, name: str, title: str, body: str = "", author: str = "ada", labels: Sequence[str] = ()) -> int:
        """A new issue; its number."""
        with self.state_.lock:
            where, now = self.state_.repositories[name], self.state_.now()
            self.state_.user(author)
            number = max(where.threads, default=0) + 1
            made = Thread(self.state_.next_id(), number, author, title, body, now, now, list(labels))
            where.threads[number] = made
            where.labels.extend(one for one in labels if one not in where.labels)
        return number

    def pull(
        self,
        name: str,
        branch: str,
        title: str = "A change",
        body: str = "",
        author: str = "ada",
        *,
        base: str = "main",
        draft: bool = False,
        source: str = "",
    ) -> int:
        """A new pull request from a branch that is there (``source``: of that fork); its number."""
        with self.state_.lock:
            self.state_.user(author)
            where = self.state_.repositories[name]
            thread = pulls.add_pull(self.state_, where, branch, base, title, body, author, source)
            thread.draft = draft
        return thread.number

    def say(self, name: str, number: int, text: str, author: str = "ada") -> int:
        """A person's comment; its id."""
        with self.state_.lock:
            self.state_.user(author)
            now = self.state_.now()
            made = Comment(self.state_.next_id(), author, text, now, now)
            self.thread(name, number).comments.append(made)
        return made.id

    def edit_issue(self, name: str, number: int, title: str = "", body: str = "") -> None:
        """A person edits an issue."""
        with self.state_.lock:
            thread = self.thread(name, number)
            thread.title, thread.body = title or thread.title, body or thread.body
            thread.updated = self.state_.now()

    def label(self, name: str, number: int, label: str) -> None:
        """A person labels."""
        with self.state_.lock:
            thread = self.thread(name, number)
            thread.labels.append(label)
            thread.updated = self.state_.now()

    def permit(self, name: str, login: str, role: str) -> None:
        """``none read triage write maintain admin``."""
        with self.state_.lock:
            self.state_.user(login)
            self.state_.repositories[name].roles[login] = role

    def team(self, team: str, login: str) -> None:
        """Put someone into ``org/team``."""
        with self.state_.lock:
            self.state_.user(login)
            self.state_.teams.setdefault(team, set()).add(login)

    def allow(self, permission: str, level: str) -> None:
        """What the App was given; empty takes it away."""
        with self.state_.lock:
            self.state_.permissions.pop(permission, None)
            if level:
                self.state_.permissions[permission] = level

    def workflow_token(self, name: str, **permissions: str) -> str:
        """The token of a workflow's job (``permissions:`` with ``_`` for ``-``; what is left out it has not)."""
        with self.state_.lock:
            self.state_.user(WORKFLOWS)
            held = {"metadata": "read"} | {key: level for key, level in permissions.items() if level}
            value = f"ghs_{secrets.token_hex(18)}"
            self.state_.tokens[value] = Token(WORKFLOWS, True, (name,), held)
        return value

    def close(self, name: str, number: int) -> None:
        """A person closes an issue or pull request."""
        with self.state_.lock:
            thread = self.thread(name, number)
            thread.open, thread.updated = False, self.state_.now()

    def merge(self, name: str, number: int) -> str:
        """A person merges a pull request; the merge commit."""
        with self.state_.lock:
            where, thread = self.state_.repositories[name], self.thread(name, number)
            pulls.refresh(self.state_, where)
            base = tip(where, thread.base)
            tree = run_git(where.bare, "merge-tree", "--write-tree", base, thread.head)
            made = run_git(where.bare, "commit-tree", tree, "-p", base, "-p", thread.head, "-m", f"Merge #{number}")
            run_git(where.bare, "update-ref", f"refs/heads/{thread.base}", made)
            thread.open, thread.merged, thread.updated = False, True, self.state_.now()
        return made

    def force(self, name: str, branch: str, revision: str) -> None:
        """A person forces a branch to a commit that is there."""
        with self.state_.lock:
            run_git(self.state_.repositories[name].bare, "update-ref", f"refs/heads/{branch}", revision)

    def delete_branch(self, name: str, branch: str) -> None:
        """A person deletes a branch."""
        with self.state_.lock:
            where = self.state_.repositories[name]
            pulls.refresh(self.state_, where)
            run_git(where.bare, "update-ref", "-d", f"refs/heads/{branch}")

    def expire_tokens(self) -> None:
        """Every token of an installation ends now."""
        with self.state_.lock:
            for token in self.state_.tokens.values():
                token.until = 0.0 if token.app else token.until

    def move_clock(self, seconds: float) -> None:
        """Let time pass."""
        self.state_.clock += seconds

    def thread(self, name: str, number: int) -> Thread:
        """An issue or pull request as it is kept."""
        return self.state_.repositories[name].threads[number]
