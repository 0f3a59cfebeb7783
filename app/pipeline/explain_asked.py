"""A question answered by a model from the facts of the offline answer, which stands below it as it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.agents.base import author
from app.agents.prompts import render_prompt
from app.domain.cost import in_usd
from app.domain.rule import NAMED
from app.domain.run import Outcome
from app.domain.thought import Reasoned, Thought
from app.pipeline.explain import LookUp, explain, explain_outcome
from app.reasoning.base import Data, Thinker
from app.reports.answers import Answer, Block
from app.reports.defuse import unlinked
from app.reports.phrases import phrases
from app.reports.thought_view import model_name, usage_line

MOST = 40
"""Findings and resources that a model is told of."""
WORD = re.compile(r"[^\W\d_]{2,}")


def answered(
    question: str,
    answer: Answer,
    outcome: Outcome | None,
    thinker: Thinker | None,
    look_up: LookUp,
    language: str = "",
    keep_back: Sequence[str] = (),
) -> tuple[Answer, Thought | None]:
    """The answer with the model's words above the facts, marked as its own; and what was thought.

    Without a model, and where nothing is asked in words (a rule's name alone), the answer as it is and no thought.
    ``language`` is that of the headings; the model answers in the question's. It is told nothing of what lies at paths
    that fit ``keep_back``.
    """
    if thinker is None or not WORD.search(NAMED.sub(" ", question)):
        return answer, None
    from app.reasoning.tasks.reply import POINTS, TEXT, ask_reply  # noqa: PLC0415 - only where a model is asked

    told = without_kept(outcome, keep_back) if outcome else None
    shown = explain(question, told, look_up, (), language)
    facts = [Data("the facts of the answer", "\n".join(_lines(shown)))]
    if told is not None:
        whole = explain_outcome(told, "", look_up, told.language)
        rows = [*_lines(whole), *_findings(told), *_costs(told)]
        facts.append(Data("all that was decided and found", "\n".join(rows)))
    instructions = render_prompt("explain", longest=TEXT, points=POINTS)
    thought, text, points = ask_reply(thinker, instructions, question, facts)
    words = phrases(language or (outcome.language if outcome else "en"))
    name = author(thinker)
    sent = "; ".join(
        f"{one.what} {words['sent_characters'].format(count=f'{one.characters:,}')}" for one in thought.sent[:MOST]
    )
    left = f" {words['reply_sent'].format(sent=unlinked(sent))}" if sent else ""
    took = Block(text=f"{usage_line((thought,), words)}{left}")
    if not text:
        form = words["reply_none" if thought.usage.requests else "reply_unasked"]
        model = model_name(Reasoned(model=thinker.name, id=thinker.id))
        none = Block(text=form.format(model=model, why=unlinked(thought.why.rstrip("."))))
        return replace(answer, blocks=(*answer.blocks, none, took)), thought
    said = Block(words["reply_title"].format(author=name), text, points)
    return replace(answer, blocks=(said, took, Block(words["reply_facts"]), *answer.blocks)), thought


def without_kept(outcome: Outcome, keep_back: Sequence[str]) -> Outcome:
    """The outcome without anything that names a path which is kept back."""
    from app.reasoning.model.tools.keeping import Kept  # noqa: PLC0415 - only where a model is asked

    kept = Kept(keep_back)
    paths = {finding.path for finding in outcome.findings} | {result.path for result in outcome.results}
    paths |= {one.stack for one in outcome.estimate.resources} if outcome.estimate else set()
    secret = {path for path in paths if kept.why(path)}
    if not secret:
        return outcome
    estimate = outcome.estimate
    if estimate:
        estimate = replace(estimate, resources=tuple(one for one in estimate.resources if one.stack not in secret))

    def names(text: str) -> bool:
        return any(path in text for path in secret)

    return replace(
        outcome,
        findings=tuple(one for one in outcome.findings if one.path not in secret),
        results=tuple(one for one in outcome.results if one.path not in secret),
        stages=tuple(replace(one, why="") if names(one.why) else one for one in outcome.stages),
        gate=replace(outcome.gate, reasons=tuple(one for one in outcome.gate.reasons if not names(one))),
        settled=tuple(one for one in outcome.settled if not names(f"{one.conflict} {one.decision} {one.why}")),
        merge=replace(outcome.merge, conflicts=tuple(one for one in outcome.merge.conflicts if one.path not in secret)),
        estimate=estimate,
    )


def _lines(answer: Answer) -> Iterator[str]:
    yield answer.title
    for block in answer.blocks:
        yield from (line for line in (block.title, block.text) if line)
        yield from (f"- {point}" for point in block.points)


def _findings(outcome: Outcome) -> Iterator[str]:
    """The worst first, each with its place."""
    for one in sorted(outcome.findings, key=lambda f: (-f.severity, f.rule, f.path, f.line or 0, f.fingerprint))[:MOST]:
        kept = "" if one.counts else ", kept"
        yield f"finding {one.rule} ({one.severity}{kept}) at {one.path}:{one.line} {one.resource}: {one.title}"


def _costs(outcome: Outcome) -> Iterator[str]:
    """The sum, and the dearest resources first."""
    if outcome.estimate is None:
        return
    yield f"all together {in_usd(outcome.estimate.monthly)} a month, prices of {outcome.estimate.prices_as_of}"
    for one in sorted(outcome.estimate.resources, key=lambda one: (-one.monthly, one.stack, one.address))[:MOST]:
        yield f"{one.address} {one.label}: {in_usd(one.monthly)} a month"
