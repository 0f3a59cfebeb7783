"""What the fake GitLab holds: people, groups, projects, issues, merge requests. Git is on disk."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from tests.fakes.git_http import bare_repository, run_git
from tests.fakes.gitlab.answers import Wrong, missing

START = datetime(2026, 1, 1, tzinfo=UTC)
BOT, BOT_TOKEN = "agents-bot", "glpat-fake-token-of-the-bot"


@dataclass(slots=True)
class Person:
    """A user with the token that is theirs."""

    id: int
    username: str
    token: str
    state: str = "active"
    scopes: tuple[str, ...] = ("api",)
    expires: str = ""

    def brief(self) -> dict[str, Any]:
        """As GitLab shows people in other things."""
        return {"id": self.id, "username": self.username, "name": self.username.title(), "state": self.state}


@dataclass(slots=True)
class Project:
    """A project: ``members`` are access levels by user name."""

    id: int
    path: str
    bare: Path
    members: dict[str, int] = field(default_factory=dict)
    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    merges: dict[int, dict[str, Any]] = field(default_factory=dict)
    statuses: list[dict[str, Any]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    hooks: list[dict[str, Any]] = field(default_factory=list)
    archived: bool = False
    default_branch: str = "main"

    def head(self, branch: str) -> str:
        """The branch's commit, or empty."""
        found = run_git(self.bare, "for-each-ref", "--format=%(refname) %(objectname)", f"refs/heads/{branch}")
        return dict(line.split() for line in found.splitlines()).get(f"refs/heads/{branch}", "")


class State:
    """Everything, with the lock that every request holds."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock = threading.RLock()
        self.people: dict[str, Person] = {}
        self.groups: dict[str, dict[str, int]] = {}
        self.projects: dict[str, Project] = {}
        self.actions: list[str] = []  # quick actions that a text of someone's has set off
        self._ids = count(1001)
        self._clock = count()
        self.add_person(BOT, token=BOT_TOKEN)

    def next_id(self) -> int:
        """An id that is unique in the whole of GitLab."""
        return next(self._ids)

    def now(self) -> str:
        """A time of the fake's own, a minute after the one before."""
        return (START + timedelta(minutes=next(self._clock))).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def add_person(self, username: str, token: str = "", state: str = "active") -> Person:
        """A user; known ones are given back."""
        if username not in self.people:
            self.people[username] = Person(self.next_id(), username, token or f"glpat-fake-{username}", state)
        return self.people[username]

    def add_group(self, path: str, members: Mapping[str, int]) -> None:
        """A group; its people are made where they are missing."""
        for username in members:
            self.add_person(username)
        self.groups[path] = dict(members)

    def add_project(self, path: str, files: Mapping[str, str], members: Mapping[str, int]) -> Project:
        """A project with one commit; the bot is a developer unless ``members`` says otherwise."""
        everyone = {BOT: 30, **members}
        for username in everyone:
            self.add_person(username)
        project = Project(self.next_id(), path, bare_repository(self.root, path, files), everyone)
        self.projects[path] = project
        return project

    def add_issue(
        self, project: Project, title: str, body: str, author: str, labels: tuple[str, ...] = (), **more: Any
    ) -> dict[str, Any]:
        """An issue with the next number."""
        now, number = self.now(), len(project.issues) + 1
        project.labels.update(labels)
        project.issues[number] = {
            "id": self.next_id(),
            "iid": number,
            "project_id": project.id,
            "title": title,
            "description": body,
            "state": "opened",
            "created_at": now,
            "updated_at": now,
            "labels": list(labels),
            "author": self.add_person(author).brief(),
            "confidential": False,
            "web_url": f"https://gitlab.example/{project.path}/-/issues/{number}",
            **more,
            "_notes": [],
            "_awards": [],
        }
        return project.issues[number]

    def add_note(self, thread: dict[str, Any], author: str, body: str, **more: Any) -> dict[str, Any]:
        """A note in a thread."""
        now = self.now()
        note = {
            "id": self.next_id(),
            "type": None,
            "body": body,
            "author": self.add_person(author).brief(),
            "created_at": now,
            "updated_at": now,
            "system": False,
            "internal": False,
            "noteable_iid": thread["iid"],
            **more,
            "_awards": [],
        }
        thread["_notes"].append(note)
        return note

    def person_of(self, token: str) -> Person:
        """Whose token it is; raises for an unknown one."""
        for person in self.people.values():
            if token and person.token == token and person.state == "active":
                return person
        raise Wrong(401, "401 Unauthorized")

    def project_of(self, name: str) -> Project:
        """By path or id."""
        for project in self.projects.values():
            if name in {project.path, str(project.id)}:
                return project
        raise missing("Project")

    def level(self, project: Project, person: Person) -> int:
        """The person's access level with what the groups above give; 0 for nobody."""
        levels = [project.members.get(person.username, 0)]
        parts = project.path.split("/")
        levels += [
            self.groups.get("/".join(parts[:depth]), {}).get(person.username, 0) for depth in range(1, len(parts))
        ]
        return max(levels)

    def demand(self, project: Project, person: Person, level: int) -> None:
        """Raise as GitLab does where the person's role is too low."""
        has = self.level(project, person)
        if not has:
            raise missing("Project")
        if has < level:
            raise Wrong(403, "403 Forbidden")


def shown(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry without the fake's own fields."""
    return {key: value for key, value in entry.items() if not key.startswith("_")}
