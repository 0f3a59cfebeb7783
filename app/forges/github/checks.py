"""Checks on GitHub: check runs where the token may write them, commit statuses elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.domain.publication import Annotation, Check, CheckState
from app.forges.github.part import Part
from app.forges.github.refusals import Refused
from app.forges.github.statuses import Statuses

BATCH = 50
"""Annotations a request: docs.github.com, "Update a check run"."""
SUMMARY_LIMIT = 65_535
STATES: Mapping[CheckState, Mapping[str, str]] = {
    "queued": {"status": "queued"},
    "running": {"status": "in_progress"},
    "success": {"status": "completed", "conclusion": "success"},
    "failure": {"status": "completed", "conclusion": "failure"},
    "neutral": {"status": "completed", "conclusion": "neutral"},
    "cancelled": {"status": "completed", "conclusion": "cancelled"},
}


class Checks(Statuses, Part):
    """One check of a name on a commit, whichever run it is of."""

    def ensure_check(self, check: Check) -> None:
        """Make the check or bring it up to date."""
        self._as_allowed(lambda: self._ensure_run(check), lambda: self._ensure_status(check))

    def conclude_checks(self, head: str, run: str, title: str) -> None:
        """End as cancelled every check of that run on that commit that has not ended."""
        self._as_allowed(
            lambda: self._conclude_runs(head, run, title), lambda: self._conclude_statuses(head, run, title)
        )

    def _as_allowed(self, with_checks: Callable[[], None], with_statuses: Callable[[], None]) -> None:
        if not self._access.statuses:
            try:
                return with_checks()
            except Refused as refusal:
                if refusal.status != 403:
                    raise
                self._access.statuses = True
        return with_statuses()

    def _ensure_run(self, check: Check) -> None:
        doing = f"writing the check {check.name}"
        found = self._newest(check.head, check.name)
        if found is None:
            found = self._create(check, doing)
        if not _shows(found, check):
            changed = self._client.write("PATCH", self._path("check-runs", found["id"]), doing, _words(check))
            if changed["status"] != STATES[check.state]["status"]:
                changed = self._create(check, doing)  # one that has ended is not always opened again
            found = changed
        self._annotate(found, check, doing)

    def _create(self, check: Check, doing: str) -> Any:
        def look() -> Any:
            newest = self._newest(check.head, check.name)
            return newest if newest and newest["external_id"] == check.run else None

        words = {"name": check.name, "head_sha": check.head} | _words(check)
        return self._client.create(self._path("check-runs"), doing, words, look)

    def _newest(self, head: str, name: str) -> Any:
        return max(self._runs(head, name), key=lambda one: int(one["id"]), default=None)

    def _runs(self, head: str, name: str = "") -> list[Any]:
        query: dict[str, Any] = {"filter": "all"} | ({"check_name": name} if name else {})
        path = self._path("commits", head, "check-runs")
        found = self._client.pages(path, f"reading the checks of {head[:7]}", "check_runs", **query)
        return [one for one in found if self._is_ours(one) and name in {"", one["name"]}]

    def _is_ours(self, found: Mapping[str, Any]) -> bool:
        """Another App may have a check of the same name."""
        slug = (found.get("app") or {}).get("slug")
        return slug is None or f"{slug}[bot]".lower() == self._access.login().lower()

    def _annotate(self, found: Mapping[str, Any], check: Check, doing: str) -> None:
        """GitHub only ever adds annotations: those that are there are not sent again."""
        path = self._path("check-runs", found["id"])

        def missing() -> list[dict[str, Any]]:
            present = {_place(one) for one in self._client.pages(f"{path}/annotations", doing)}
            return [one for one in map(_annotation, check.annotations) if _place(one) not in present]

        if not check.annotations:
            return
        counted = found["output"]["annotations_count"]
        left = missing() if counted else [_annotation(one) for one in check.annotations]
        while left:
            batch = left[:BATCH]

            def added(batch: Sequence[dict[str, Any]] = batch) -> Any:
                return found if batch[0] not in missing() else None

            words = {"output": _output(check) | {"annotations": batch}}
            self._client.create(path, doing, words, added, verb="PATCH")
            left = left[BATCH:]

    def _conclude_runs(self, head: str, run: str, title: str) -> None:
        for found in self._runs(head):
            if found["external_id"] == run and found["status"] != "completed":
                words = {**STATES["cancelled"], "output": {"title": title, "summary": title}}
                doing = f"ending the check {found['name']}"
                self._client.write("PATCH", self._path("check-runs", found["id"]), doing, words)


def _words(check: Check) -> dict[str, Any]:
    words: dict[str, Any] = {"external_id": check.run, "output": _output(check), **STATES[check.state]}
    return words | ({"details_url": check.url} if check.url else {})


def _output(check: Check) -> dict[str, Any]:
    return {"title": check.title or check.name, "summary": check.summary[:SUMMARY_LIMIT]}


def _shows(found: Mapping[str, Any], check: Check) -> bool:
    """Whether nothing but annotations is to be written."""
    state, output = STATES[check.state], found["output"]
    wanted = (state["status"], state.get("conclusion"), check.run, *_output(check).values())
    kept = (found["status"], found.get("conclusion"), found["external_id"], output["title"], output["summary"])
    return wanted == kept


def _annotation(annotation: Annotation) -> dict[str, Any]:
    words = {
        "path": annotation.path,
        "start_line": annotation.line,
        "end_line": annotation.end_line,
        "annotation_level": annotation.level,
        "message": annotation.message,
    }
    return words | ({"title": annotation.title[:255]} if annotation.title else {})


def _place(annotation: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(annotation.get(key) for key in ("path", "start_line", "end_line", "title", "message"))
