"""The API about issues, merge requests, notes, discussions and award emoji."""

import re
from typing import Any

from werkzeug.wrappers import Response

from tests.fakes.gitlab.answers import Call, Router, Wrong, missing, page, plain
from tests.fakes.gitlab.merges import add_merge_request, diffs, takes
from tests.fakes.gitlab.state import Person, Project, State, shown

ACTION = re.compile(r"^/(close|reopen|merge|approve|label|assign|title|lock)\b[^\n]*\n?", re.MULTILINE | re.IGNORECASE)
NOTE_LIMIT = 1_000_000


class ThreadRoutes:
    """Issues and merge requests answer to the same paths below their own."""

    def __init__(self, state: State, most: int) -> None:
        self.state = state
        self.most = most

    def register(self, router: Router) -> None:
        """Add the routes."""
        for kind in ("issues", "merge_requests"):
            top = f"/projects/:id/({kind})"
            router.add("GET", top, self._list)
            router.add("GET", f"{top}/:iid", lambda call: plain(shown(self._thread(call)[1])))
            router.add("PUT", f"{top}/:iid", self._change)
            router.add("GET", f"{top}/:iid/notes", self._notes)
            router.add("POST", f"{top}/:iid/notes", self._add_note)
            router.add("GET", f"{top}/:iid/notes/:note", lambda call: plain(shown(self._note(call))))
            router.add("PUT", f"{top}/:iid/notes/:note", self._change_note)
            router.add("DELETE", f"{top}/:iid/notes/:note", self._remove_note)
            for place in ("", "/notes/:note"):
                router.add("GET", f"{top}/:iid{place}/award_emoji", self._awards)
                router.add("POST", f"{top}/:iid{place}/award_emoji", self._award)
        merges = "/projects/:id/(merge_requests)"
        router.add("POST", merges, self._merge_request)
        router.add("GET", f"{merges}/:iid/versions", lambda call: self._part(call, "_versions"))
        router.add("GET", f"{merges}/:iid/diffs", self._diffs)
        router.add("GET", f"{merges}/:iid/discussions", self._discussions)
        router.add("POST", f"{merges}/:iid/discussions", self._discuss)

    def _project(self, call: Call, level: int = 10) -> tuple[Project, Person]:
        person = self.state.person_of(call.token)
        project = self.state.project_of(call.groups[0])
        self.state.demand(project, person, level)
        return project, person

    def _thread(self, call: Call, level: int = 10) -> tuple[Project, dict[str, Any], Person]:
        project, person = self._project(call, level)
        table = project.issues if call.groups[1] == "issues" else project.merges
        number = int(call.groups[2]) if call.groups[2].isdigit() else 0
        if number not in table:
            raise missing()
        return project, table[number], person

    def _list(self, call: Call) -> Response:
        project, _ = self._project(call)
        table = project.issues if call.groups[1] == "issues" else project.merges
        entries = [shown(entry) for entry in table.values() if _fits(entry, call)]
        return page(call, entries if call.query.get("sort") == "asc" else entries[::-1], self.most)

    def _change(self, call: Call) -> Response:
        project, thread, _ = self._thread(call, 15)
        values = dict(call.values)
        added, gone = (_split(values.pop(name, "")) for name in ("add_labels", "remove_labels"))
        project.labels.update(added)
        thread["labels"] = [label for label in dict.fromkeys([*thread["labels"], *added]) if label not in gone]
        if "description" in values:
            values["description"] = self._acted(str(values["description"]))
        if "state_event" in values:
            thread["state"] = {"close": "closed", "reopen": "opened"}[values.pop("state_event")]
        thread |= {**values, "updated_at": self.state.now()}
        return plain(shown(thread))

    def _notes(self, call: Call) -> Response:
        _, thread, _ = self._thread(call)
        notes = [shown(note) for note in thread["_notes"]]
        return page(call, notes if call.query.get("sort") == "asc" else notes[::-1], self.most)

    def _add_note(self, call: Call) -> Response:
        _, thread, person = self._thread(call)
        return plain(shown(self.state.add_note(thread, person.username, self._body(call))), 201)

    def _body(self, call: Call) -> str:
        body = str(call.values.get("body") or "")
        if len(body) > NOTE_LIMIT:
            raise Wrong(400, {"note": [f"is too long (maximum is {NOTE_LIMIT} characters)"]})
        body = self._acted(body)
        if not body.strip():
            raise Wrong(400, "400 Bad request - body is empty")
        return body

    def _acted(self, body: str) -> str:
        """Quick actions are carried out and leave the text."""
        self.state.actions += [match[0].strip() for match in ACTION.finditer(body)]
        return ACTION.sub("", body)

    def _note(self, call: Call) -> dict[str, Any]:
        _, thread, _ = self._thread(call)
        notes: list[dict[str, Any]] = thread["_notes"]
        for note in notes:
            if str(note["id"]) == call.groups[3]:
                return note
        raise missing()

    def _change_note(self, call: Call) -> Response:
        note = self._mine(call)
        note |= {"body": self._body(call), "updated_at": self.state.now()}
        return plain(shown(note))

    def _remove_note(self, call: Call) -> Response:
        note = self._mine(call)
        self._thread(call)[1]["_notes"].remove(note)
        return Response(status=204)

    def _mine(self, call: Call) -> dict[str, Any]:
        note, person = self._note(call), self.state.person_of(call.token)
        if note["author"]["username"] != person.username:
            raise Wrong(403, "403 Forbidden")
        return note

    def _awarded(self, call: Call) -> dict[str, Any]:
        return self._note(call) if len(call.groups) > 3 else self._thread(call)[1]

    def _awards(self, call: Call) -> Response:
        return page(call, self._awarded(call)["_awards"], self.most)

    def _award(self, call: Call) -> Response:
        place, person = self._awarded(call), self.state.person_of(call.token)
        entry = {"id": self.state.next_id(), "name": call.values["name"], "user": person.brief()}
        if any((a["name"], a["user"]["id"]) == (entry["name"], person.id) for a in place["_awards"]):
            raise Wrong(404, "404 Award Emoji Name has already been taken Not Found")
        place["_awards"].append(entry)
        return plain(entry, 201)

    def _merge_request(self, call: Call) -> Response:
        project, person = self._project(call, 30)
        words = call.values
        branch, base = words["source_branch"], words["target_branch"]
        for number, merge in project.merges.items():
            said = [merge[key] for key in ("state", "source_branch", "target_branch", "source_project_id")]
            if said == ["opened", branch, base, project.id]:
                raise Wrong(409, [f"Another open merge request already exists for this source branch: !{number}"])
        if not project.head(branch) or not project.head(base):
            raise Wrong(400, {"source_branch": ["does not exist"]})
        body = self._acted(str(words.get("description") or ""))
        made = add_merge_request(self.state, project, project, branch, base, words["title"], body, person.username)
        return plain(shown(made), 201)

    def _part(self, call: Call, name: str) -> Response:
        return page(call, self._thread(call)[1][name][::-1], self.most)

    def _diffs(self, call: Call) -> Response:
        project, merge, _ = self._thread(call)
        return page(call, diffs(project, merge), self.most)

    def _discussions(self, call: Call) -> Response:
        _, merge, _ = self._thread(call)
        notes = [{"id": f"note{note['id']}", "notes": [shown(note)]} for note in merge["_notes"]]
        threads = [{"id": one["id"], "notes": [shown(note) for note in one["notes"]]} for one in merge["_discussions"]]
        return page(call, notes + threads, self.most)

    def _discuss(self, call: Call) -> Response:
        project, merge, person = self._thread(call)
        position = call.values.get("position")
        if not position or not takes(project, merge, position):
            raise Wrong(400, '400 Bad request - Note {:line_code=>["can\'t be blank", "must be a valid line code"]}')
        body = self._body(call)
        note = self.state.add_note({**merge, "_notes": []}, person.username, body, type="DiffNote", position=position)
        entry = {"id": f"{self.state.next_id():040x}", "individual_note": False, "notes": [note]}
        merge["_discussions"].append(entry)
        return plain({**entry, "notes": [shown(note)]}, 201)


def _fits(entry: dict[str, Any], call: Call) -> bool:
    words = call.query
    if words.get("state", "all") not in {"all", entry["state"]}:
        return False
    if any(label not in entry["labels"] for label in _split(words.get("labels", ""))):
        return False
    return all(entry.get(key) == words[key] for key in ("source_branch", "target_branch") if key in words)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
