"""What a language model had to do with an outcome, as reports show it; nothing where nobody asked for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.finding import Finding
from app.domain.run import Outcome
from app.domain.thought import Reasoned, Remark, Thought
from app.reports.amounts import money
from app.reports.defuse import clipped

CHANGING = frozenset({"architect", "developer"})
"""Agents whose thoughts change what is built; others write about it."""
WRITING = "documentation"
"""Writes the paragraph at the head of the README; those that are left make remarks."""
STANDS = "the offline result stands: "
"""What the line says itself."""
WHY = 300
"""Characters of a reason."""


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """One remark: what it is, and the finding that it is about, or the name of what it is about."""

    remark: Remark
    kind: str
    finding: Finding | None

    @property
    def name(self) -> str:
        """What it is about, where that is no finding."""
        return "" if self.finding else self.remark.about


def model_name(reasoned: Reasoned) -> str:
    """As readers know it: ``Claude (claude-…)``."""
    return f"{reasoned.model.capitalize()} ({reasoned.id})" if reasoned.id else reasoned.model.capitalize()


def thought_line(reasoned: Reasoned, words: Mapping[str, str]) -> str:
    """Who thought, what came of it and what it took, in plain text; empty where nobody wanted or had to ask a model."""
    if not reasoned.model:
        return words["thought_absent"].format(why=_ending(reasoned.why)) if reasoned.why else ""
    name = model_name(reasoned)
    changing = [one for one in reasoned.thoughts if one.agent in CHANGING]
    kept = [one for one in changing if one.kept]
    stands = words["thought_stands" if reasoned.usage.requests else "thought_unasked"]
    if kept:
        said = words["thought_kept"].format(model=name, why=_reasons(kept, words))
    elif changing:
        said = stands.format(model=name, why=_reasons(changing, words))
    elif any(one.kept for one in reasoned.thoughts):
        said = words["thought_remarked"].format(model=name, did=_did(reasoned.thoughts, words))
    elif reasoned.thoughts:
        said = stands.format(model=name, why=_reasons(reasoned.thoughts, words))
    else:
        return ""
    return f"{said} {usage_line(reasoned.thoughts, words)}"


def replay_line(reasoned: Reasoned, words: Mapping[str, str]) -> str:
    """That nothing was asked or spent, where the answers come from a recording: stands behind the line, and not in
    what a replay has to make again byte for byte."""
    if not (reasoned.replayed and reasoned.recording):
        return ""
    return words["thought_replayed"].format(name=reasoned.recording.rsplit("/", 1)[-1])


def usage_line(thoughts: Sequence[Thought], words: Mapping[str, str]) -> str:
    """Requests, tokens and money of thoughts."""
    usage = Reasoned(thoughts=tuple(thoughts)).usage
    return words["thought_usage"].format(requests=usage.requests, tokens=f"{usage.tokens:,}", usd=money(usage.usd))


def remark_lines(outcome: Outcome, words: Mapping[str, str]) -> list[RemarkLine]:
    """The remarks, each with its finding."""
    found = {finding.fingerprint: finding for finding in outcome.findings}
    return [RemarkLine(one, words[f"remark_{one.kind}"], found.get(one.about)) for one in outcome.remarks]


def _did(thoughts: Sequence[Thought], words: Mapping[str, str]) -> str:
    """What was kept of what changes nothing that is built."""
    kinds = ("overview" if one.agent == WRITING else "remarks" for one in thoughts if one.kept)
    return words["thought_and"].join(words[f"thought_did_{kind}"] for kind in dict.fromkeys(kinds))


def _reasons(thoughts: Sequence[Thought], words: Mapping[str, str]) -> str:
    """Each reason once, after the agents that have it."""
    agents: dict[str, dict[str, None]] = {}
    for one in thoughts:
        if one.why:
            agents.setdefault(_ending(one.why).removeprefix(STANDS), {})[one.agent] = None
    return "; ".join(f"{', '.join(names)}: {why}" for why, names in agents.items()) or words["thought_no_reason"]


def _ending(why: str) -> str:
    """A reason in the middle of a sentence."""
    return clipped(" ".join(why.split()), WHY).rstrip(".")
