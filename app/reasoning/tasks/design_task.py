"""Has a model answer what a draft left open, and takes its best answer where that is better."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from app.domain.architecture import Alternative, Decision
from app.domain.repo import Conventions
from app.domain.request import Component
from app.domain.thought import Thought
from app.knowledge.catalogue.base import Service
from app.reasoning.base import Data, Task, Thinker
from app.reasoning.tasks.design import Choice, DesignAnswer
from app.reasoning.tasks.design_base import Design, Make, ProveDesign
from app.reasoning.tasks.design_judge import Candidate, Judge
from app.reasoning.tasks.design_words import without_comments
from app.reasoning.tasks.wording import require_words

MARKS: Mapping[str, str] = {"en": "(chosen by {name})", "es": "(lo eligió {name})"}
"""Who decided, at the end of a reason."""
MOST = 300
"""Characters of why an answer was kept or not."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a model is given: ``instructions`` are the house's own words, all else is data.

    ``summary`` tells of the repository, empty where there is nothing to tell; ``services`` is the catalogue by id.
    """

    instructions: str
    text: str
    revisions: tuple[str, ...]
    conventions: Conventions
    summary: str
    services: Mapping[str, Service]


def think(
    thinker: Thinker, given: Given, floor: Design, make: Make, prove: ProveDesign
) -> tuple[Design, Thought | None]:
    """The best design and what became of the task; the floor where nothing better came of it, and no thought where
    nothing is open that anybody may answer."""
    judge = Judge(floor, (given.text, *given.revisions), given.services, make, prove)
    phrases = [phrase.text for phrase in judge.words.open]
    if floor.request.components and not phrases:
        return floor, None
    data = _data(given, floor, phrases)
    thought = thinker.think(Task("architect", "design", given.instructions, data, DesignAnswer, judge.accept))
    thought = _told(thought, judge, len(phrases))
    return (_taken(judge.best, thinker.name, data) if judge.best else floor), thought


def _data(given: Given, floor: Design, phrases: Sequence[str]) -> tuple[Data, ...]:
    summary = [Data("a summary of the repository", given.summary)] if given.summary else []
    return (
        Data("the issue", without_comments(given.text)),
        *(Data(f"revision {number}", without_comments(text)) for number, text in enumerate(given.revisions, start=1)),
        Data("the draft", _draft(floor, phrases)),
        Data("the repository's conventions", _json(asdict(given.conventions))),
        *summary,
    )


def _draft(floor: Design, phrases: Sequence[str]) -> str:
    request = floor.request
    wanted = {component.id for component in request.components}
    return _json(
        {
            "open": phrases,
            "components": [_shown(component) for component in request.components],
            "implied": [one.id for one in floor.architecture.components if one.id not in wanted],
            "relations": [
                {"source": one.source, "kind": one.kind, "target": one.target, "exclusive": one.exclusive}
                for one in request.relations
            ],
            "constraints": asdict(request.constraints),
            "tags": request.tags,
            "questions": request.questions,
        }
    )


def _shown(component: Component) -> dict[str, object]:
    """A component without what it does not say."""
    fields = asdict(component)
    return {
        name: value for name, value in fields.items() if value and name != "implied" and (name, value) != ("count", 1)
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)


def _told(thought: Thought, judge: Judge, phrases: int) -> Thought:
    """The thought with what became of it."""
    best = judge.best
    if best is None:
        reason = "; ".join(filter(None, (thought.why, judge.why))) or "nothing more was understood"
        return replace(thought, kept=False, why=_clipped(f"the offline result stands: {reason}"))
    if not best.understood:
        return replace(thought, kept=True, why="designs what no rule could read")
    why = f"understands {len(best.understood)} of {phrases} open phrases: {'; '.join(best.understood)}"
    return replace(thought, kept=True, why=_clipped(why))


def _clipped(text: str) -> str:
    return text if len(text) <= MOST else f"{text[: MOST - 1].rstrip()}…"


def _taken(best: Candidate, name: str, data: tuple[Data, ...]) -> Design:
    """The design with what is left open, and the decisions and questions of the model, each marked as its own.

    The reader's questions are what to do where there is nothing to build: they are settled once there is something.
    What speaks of figures or resources that nobody knows is left out.
    """
    design = best.design
    known = [*(one.text for one in data), *(one.address for one in design.resources.resources)]
    facts = "\n".join([*known, repr(design.request.components)])
    mark = MARKS.get(design.request.language, MARKS["en"]).format(name=name.capitalize())
    decisions = (_decision(choice, mark, facts) for choice in best.answer.decisions)
    asked = () if design.request.components else design.request.questions
    questions = (*asked, *(_line(question, facts) for question in best.answer.questions))
    return Design(
        request=replace(
            design.request, not_understood=best.open, questions=tuple(dict.fromkeys(filter(None, questions)))
        ),
        architecture=replace(
            design.architecture, decisions=(*design.architecture.decisions, *(one for one in decisions if one))
        ),
        resources=replace(design.resources, not_understood=()),
    )


def _line(text: str, facts: str) -> str:
    """A text as it may be shown, or empty."""
    try:
        return require_words(text, facts, MOST)
    except ValueError:
        return ""


def _decision(choice: Choice, mark: str, facts: str) -> Decision | None:
    title, chosen, why = (_line(text, facts) for text in (choice.title, choice.choice, choice.why))
    others = [(_line(one.option, facts), _line(one.why_not, facts)) for one in choice.alternatives]
    if not (title and chosen and why):
        return None
    return Decision(
        title,
        chosen,
        f"{why.rstrip('.')} {mark}",
        tuple(Alternative(option, no) for option, no in others if option and no),
    )
