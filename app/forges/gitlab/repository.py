"""The project itself: its git repository, its files, and what people may do in it."""

from collections.abc import Mapping
from typing import Any

from app.domain.errors import Failure
from app.domain.publication import Role
from app.forges.gitlab.auth import git_environment
from app.forges.gitlab.project import Project, encoded, found

DEVELOPER = 30
ROLES = ((50, Role.ADMIN), (40, Role.MAINTAIN), (30, Role.WRITE), (15, Role.TRIAGE), (10, Role.READ))
"""Access levels: 10 guest, 15 planner, 20 reporter, 25 security manager, 30 developer, 40 maintainer, 50 owner, 60
administrator; custom roles have the level of what they are built on. https://docs.gitlab.com/api/access_requests/."""


class Repository(Project):
    """The part of ``Forge`` about the repository and its people."""

    _address = ""

    def source(self) -> str:
        """GitLab's own clone address."""
        if not self._address:
            self._address = str(self._read()["http_url_to_repo"])
        return self._address

    def credentials(self) -> Mapping[str, str]:
        """The token for git, by the environment."""
        return git_environment(self.source(), self.client.token)

    def ensure_repository(self) -> None:
        """See that the project is there, not archived, and the bot may push."""
        doing = f"opening the project {self.repository}"
        project = found(self._read)
        if project is None:
            raise Failure(doing, "it is not there", "make the bot's user a member of it with the role Developer")
        if project.get("archived"):
            raise Failure(doing, "it is archived", "unarchive it in its settings")
        levels = [entry["access_level"] for entry in (project.get("permissions") or {}).values() if entry]
        if levels and max(levels) < DEVELOPER:
            raise Failure(doing, "the bot may not push", "give the bot's user the role Developer in the project")

    def default_branch(self) -> str:
        """As it is set now."""
        project = self._read()
        return "" if project.get("empty_repo") else str(project.get("default_branch") or "")

    def head_of(self, branch: str) -> str | None:
        """The branch's commit."""
        entry = found(lambda: self.client.get(self.path(f"/repository/branches/{encoded(branch)}")))
        return str(entry["commit"]["id"]) if entry else None

    def file(self, path: str, revision: str) -> str | None:
        """The text of a file at a branch or commit."""
        where = self.path(f"/repository/files/{encoded(path)}/raw")
        return found(lambda: self.client.text(where, ref=revision))

    def permission_of(self, user: str) -> Role:
        """By the person's access level in the project, inherited and shared ones with it; an error is no role."""
        try:
            return role_of(self._level(self.path(), user))
        except (Failure, KeyError, TypeError, ValueError):
            return Role.NONE

    def member_of(self, team: str, user: str) -> bool:
        """Whether the person is in the group (its full path) or one above it, with any role but minimal access."""
        try:
            return role_of(self._level(f"/groups/{encoded(team)}", user)) > Role.NONE
        except (Failure, KeyError, TypeError, ValueError):
            return False

    def upload_sarif(self, head: str, reference: str, sarif: str) -> bool:
        """GitLab takes security reports from its own pipelines only."""
        del head, reference, sarif
        return False

    def _read(self) -> dict[str, Any]:
        entry: dict[str, Any] = self.client.get(self.path())
        return entry

    def _level(self, place: str, user: str) -> int:
        """The access level, 0 for nobody, blocked or waiting people."""
        people = self.client.get("/users", username=user)
        named = [person for person in people if str(person["username"]).casefold() == user.casefold()]
        if len(named) != 1 or named[0].get("state") != "active":
            return 0
        member = self.client.get(f"{place}/members/all/{int(named[0]['id'])}")
        return int(member["access_level"]) if member.get("state", "active") == "active" else 0


def role_of(level: int) -> Role:
    """An access level as a role; minimal access (5) is none."""
    return next((role for least, role in ROLES if level >= least), Role.NONE)
