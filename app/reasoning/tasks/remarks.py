"""Remarks: what a model says about results that stand. Nothing of it changes a finding, a price or a verdict."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import Field

from app.domain.thought import Remark, RemarkKind, Thought
from app.reasoning.base import Data, Strict, Task, Thinker, Verdict
from app.reasoning.tasks.wording import require_words

LONGEST = 400
"""Characters of a remark."""
MOST = 8
"""Remarks of one agent."""


class Said(Strict):
    """One remark."""

    about: str = Field("", max_length=40, description="The id of the fact it is about; empty for all of them together.")
    kind: RemarkKind = Field(description="What it is.")
    text: str = Field(description=f"One to three plain sentences, at most {LONGEST} characters, no Markdown, no links.")


class RemarksAnswer(Strict):
    """All of them, the most important first."""

    remarks: list[Said] = Field(max_length=MOST, description="Empty where nothing helps the reader.")


@dataclass(slots=True)
class _Judge:
    """Accepts what speaks of facts that there are."""

    agent: str
    named: Mapping[str, str]
    text: str
    kinds: Collection[RemarkKind]
    kept: tuple[Remark, ...] = field(default=())

    def __call__(self, answer: RemarksAnswer) -> Verdict:
        self.kept = tuple(dict.fromkeys(self._remark(one) for one in answer.remarks))
        return Verdict(done=True)

    def _remark(self, one: Said) -> Remark:
        if one.kind not in self.kinds:
            raise ValueError(f"the kind {one.kind} is not for this task; there are {', '.join(self.kinds)}")
        if one.about not in self.named:
            raise ValueError(f"no fact has the id {one.about[:40]!r}; use the ids that stand in the facts")
        if bool(one.about) == (one.kind == "summary"):
            raise ValueError("a summary is about no single fact, every other remark is about one")
        return Remark(self.agent, one.kind, require_words(one.text, self.text, LONGEST), self.named[one.about])


def ask_remarks(
    thinker: Thinker,
    agent: str,
    instructions: str,
    what: str,
    facts: Sequence[tuple[str, Mapping[str, Any]]],
    kinds: Collection[RemarkKind],
    beside: Sequence[Data] = (),
    frame: Mapping[str, Any] | None = None,
) -> tuple[Thought, tuple[Remark, ...]]:
    """What the model says about the facts, as far as they bear it out.

    Each fact is how it is found again (a fingerprint, an address) and what the model is told of it, as JSON. ``what``
    names them in words; ``frame`` is what holds for all of them (totals, limits), ``beside`` what helps
    to understand them and is no fact.
    """
    named = {f"n{number}": about for number, (about, _) in enumerate(facts, 1)}
    rows = [dict(frame)] if frame else []
    rows += [{"id": name, **record} for name, (_, record) in zip(named, facts, strict=True)]
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    judge = _Judge(agent, {"": "", **named}, text, kinds)
    task = Task(agent, "remarks", instructions, (Data(what, text), *beside), RemarksAnswer, judge)
    thought = thinker.think(task)
    kept = judge.kept if thought.ended == "answered" else ()
    why = thought.why or (f"{len(kept)} remark(s)" if kept else "nothing to add")
    return replace(thought, kept=bool(kept), why=why), kept
