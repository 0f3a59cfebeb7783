"""Checks as commit statuses: GitLab has no other kind that a bot can write."""

from collections.abc import Mapping
from typing import Any

from app.domain.publication import Check, CheckState
from app.forges.gitlab.comments import Comments
from app.forges.gitlab.errors import Missing, Refused
from app.forges.gitlab.project import found

STATES: Mapping[CheckState, str] = {
    "queued": "pending",
    "running": "running",
    "success": "success",
    "failure": "failed",
    "neutral": "skipped",
    "cancelled": "canceled",
}
UNENDED = ("created", "pending", "running")
DESCRIPTION = 255
"""Characters that GitLab keeps of a description."""


class Checks(Comments):
    """The part of ``Forge`` about checks. A status says at its end whose run it is, for there is no other field."""

    def ensure_check(self, check: Check) -> None:
        """The newest status of that name says this; annotations stand in the merge request's discussions instead."""
        wanted = {"name": check.name, "description": _description(check.title, check.run)}
        if check.url:
            wanted["target_url"] = check.url
        self._post(check.head, STATES[check.state], wanted)

    def conclude_checks(self, head: str, run: str, title: str) -> None:
        """What that run has not ended is cancelled; what another run has taken over stays."""
        for entry in self._statuses(head):
            if entry["status"] in UNENDED and str(entry.get("description") or "").endswith(_owner(run)):
                wanted = {"name": entry["name"], "description": _description(title, run)}
                self._post(head, "canceled", wanted | _linked(entry))

    def _post(self, head: str, state: str, wanted: Mapping[str, str]) -> None:
        def said() -> bool | None:
            return self._says(head, {**wanted, "status": state}) or None

        if said():
            return
        where = self.path(f"/statuses/{head}")
        try:
            self.client.create(where, said, bool, state=state, **wanted)
        except Missing as error:  # GitLab hangs a status on a branch: of a fork's commit it has to be told one
            branch = self._branch_of(head)
            if branch:
                self.client.create(where, said, bool, state=state, ref=branch, **wanted)
            elif "References" not in error.wrong:
                raise  # else the commit has been pushed away: there is no place where anybody would see it
        except Refused as error:
            if error.status == 400 and "transition" in error.wrong:
                return  # it has that state already, and GitLab takes no second word on it
            if error.status != 400 or state != "skipped":
                raise
            told = {**wanted, "description": f"Not run: {wanted['description']}"[:DESCRIPTION]}
            self._post(head, "success", told)  # older ones know no ``skipped``

    def _says(self, head: str, wanted: Mapping[str, str]) -> bool:
        entries = [entry for entry in self._statuses(head) if entry["name"] == wanted["name"]]
        return any(all(str(entry.get(key) or "") == value for key, value in wanted.items()) for entry in entries)

    def _statuses(self, head: str) -> list[dict[str, Any]]:
        """The newest of each name."""
        newest: dict[str, dict[str, Any]] = {}
        for entry in found(lambda: self.client.pages(self.path(f"/repository/commits/{head}/statuses"))) or ():
            name = str(entry["name"])
            if name not in newest or int(entry["id"]) > int(newest[name]["id"]):
                newest[name] = entry
        return list(newest.values())

    def _branch_of(self, head: str) -> str:
        """A branch that had the commit: by an open merge request, or by an earlier status."""
        where = self.path(f"/repository/commits/{head}/merge_requests")
        entries = found(lambda: self.client.pages(where, state="opened")) or []
        named = [str(entry["source_branch"]) for entry in entries] + [
            str(e.get("ref") or "") for e in self._statuses(head)
        ]
        return next((name for name in named if name), "")


def _owner(run: str) -> str:
    return f"(run {run})"


def _description(title: str, run: str) -> str:
    """One line, cut, with the run at its end."""
    owner = _owner(run)
    line = " ".join(title.split())
    room = DESCRIPTION - len(owner) - 1
    return f"{line if len(line) <= room else line[: room - 1] + '…'} {owner}".strip()


def _linked(entry: Mapping[str, Any]) -> dict[str, str]:
    return {"target_url": str(entry["target_url"])} if entry.get("target_url") else {}
