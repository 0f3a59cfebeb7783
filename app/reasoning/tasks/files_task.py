"""The task of writing what the draft's rules could not: what the model is given, and what of its answer stands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.artifact import Artifact
from app.domain.proof import Proof
from app.domain.thought import Remark, Thought
from app.reasoning.base import Data, Task, Thinker
from app.reasoning.tasks.files import FilesAnswer
from app.reasoning.tasks.files_bench import Bench, Format, Kept, ProveFiles
from app.reasoning.tasks.proof_told import told
from app.reasoning.tasks.wording import require_words

TASK = "write"
LONGEST = 400
"""Characters of the model's own words that are shown."""


@dataclass(frozen=True, slots=True)
class Given:
    """``text`` and ``revisions`` are the user's words, ``phrases`` those that are open; ``draft`` the files that were
    written by rule, ``floor`` their proof."""

    agent: str
    instructions: str
    text: str
    revisions: tuple[str, ...]
    phrases: tuple[str, ...]
    draft: tuple[Artifact, ...]
    floor: Proof


def think(
    thinker: Thinker, given: Given, prove: ProveFiles, form: Format
) -> tuple[Thought, Kept | None, tuple[Remark, ...]]:
    """How it went, the answer that is better than the draft (None where none is), and what the model says of it."""
    said = "\n".join((given.text, *given.revisions))
    bench = Bench(given.draft, given.floor, given.phrases, said, prove, form, given.agent)
    data = tuple(_data(given))
    task = Task(given.agent, TASK, given.instructions, data, FilesAnswer, bench.accept, (bench.tool,))
    thought = thinker.think(task)
    kept = bench.kept
    if kept is None:
        return replace(thought, why=thought.why or bench.wrong), None, ()
    facts = "\n".join((*(one.text for one in data), told(kept.proof, given.floor)))
    return replace(thought, kept=True, why=_why(kept, given)), kept, _remarks(given.agent, kept.why, facts)


def _data(given: Given) -> Iterator[Data]:
    """What the task is about. Everything of it may hold a stranger's words."""
    yield Data("the issue", given.text)
    for number, revision in enumerate(given.revisions, 1):
        yield Data(f"revision {number}", revision)
    phrases = "\n".join(f"{number}. {phrase}" for number, phrase in enumerate(given.phrases, 1))
    yield Data("the open phrases", phrases or "(none)")
    yield Data("what the checks say of the draft", told(given.floor))
    for artifact in given.draft:
        yield Data(f"draft file {artifact.path}", artifact.content)


def _why(kept: Kept, given: Given) -> str:
    if not kept.claims:
        return "its files pass checks that the draft does not"
    addresses = dict.fromkeys(address for claim in kept.claims for address in claim.addresses)
    return f"understands {len(kept.claims)} of {len(given.phrases)} open phrases: {', '.join(addresses)}"


def _remarks(agent: str, why: str, facts: str) -> tuple[Remark, ...]:
    """The model's own words about its files, where they say nothing that the facts do not have."""
    try:
        return (Remark(agent, "explanation", require_words(why, facts, LONGEST)),)
    except ValueError:
        return ()
