"""The API about users, members, the repository and commit statuses."""

import subprocess
from typing import Any

from werkzeug.wrappers import Response

from tests.fakes.git_http import run_git
from tests.fakes.gitlab.answers import Call, Router, Wrong, missing, page, plain
from tests.fakes.gitlab.state import Person, Project, State

STATES = {"pending", "running", "success", "failed", "canceled", "skipped"}
LIVE = {"pending", "running"}


class RepositoryRoutes:
    """``old`` GitLab takes no ``skipped``; ``most`` is the largest page."""

    def __init__(self, state: State, most: int, old: bool) -> None:
        self.state = state
        self.most = most
        self.old = old

    def register(self, router: Router) -> None:
        """Add the routes."""
        router.add("GET", "/user", lambda call: plain(self.state.person_of(call.token).brief()))
        router.add("GET", "/version", lambda call: plain({"version": "18.9.0", "revision": "fake"}))
        router.add("GET", "/personal_access_tokens/self", self._token)
        router.add("GET", "/users", self._users)
        router.add("GET", "/projects", self._own_projects)
        router.add("GET", "/projects/:id", self._project)
        router.add("GET", "/projects/:id/hooks", self._hooks)
        router.add("GET", "/projects/:id/members/all/:user", self._member)
        router.add("GET", "/groups/:id/members/all/:user", self._group_member)
        router.add("GET", "/projects/:id/repository/branches/:branch", self._branch)
        router.add("GET", "/projects/:id/repository/files/:path/raw", self._file)
        router.add("GET", "/projects/:id/repository/commits/:sha/statuses", self._statuses)
        router.add("GET", "/projects/:id/repository/commits/:sha/merge_requests", self._merges_of)
        router.add("POST", "/projects/:id/statuses/:sha", self._post_status)

    def _token(self, call: Call) -> Response:
        person = self.state.person_of(call.token)
        return plain({"id": 1, "scopes": list(person.scopes), "active": True, "expires_at": person.expires or None})

    def _own_projects(self, call: Call) -> Response:
        person = self.state.person_of(call.token)
        own = [one for one in self.state.projects.values() if self.state.level(one, person)]
        return page(call, [{"id": one.id, "path_with_namespace": one.path} for one in own], self.most)

    def _hooks(self, call: Call) -> Response:
        """For maintainers."""
        project, _ = self._opened(call, 40)
        return page(call, project.hooks, self.most)

    def _users(self, call: Call) -> Response:
        wanted = call.query.get("username", "").casefold()
        return page(call, [p.brief() for p in self.state.people.values() if p.username.casefold() == wanted])

    def _opened(self, call: Call, level: int = 10) -> tuple[Project, Person]:
        person = self.state.person_of(call.token)
        project = self.state.project_of(call.groups[0])
        self.state.demand(project, person, level)
        return project, person

    def _project(self, call: Call) -> Response:
        project, person = self._opened(call)
        return plain(
            {
                "id": project.id,
                "path_with_namespace": project.path,
                "default_branch": project.default_branch if project.head(project.default_branch) else None,
                "empty_repo": not run_git(project.bare, "for-each-ref", "--count=1"),
                "http_url_to_repo": f"{call.base}/{project.path}.git",
                "archived": project.archived,
                "permissions": {
                    "project_access": {"access_level": self.state.level(project, person)},
                    "group_access": None,
                },
            }
        )

    def _member(self, call: Call) -> Response:
        project, _ = self._opened(call)
        for person in self.state.people.values():
            level = self.state.level(project, person)
            if str(person.id) == call.groups[1] and level:
                return plain({**person.brief(), "access_level": level})
        raise missing()

    def _group_member(self, call: Call) -> Response:
        self.state.person_of(call.token)
        path = call.groups[0]
        if path not in self.state.groups:
            raise missing("Group")
        parts = path.split("/")
        above = [self.state.groups.get("/".join(parts[:depth]), {}) for depth in range(1, len(parts) + 1)]
        for person in self.state.people.values():
            level = max(group.get(person.username, 0) for group in above)
            if str(person.id) == call.groups[1] and level:
                return plain({**person.brief(), "access_level": level})
        raise missing()

    def _branch(self, call: Call) -> Response:
        project, _ = self._opened(call)
        head = project.head(call.groups[1])
        if not head:
            raise missing("Branch")
        return plain({"name": call.groups[1], "commit": {"id": head}, "protected": False})

    def _file(self, call: Call) -> Response:
        project, _ = self._opened(call, 15)
        where = f"{call.query.get('ref', 'HEAD')}:{call.groups[1]}"
        done = subprocess.run(["git", "cat-file", "blob", where], cwd=project.bare, capture_output=True, check=False)
        if done.returncode:
            raise missing("File")
        return Response(done.stdout, content_type="text/plain; charset=utf-8")

    def _merges_of(self, call: Call) -> Response:
        project, _ = self._opened(call)
        found = [
            {key: value for key, value in merge.items() if not key.startswith("_")}
            for merge in project.merges.values()
            if merge["sha"] == call.groups[1]
        ]
        return page(call, found, self.most)

    def _statuses(self, call: Call) -> Response:
        project, _ = self._opened(call)
        self._commit(project, call.groups[1])
        listed = [entry for entry in project.statuses if entry["sha"] == call.groups[1] and not entry["retried"]]
        return page(call, listed, self.most)

    def _post_status(self, call: Call) -> Response:
        project, person = self._opened(call, 30)
        head, values = call.groups[1], call.values
        self._commit(project, head)
        state = values.get("state")
        if state not in (STATES - {"skipped"} if self.old else STATES):
            raise Wrong(400, "state does not have a valid value")
        if len(values.get("description") or "") > 255:
            raise Wrong(400, {"description": ["is too long (maximum is 255 characters)"]})
        branches = run_git(project.bare, "for-each-ref", "--contains", head, "--format=%(refname:short)", "refs/heads")
        reference = values.get("ref") or branches.partition("\n")[0]
        if not reference:
            raise missing("References for commit")
        entry = self._running(project, head, str(values["name"])) or self._new_status(project, head, values, person)
        entry |= {key: values[key] for key in ("description", "target_url") if key in values}
        if entry["status"] == state and entry["_told"]:
            raise Wrong(
                400, f"Cannot transition status via :enqueue from :{state} (Reason(s): Status cannot transition)"
            )
        entry |= {"status": state, "ref": reference, "_told": True}
        return plain({key: value for key, value in entry.items() if not key.startswith("_")}, 201)

    def _running(self, project: Project, head: str, name: str) -> dict[str, Any] | None:
        fitting = [e for e in project.statuses if (e["sha"], e["name"]) == (head, name) and e["status"] in LIVE]
        return fitting[-1] if fitting else None

    def _new_status(self, project: Project, head: str, values: Any, person: Person) -> dict[str, Any]:
        for entry in project.statuses:
            if (entry["sha"], entry["name"]) == (head, values["name"]):
                entry["retried"] = True
        entry = {
            "id": self.state.next_id(),
            "sha": head,
            "name": values["name"],
            "status": "created",
            "description": None,
            "target_url": None,
            "created_at": self.state.now(),
            "author": person.brief(),
            "retried": False,
            "_told": False,
        }
        project.statuses.append(entry)
        return entry

    def _commit(self, project: Project, head: str) -> None:
        words = ["git", "cat-file", "-e", f"{head}^{{commit}}"]
        if subprocess.run(words, cwd=project.bare, capture_output=True, check=False).returncode:
            raise missing("Commit")
