"""One repository on GitHub: the ``Forge`` of ``app/forges/base.py``."""

import base64
import gzip
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from app.domain.errors import AgentsError, Failure
from app.domain.publication import Role
from app.forges.github.checks import Checks
from app.forges.github.comments import Comments
from app.forges.github.pulls import Pulls
from app.forges.github.refusals import Refused
from app.forges.github.reviews import Reviews

LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\[bot\])?")
"""Enterprise accounts end in ``_company``."""
ROLES: Mapping[str, Role] = {
    "none": Role.NONE,
    "read": Role.READ,
    "triage": Role.TRIAGE,
    "write": Role.WRITE,
    "maintain": Role.MAINTAIN,
    "admin": Role.ADMIN,
}


class GitHubForge(Comments, Checks, Pulls, Reviews):
    """Everything about one repository; the parts stand in files of their own."""

    def source(self) -> str:
        """The address that the API gives for cloning."""
        return str(self._repository()["clone_url"])

    def credentials(self) -> Mapping[str, str]:
        """The token as a header of git's configuration in the environment, for this repository's address only."""
        secret = base64.b64encode(f"x-access-token:{self._access.token()}".encode()).decode()
        return {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"http.{self.source()}.extraHeader",
            "GIT_CONFIG_VALUE_0": f"Authorization: Basic {secret}",
        }

    def ensure_repository(self) -> None:
        """See that the repository is there and can be written."""
        found, doing = self._repository(), f"opening the repository {self.repository}"
        if found.get("archived") or found.get("disabled"):
            raise Failure(doing, "it is archived or disabled", "unarchive it first")
        may_push = (found.get("permissions") or {}).get("push")
        if may_push is False and not self._access.login().endswith("[bot]"):  # of Apps GitHub always says so
            raise Failure(doing, "the bot may not push to it", "give the bot's account the role Write")

    def default_branch(self) -> str:
        """Its name; empty for an empty repository."""
        name = str(self._repository()["default_branch"] or "")
        return name if name and self.head_of(name) else ""

    def head_of(self, branch: str) -> str | None:
        """The branch's commit, or None where there is no such branch."""
        try:
            found = self._client.find(self._path("git", "ref", "heads", branch), f"reading the branch {branch}")
        except Refused as refusal:
            if refusal.status == 409:  # an empty repository
                return None
            raise
        return str(found["object"]["sha"]) if found else None

    def file(self, path: str, revision: str) -> str | None:
        """A text file at a branch or commit, or None."""
        doing = f"reading {path}"
        found = self._client.find(self._path("contents", path), doing, ref=revision)
        if not isinstance(found, dict) or found.get("type") != "file":
            return None
        if found.get("encoding") != "base64":  # over 1 MB
            found = self._client.get(self._path("git", "blobs", found["sha"]), doing)
        try:
            return base64.b64decode(found["content"]).decode("utf-8")
        except UnicodeDecodeError:
            return None

    def permission_of(self, user: str) -> Role:
        """What the person may do right now; ``Role.NONE`` where anything is unclear."""
        if not LOGIN.fullmatch(user):
            return Role.NONE
        try:
            path = f"{self._path('collaborators')}/{quote(user, safe='')}/permission"
            found = self._client.get(path, f"reading the role of {user}")
            role = ROLES.get(str(found.get("role_name")))  # an organisation's own roles have other names
            return ROLES.get(str(found.get("permission")), Role.NONE) if role is None else role
        except (AgentsError, AttributeError):
            return Role.NONE

    def member_of(self, team: str, user: str) -> bool:
        """Whether the person is in ``org/team``; False where unclear."""
        organisation, _, slug = team.partition("/")
        if not (slug and LOGIN.fullmatch(user)):
            return False
        try:
            path = f"/orgs/{quote(organisation)}/teams/{quote(slug, safe='')}/memberships/{quote(user, safe='')}"
            found = self._client.get(path, f"reading the team {team}")
            return bool(found.get("state") == "active")
        except (AgentsError, AttributeError):
            return False

    def upload_sarif(self, head: str, reference: str, sarif: str) -> bool:
        """Hand findings to code scanning; False where it is off or the plan has none."""
        packed = base64.b64encode(gzip.compress(sarif.encode(), mtime=0)).decode()
        words = {"commit_sha": head, "ref": reference, "sarif": packed}
        try:
            self._client.write("POST", self._path("code-scanning", "sarifs"), "uploading findings", words)
        except Refused as refusal:
            if refusal.status in {403, 404}:
                return False
            raise
        return True

    def _repository(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._client.get(self._path(), f"opening the repository {self.repository}")
        return found
