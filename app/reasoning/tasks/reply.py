"""A reply: the answer to somebody's question, from what the run has established."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pydantic import Field

from app.domain.thought import Thought
from app.reasoning.base import Data, Strict, Task, Thinker, Verdict
from app.reasoning.tasks.wording import require_words

TEXT = 2000
POINT = 400
POINTS = 8


class ReplyAnswer(Strict):
    """The answer, in the language of the question."""

    text: str = Field(description=f"The answer in plain sentences, at most {TEXT} characters, no Markdown, no links.")
    points: list[str] = Field(
        default_factory=list, max_length=POINTS, description=f"What is better listed, each at most {POINT} characters."
    )


@dataclass(slots=True)
class _Judge:
    facts: str
    kept: tuple[str, tuple[str, ...]] = field(default=("", ()))

    def __call__(self, answer: ReplyAnswer) -> Verdict:
        points = tuple(require_words(point, self.facts, POINT) for point in answer.points)
        self.kept = require_words(answer.text, self.facts, TEXT), points
        return Verdict(done=True)


def ask_reply(
    thinker: Thinker, instructions: str, question: str, facts: Sequence[Data]
) -> tuple[Thought, str, tuple[str, ...]]:
    """The thought, and the answer with its points; both empty where there is none."""
    judge = _Judge("\n".join((question, *(fact.text for fact in facts))))
    task = Task(
        "explain", "reply", instructions, (Data("the question", question), *facts), ReplyAnswer, judge
    )  # fmt: skip
    thought = thinker.think(task)
    text, points = judge.kept if thought.ended == "answered" else ("", ())
    return replace(thought, kept=bool(text), why=thought.why or "answered the question"), text, points
