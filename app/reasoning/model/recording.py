"""Writes down every request to a model and what came of it, so that the run can be replayed."""

import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.domain.errors import UsageFailure
from app.domain.redaction import redact_values
from app.domain.thought import OverBudget, Usage
from app.reasoning.base import Model, ModelDown, Reply, Turn
from app.reasoning.model.limits import Limits
from app.reasoning.model.quoting import cleaned
from app.reasoning.model.recorded import Answers, Header, digest_of, error_of, parse, reply_of, request_of


class Recorder:
    """A model whose every answer is written to a file that only its owner may read; made with the first request."""

    def __init__(
        self, model: Model, path: Path, prompts: Mapping[str, int], limits: Limits, *, resume: bool = False
    ) -> None:
        """With ``resume`` a file that is there is gone on with, and what it knows is not asked again; else replaced."""
        self.name = model.name
        self.id = model.id
        self._model = model
        self._path = path
        self._header = Header(name=model.name, id=model.id, prompts=dict(prompts), limits=limits)
        self._lock = threading.Lock()
        self._known: set[str] = set()
        self._answers = Answers()
        self._begun = False
        if resume:
            self._resume()

    def most(self, turn: Turn) -> Usage:
        """The model's own bound."""
        return self._model.most(turn)

    def ask(self, turn: Turn, seconds: float) -> Reply:
        """Ask and write down; what cannot be written down is no answer."""
        digest = digest_of(turn)
        known = self._answers.take(digest, again=False)
        if known is not None:
            return known.give()
        self._begin()
        try:
            reply = cleaned(self._model.ask(turn, seconds))
        except (ModelDown, OverBudget) as error:
            self._write(turn, digest, {"error": error_of(error)}, getattr(error, "spent", Usage()))
            raise
        self._write(turn, digest, {"reply": reply_of(reply)}, reply.usage)
        return reply

    def _resume(self) -> None:
        try:
            text = self._path.read_bytes()
        except OSError:
            return
        whole = text[: text.rfind(b"\n") + 1]  # the last line may have been cut by the crash
        try:
            header, lines = parse(whole)
        except UsageFailure:
            return
        if header == self._header:
            self._begun = True
            self._answers = Answers(lines)
            os.truncate(self._path, len(whole))

    def _begin(self) -> None:
        """The file with its first line; where that cannot be, nothing is asked, because it could not be recorded."""
        try:
            with self._lock:
                if not self._begun:
                    self._path.parent.mkdir(parents=True, exist_ok=True)
                    self._path.unlink(missing_ok=True)
                    self._append(self._header.model_dump(mode="json"))
                    self._begun = True
        except OSError as error:
            raise ModelDown(f"its answers could not be recorded in {self._path.name}: {error.strerror}") from error

    def _write(self, turn: Turn, digest: str, end: Mapping[str, Any], spent: Usage) -> None:
        before = digest_of(turn, turn.messages[:-2])
        try:
            with self._lock:
                after = before if before in self._known else ""
                self._known.add(digest)
                line = {"digest": digest, "after": after, "request": request_of(turn, whole=not after), **end}
                self._append(redact_values(line))
        except OSError as error:
            why = f"its answer could not be recorded in {self._path.name}: {error.strerror}"
            raise ModelDown(why, spent) from error

    def _append(self, line: Mapping[str, Any]) -> None:
        text = memoryview(f"{json.dumps(line)}\n".encode())
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
        place = os.open(self._path, flags, 0o600)
        try:
            while text:
                text = text[os.write(place, text) :]
        finally:
            os.close(place)
