"""The fake GitLab as a whole: API and git behind one address, with faults, and Python's doors to its state."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.wrappers import Response

from tests.fakes.faults import Answer, Faults, serve
from tests.fakes.git_http import commit, git_application
from tests.fakes.gitlab import deliveries
from tests.fakes.gitlab.answers import MOST_PER_PAGE, Call, Router, Wrong, plain
from tests.fakes.gitlab.merges import add_merge_request, refresh
from tests.fakes.gitlab.repository_routes import RepositoryRoutes
from tests.fakes.gitlab.state import Project, State, shown
from tests.fakes.gitlab.thread_routes import ThreadRoutes

FAULTS = {
    "throttled": Answer(429, b'{"message":"429 Too Many Requests"}', {"Retry-After": "1", "RateLimit-Remaining": "0"}),
    "throttled-long": Answer(429, b'{"message":"429 Too Many Requests"}', {"Retry-After": "3600"}),
    "expired": Answer(401, b'{"error":"invalid_token","error_description":"Token is expired."}'),
    "forbidden": Answer(403, b'{"message":"403 Forbidden"}'),
    "locked": Answer(409, b'{"message":"Conflict: Resource lock"}'),
}
SECRET = "a-secret-of-the-webhook"


class FakeGitLab:
    """A GitLab on loopback. ``most`` keeps pages small; ``old`` is one from before there was ``skipped``."""

    def __init__(self, root: Path, most: int = MOST_PER_PAGE, old: bool = False) -> None:
        self.world = State(root)
        self.url = ""
        self.secret = SECRET
        self.calls: list[tuple[str, str]] = []
        self.lag = 0  # requests until merge requests are brought up to a push
        self.faults = Faults(FAULTS)
        self._router = Router()
        RepositoryRoutes(self.world, most, old).register(self._router)
        ThreadRoutes(self.world, most).register(self._router)
        self._git = git_application(root, self._may_use_git, self._refresh)
        self.application = self.faults.wrap(self._serve)

    def person(self, username: str, **fields: Any) -> str:
        """Make a user; returns the token."""
        with self.world.lock:
            return self.world.add_person(username, **fields).token

    def group(self, path: str, members: Mapping[str, int]) -> None:
        """Make a group."""
        with self.world.lock:
            self.world.add_group(path, members)

    def project(self, path: str, files: Mapping[str, str], members: Mapping[str, int] | None = None) -> Project:
        """Make a project with one commit on ``main``."""
        with self.world.lock:
            return self.world.add_project(path, files, members or {})

    def issue(self, project: str, title: str, body: str = "", author: str = "ada", **fields: Any) -> int:
        """Make an issue; ``labels`` is a tuple. Returns its number."""
        with self.world.lock:
            made = self.world.add_issue(self.world.project_of(project), title, body, author, **fields)
            return int(made["iid"])

    def merge_request(
        self, project: str, branch: str, title: str = "A change", author: str = "ada", fork: str = "", **fields: str
    ) -> int:
        """Make a merge request from a branch that is there (of ``fork``, another project). Returns its number."""
        with self.world.lock:
            target = self.world.project_of(project)
            source = self.world.project_of(fork or project)
            base, body = fields.get("base", "main"), fields.get("body", "")
            return int(add_merge_request(self.world, target, source, branch, base, title, body, author)["iid"])

    def commit(self, project: str, branch: str, files: Mapping[str, str | None], onto: str = "") -> str:
        """Put a commit on a branch; ``onto`` starts it. Returns its id."""
        with self.world.lock:
            return commit(self.world.project_of(project).bare, branch, files, "Change", onto)

    def note(self, project: str, number: int, author: str, text: str, merge: bool = False, **fields: Any) -> int:
        """Write a comment; returns its id."""
        with self.world.lock:
            return int(self.world.add_note(self.thread(project, number, merge), author, text, **fields)["id"])

    def thread(self, project: str, number: int, merge: bool = False) -> dict[str, Any]:
        """The issue or merge request itself."""
        found = self.world.project_of(project)
        return (found.merges if merge else found.issues)[number]

    def fault(self, method: str, path: str, kind: str, times: int = 1) -> None:
        """Let the next requests that fit fail; kinds are those of ``Faults`` and of ``FAULTS``."""
        self.faults.add(method, path, kind, times)

    def delivery(self, kind: str, project: str, number: int, **words: Any) -> tuple[dict[str, str], bytes]:
        """A signed delivery from the present state; ``delivery`` gives its id, ``secret`` signs it.

        ``kind`` is ``note`` (``comment``, ``merge``), ``issue`` (``action``, ``added``, ``actor``) or ``merge_request``
        (``action``, ``oldrev``, ``ready``, ``actor``).
        """
        with self.world.lock:
            found = self.world.project_of(project)
            refresh(self.world, found)
            secret, identity = words.pop("secret", self.secret), words.pop("delivery", "")
            body = deliveries.packed(self._payload(kind, found, number, **words))
        return deliveries.headers_for(kind, body, secret, identity), body

    def state(self) -> dict[str, Any]:
        """Everything, as JSON."""
        with self.world.lock:
            return {
                "actions": list(self.world.actions),
                "projects": {path: _project(project) for path, project in self.world.projects.items()},
            }

    def _payload(self, kind: str, project: Project, number: int, **words: Any) -> dict[str, Any]:
        thread = self.thread(project.path, number, kind == "merge_request" or words.get("merge", False))
        if kind == "note":
            note = next(note for note in thread["_notes"] if note["id"] == words["comment"])
            return deliveries.note_payload(self.world, project, thread, note)
        action, actor = words.get("action", "open"), words.get("actor", "")
        if kind == "issue":
            return deliveries.issue_payload(self.world, project, thread, action, tuple(words.get("added", ())), actor)
        oldrev, ready = words.get("oldrev", ""), words.get("ready", False)
        return deliveries.merge_payload(self.world, project, thread, action, actor, oldrev, ready)

    def _serve(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith("/_control/"):
            return self._control(path.removeprefix("/_control/"), environ)(environ, start)
        if path.startswith("/api/v4/"):
            return self._api(environ)(environ, start)
        return self._git(environ, start)

    def _api(self, environ: WSGIEnvironment) -> Response:
        call = Call.read(environ)
        with self.world.lock:
            self.calls.append((call.method, call.path))
            self.lag -= 1
            for project in self.world.projects.values() if self.lag < 0 else ():
                refresh(self.world, project)
            try:
                answer = self._router.answer(call)
            except Wrong as error:
                answer = plain({"message": error.message}, error.status)
            left = max(0, 2000 - len(self.calls))
        answer.headers["RateLimit-Limit"], answer.headers["RateLimit-Remaining"] = "2000", str(left)
        return answer

    def _control(self, verb: str, environ: WSGIEnvironment) -> Response:
        """Python's methods for those in another process: the JSON body holds the words."""
        verbs = {"person", "group", "project", "issue", "merge_request", "commit", "note", "fault", "delivery", "state"}
        if verb not in verbs:
            return plain({"message": f"no such verb: {verb}"}, 404)
        words = Call.read(environ).values
        result = getattr(self, verb)(**words)
        if verb == "delivery":
            return plain({"headers": result[0], "body": result[1].decode()})
        return plain(result.path if isinstance(result, Project) else result)

    def _may_use_git(self, repository: str, token: str) -> bool:
        with self.world.lock:
            try:
                person = self.world.person_of(token)
                return self.world.level(self.world.project_of(repository), person) >= 30
            except Wrong:
                return False

    def _refresh(self, repository: str) -> None:
        with self.world.lock:
            refresh(self.world, self.world.project_of(repository))


@contextmanager
def running(root: Path, port: int = 0, most: int = MOST_PER_PAGE, old: bool = False) -> Iterator[FakeGitLab]:
    """A fake that answers at its ``url`` until the block ends."""
    fake = FakeGitLab(root, most, old)
    with serve(fake.application, port) as serving:
        fake.url = serving.url
        try:
            yield fake
        finally:
            fake.faults.release()


def _project(project: Project) -> dict[str, Any]:
    issues = {str(number): _thread(entry) for number, entry in project.issues.items()}
    merges = {str(number): _thread(entry) for number, entry in project.merges.items()}
    statuses = [shown(entry) for entry in project.statuses]
    plain_copy: dict[str, Any] = json.loads(
        json.dumps({"issues": issues, "merge_requests": merges, "statuses": statuses, "labels": sorted(project.labels)})
    )
    return plain_copy


def _thread(entry: dict[str, Any]) -> dict[str, Any]:
    discussions = [[shown(note) for note in one["notes"]] for one in entry.get("_discussions", ())]
    notes = [{**shown(note), "awards": note["_awards"]} for note in entry["_notes"]]
    return {**shown(entry), "notes": notes, "awards": entry["_awards"], "discussions": discussions}
