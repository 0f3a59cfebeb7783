"""Where a run speaks: its thread's living comment, replies, reactions."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock
from typing import TypeVar

from app.domain.errors import AgentsError, Forbidden
from app.domain.event import Thread
from app.domain.job import RunRow, ThreadMemory
from app.domain.publication import Marker, Reaction
from app.forges.base import Forge
from app.pipeline.steps import StepRunner
from app.reports.answers import carry_answers
from app.reports.marker import mark_of, parse_marker, render_marker
from app.stores.store import Store

T = TypeVar("T")
PATIENCE = (5.0, 30.0, 120.0)
"""Seconds to wait before an answer is tried again; the forge's client has its own, shorter retries inside each."""

TURNS = tuple(Lock() for _ in range(64))
"""One for each thread's living comment (some share one): what is read there and then written is not lost between a
run that ends and an answer that is given meanwhile."""


class Desk:
    """Publishes for one run. Every verb is one durable step and may be repeated."""

    def __init__(self, forge: Forge, store: Store, row: RunRow, steps: StepRunner) -> None:
        self.forge = forge
        self.row = row
        self.thread = row.event.thread
        self._store = store
        self._steps = steps
        self._replies = 0

    def moved(self, thread: Thread, sequence: int) -> "Desk":
        """The same run's desk in another thread."""
        event = replace(self.row.event, thread=thread, comment="")
        return Desk(self.forge, self._store, replace(self.row, event=event, sequence=sequence), self._steps)

    def memory(self) -> ThreadMemory:
        """What is remembered of the thread."""
        return self._store.thread(self.thread.name)

    def react(self, reaction: Reaction) -> None:
        """Show on what triggered the run that it was seen; a thread that is gone by now is no failure."""

        def work() -> None:
            event = self.row.event
            self.forge.ensure_reaction(self.thread.number, self.thread.pull_request, event.comment, reaction)

        self.try_to("react", work)

    def welcome(self, body: str) -> None:
        """The first words in a repository; nothing waits for them."""
        marker = Marker("welcome", self.row.id)
        self.try_to("welcome", lambda: self._put(marker.key, 1, f"{render_marker(marker)}\n{body}"))

    def reply(self, body: str) -> None:
        """A comment of its own: help, a refusal, a mistake."""
        marker = Marker(self._next_reply(), self.row.id)
        self.insist("reply", lambda: self._put(marker.key, 1, f"{render_marker(marker)}\n{body}"))

    def apologise(self, body: str) -> None:
        """A reply that says what went wrong; where even that cannot be said, the run's page and the log say it."""
        marker = Marker(self._next_reply(), self.row.id)
        self.try_to("excuse", lambda: self._put(marker.key, 1, f"{render_marker(marker)}\n{body}"))

    def living(self, parts: Sequence[str], name: str = "comment", unless_on: str = "") -> None:
        """Bring the living comment up to date, unless a newer run has written it already; ``name`` is the step's.

        A comment that speaks of the commit ``unless_on`` stays as it is.
        """
        self.insist(name, lambda: self.show(parts, unless_on))

    def show(self, parts: Sequence[str], unless_on: str = "") -> None:
        """The same outside a step: for progress, which need not be remembered."""
        with self._turn():
            self._show(parts, unless_on)

    def _show(self, parts: Sequence[str], unless_on: str) -> None:
        there = self._there()
        marker = parse_marker(there)
        # Jobs of a pipeline that began at once have counted on from the same comment: the later run goes before then.
        ours = (self.row.sequence, self.row.id)
        if marker and ((marker.sequence, marker.run) > ours or (unless_on and marker.head == unless_on)):
            return
        for number, text in enumerate(parts, start=1):
            kept = number == 1 and marker is not None and marker.run == self.row.id
            self._put("living", number, carry_answers(there, text, self.forge.comment_limit) if kept else text)
        known = self.memory().comments
        for number in range(len(parts) + 1, len(known) + 2):
            if f"living.{number}" in known:
                marker = Marker("living", self.row.id, sequence=self.row.sequence, part=number)
                self._put("living", number, f"{render_marker(marker)}\n—")

    def answer(self, section: Callable[[str], Sequence[str]], alone: str) -> None:
        """Put an answer into the living comment; ``section`` makes its parts from the first part's present text.

        Where it makes none, since there is no room left, the answer stands ``alone`` in a comment of its own.
        """

        def work() -> None:
            with self._turn():
                parts = section(self._there())
                for number, text in enumerate(parts, start=1):
                    self._put("living", number, text)
            if not parts:
                marker = Marker(f"answer-{self.row.id}", self.row.id)
                self._put(marker.key, 1, f"{render_marker(marker)}\n{alone}")

        self.insist("answer", work)

    def insist(self, name: str, work: Callable[[], T]) -> T:
        """A step that must succeed: tried again, each try a step of its own, while the forge is out of order."""
        for number, wait in enumerate(PATIENCE, start=1):
            try:
                return self._steps.step(name if number == 1 else f"{name} {number}", work)
            except Forbidden:
                raise
            except AgentsError:
                time.sleep(wait)
        return self._steps.step(f"{name} {len(PATIENCE) + 1}", work)

    def try_to(self, name: str, work: Callable[[], object]) -> str:
        """A step that may fail: what was wrong, or empty."""
        try:
            self._steps.step(name, work)
        except AgentsError as error:
            return str(error)
        return ""

    def _turn(self) -> Lock:
        return TURNS[hash(self.thread.name) % len(TURNS)]

    def _next_reply(self) -> str:
        """Each reply of a run is a comment of its own; the same ones in the same order when the run is recovered."""
        self._replies += 1
        return f"reply-{self.row.id}" + (f"-{self._replies}" if self._replies > 1 else "")

    def _there(self) -> str:
        """The living comment's first part as it stands, or empty."""
        known = self.memory().comments.get("living", "")
        found = self.forge.comment(self.thread.number, self.thread.pull_request, mark_of("living"), known)
        return found[1] if found else ""

    def _put(self, key: str, part: int, text: str) -> None:
        name = key if part == 1 else f"{key}.{part}"
        known = self.memory().comments.get(name, "")
        made = self.forge.ensure_comment(self.thread.number, self.thread.pull_request, mark_of(key, part), text, known)
        if made != known:
            self._store.remember(self.thread.name, comments={name: made})
