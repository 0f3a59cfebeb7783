"""Commit statuses on GitHub, for tokens that may not write checks."""

from collections.abc import Mapping
from typing import Any

from app.domain.publication import Check, CheckState
from app.forges.github.part import Part

LIMIT = 140
"""Characters of a description."""
STATES: Mapping[CheckState, str] = {
    "queued": "pending",
    "running": "pending",
    "success": "success",
    "failure": "failure",
    "neutral": "success",
    "cancelled": "error",
}
"""There is no neutral status; ``success`` keeps branch protection from hanging and the description says more."""


class Statuses(Part):
    """One status for each check's name: the newest of a context counts."""

    def _ensure_status(self, check: Check) -> None:
        title = check.title or check.name
        description = _description(title if check.state != "neutral" else f"Not run: {title}", check.run)
        self._write_status(check.head, check.name, STATES[check.state], description, check.url)

    def _conclude_statuses(self, head: str, run: str, title: str) -> None:
        for context, found in self._newest_statuses(head).items():
            whose = str(found.get("description") or "")
            if found["state"] == "pending" and whose.endswith(_run(run)):
                address = found.get("target_url") or ""
                self._write_status(head, context, STATES["cancelled"], _description(title, run), address)

    def _write_status(self, head: str, context: str, state: str, description: str, address: str) -> None:
        words = {"state": state, "context": context, "description": description}
        words |= {"target_url": address} if address else {}

        def look() -> Any:
            found = self._newest_statuses(head).get(context)
            return found if found and all((found.get(key) or "") == value for key, value in words.items()) else None

        if look() is None:
            self._client.create(self._path("statuses", head), f"writing the status {context}", words, look)

    def _newest_statuses(self, head: str) -> dict[str, Any]:
        """Context → its newest status; GitHub lists the newest first."""
        path = self._path("commits", head, "statuses")
        listed = list(self._client.pages(path, f"reading the statuses of {head[:7]}"))
        return {str(one["context"]): one for one in reversed(listed)}


def _description(text: str, run: str) -> str:
    """One line that ends with the run: a status has no other place to keep whose it is."""
    line, end = " ".join(text.split()), _run(run)
    room = LIMIT - len(end)
    return (line if len(line) <= room else line[: room - 1] + "…") + end


def _run(run: str) -> str:
    return f" (run {run})"
