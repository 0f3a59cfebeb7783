"""How the fake GitHub writes people, repositories and issues."""

import hashlib
from dataclasses import dataclass
from typing import Any

from tests.fakes.github.state import Repository, State, Thread, iso

USER_URLS = [
    "events",
    "followers",
    "following",
    "gists",
    "organizations",
    "received_events",
    "repos",
    "starred",
    "subscriptions",
]
REPOSITORY_URLS = [
    "archive",
    "assignees",
    "blobs",
    "branches",
    "collaborators",
    "comments",
    "commits",
    "compare",
    "contents",
    "contributors",
    "deployments",
    "downloads",
    "events",
    "forks",
    "git_commits",
    "git_refs",
    "git_tags",
    "hooks",
    "issue_comment",
    "issue_events",
    "issues",
    "keys",
    "labels",
    "languages",
    "merges",
    "milestones",
    "notifications",
    "pulls",
    "releases",
    "stargazers",
    "statuses",
    "subscribers",
    "subscription",
    "tags",
    "teams",
    "trees",
]
NOTHING = dict.fromkeys(("milestone", "assignee", "closed_at"))


def node(number: int) -> str:
    """A node id."""
    return f"N_{number}"


@dataclass(frozen=True, slots=True)
class Basics:
    """Writes answers; ``web`` is the fake's address, ``api`` that of its API."""

    state: State
    web: str
    api: str

    def user(self, login: str) -> dict[str, Any]:
        """simple-user."""
        user = self.state.user(login)
        url = f"{self.api}/users/{login}"
        urls = {f"{name}_url": f"{url}/{name}" for name in USER_URLS}
        return urls | {
            "login": login,
            "id": user.id,
            "node_id": node(user.id),
            "avatar_url": f"{self.web}/{login}.png",
            "gravatar_id": "",
            "url": url,
            "html_url": f"{self.web}/{login}",
            "type": user.kind,
            "site_admin": False,
        }

    def public_user(self, login: str) -> dict[str, Any]:
        """public-user, what ``GET /user`` answers."""
        empty = dict.fromkeys(("bio", "blog", "company", "email", "hireable", "location", "name"))
        counts = dict.fromkeys(("followers", "following", "public_gists", "public_repos"), 0)
        times = dict.fromkeys(("created_at", "updated_at"), iso(0))
        return self.user(login) | empty | counts | times | {"user_view_type": "public"}

    def repository(self, repository: Repository) -> dict[str, Any]:
        """full-repository."""
        owner, _, name = repository.name.partition("/")
        url = f"{self.api}/repos/{repository.name}"
        urls = {f"{one}_url": f"{url}/{one}" for one in REPOSITORY_URLS}
        counts = ("forks", "open_issues", "watchers", "stargazers")
        numbers = dict.fromkeys((*(f"{one}_count" for one in counts), *counts[:3], "network_count"), 0)
        features = dict.fromkeys(("issues", "projects", "wiki", "pages", "discussions", "downloads"), False)
        clone = f"{self.web}/{repository.name}.git"
        return (
            urls
            | numbers
            | {f"has_{one}": value for one, value in features.items()}
            | {
                "id": repository.id,
                "node_id": node(repository.id),
                "name": name,
                "full_name": repository.name,
                "owner": self.user(owner),
                "private": repository.private,
                "fork": bool(repository.fork_of),
                "html_url": f"{self.web}/{repository.name}",
                "url": url,
                "clone_url": clone,
                "git_url": clone,
                "ssh_url": clone,
                "svn_url": clone,
                "default_branch": repository.default,
                "description": None,
                "homepage": None,
                "language": None,
                "license": None,
                "mirror_url": None,
                "archived": repository.archived,
                "disabled": False,
                "size": 1,
                "subscribers_count": 0,
                "visibility": "private" if repository.private else "public",
                **dict.fromkeys(("created_at", "updated_at", "pushed_at"), iso(0)),
            }
        )

    def label(self, repository: Repository, name: str) -> dict[str, Any]:
        """label."""
        number = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
        url = f"{self.api}/repos/{repository.name}/labels/{name}"
        plain = {"description": "", "color": "ededed", "default": False}
        return plain | {"id": number, "node_id": node(number), "url": url, "name": name}

    def issue(self, repository: Repository, thread: Thread) -> dict[str, Any]:
        """issue; pull requests are issues too, with a key of their own."""
        shape = self._thread(repository, thread, "issues")
        url, kind = shape["url"], "pull" if thread.branch else "issues"
        shape |= {
            "events_url": f"{url}/events",
            "labels_url": f"{url}/labels",
            "repository_url": f"{self.api}/repos/{repository.name}",
            "comments": len(thread.comments),
            "html_url": f"{self.web}/{repository.name}/{kind}/{thread.number}",
        }
        if thread.branch:
            pull = f"{self.api}/repos/{repository.name}/pulls/{thread.number}"
            links = dict.fromkeys(("html_url", "diff_url", "patch_url"), shape["html_url"])
            shape |= {"draft": thread.draft, "pull_request": {"url": pull, "merged_at": None, **links}}
        return shape

    def _thread(self, repository: Repository, thread: Thread, kind: str) -> dict[str, Any]:
        url = f"{self.api}/repos/{repository.name}/{kind}/{thread.number}"
        return NOTHING | {
            "url": url,
            "id": thread.id,
            "node_id": node(thread.id),
            "number": thread.number,
            "state": "open" if thread.open else "closed",
            "closed_at": None if thread.open else iso(thread.updated),
            "locked": False,
            "title": thread.title,
            "body": thread.body or None,
            "user": self.user(thread.author),
            "labels": [self.label(repository, name) for name in thread.labels],
            "assignees": [],
            "comments_url": f"{self.api}/repos/{repository.name}/issues/{thread.number}/comments",
            "author_association": "NONE",
            "created_at": iso(thread.created),
            "updated_at": iso(thread.updated),
        }

    def reaction(self, login: str, content: str) -> dict[str, Any]:
        """reaction."""
        number = self.state.next_id()
        when = iso(self.state.now())
        return {"id": number, "node_id": node(number), "user": self.user(login), "content": content, "created_at": when}
