"""Prose: a paragraph about a stack, for the head of its README."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from pydantic import Field

from app.domain.thought import Thought
from app.reasoning.base import Data, Strict, Task, Thinker, Verdict
from app.reasoning.tasks.wording import require_words

LONGEST = 1200
SPAN = re.compile(r"`([^`]*)`")
NUMBER = re.compile(r"(?<![\w.:/-])\d[\d.,:/]*(?<![.,:/])(?!\w)")


class OverviewAnswer(Strict):
    """One paragraph."""

    overview: str = Field(
        description=f"One paragraph of plain sentences, at most {LONGEST} characters; names of components in backticks."
    )


@dataclass(slots=True)
class _Judge:
    names: Collection[str]
    facts: str
    kept: str = field(default="")

    def __call__(self, answer: OverviewAnswer) -> Verdict:
        text = require_words(answer.overview, self.facts, LONGEST)
        if text.count("`") % 2:
            raise ValueError("a backtick has no second one")
        strange = [name for name in SPAN.findall(text) if name not in self.names]
        if strange:
            raise ValueError(f"no component is called {', '.join(strange[:5])}; there are {', '.join(self.names)}")
        numbers = {found[0] for found in NUMBER.finditer(self.facts)}
        loose = [found[0] for found in NUMBER.finditer(text) if found[0] not in numbers]
        if loose:
            raise ValueError(f"the facts do not have the numbers {', '.join(loose[:5])}; leave them out")
        self.kept = text
        return Verdict(done=True)


def ask_overview(
    thinker: Thinker, instructions: str, names: Collection[str], facts: Data, beside: Sequence[Data]
) -> tuple[Thought, str]:
    """The thought and the paragraph, empty where there is none.

    ``names`` are what may stand in backticks: components and services; ``beside`` is what helps and is no fact.
    """
    judge = _Judge(names, facts.text)
    thought = thinker.think(
        Task("documentation", "overview", instructions, (facts, *beside), OverviewAnswer, judge)
    )  # fmt: skip
    text = judge.kept if thought.ended == "answered" else ""
    return replace(thought, kept=bool(text), why=thought.why or "wrote the overview of the README"), text
