"""Why things are as they are: a rule, or all that a run decided, assumed, and could not prove. No model is asked."""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from app.domain.architecture import Decision
from app.domain.finding import Finding
from app.domain.request import Request
from app.domain.rule import NAMED as RULE
from app.domain.rule import Rule
from app.domain.run import Outcome
from app.pipeline.explain_words import TOPICS, words_of
from app.reports.answers import Answer, Block

LookUp = Callable[[str], Rule | None]
MOST = 20
"""Points under one title; more is a list nobody reads."""
ASSUMED = re.compile(r"\b(assum|not say|no dice|does not say|supon|supuest|asum)", re.IGNORECASE)
SMALL = 4
"""Letters from which a word of a question says what it is about."""


def explain(
    question: str, outcome: Outcome | None, look_up: LookUp, known: Iterable[str] = (), language: str = ""
) -> Answer:
    """The answer to ``/agents explain …``: about the rule that the question names, else about the outcome.

    ``look_up`` gives the facts of a rule; ``known`` are rules to suggest where the name is misspelt; ``language`` wins
    over the outcome's.
    """
    language = language or (outcome.language if outcome else "en")
    named = RULE.search(question)
    if named:
        name = named[0].lower() if "/" in named[0] else named[0].upper()
        return explain_rule(name, outcome, look_up, known, language)
    if outcome is None:
        words = words_of(language)
        return Answer(words["outcome"], (Block(text=words["nothing"]),), _command(question))
    return explain_outcome(outcome, question, look_up, language)


def explain_rule(
    name: str, outcome: Outcome | None, look_up: LookUp, known: Iterable[str] = (), language: str = "en"
) -> Answer:
    """What a rule looks for, why that matters, how to mend it, what it is evidence for, and where it was found."""
    words = words_of(language)
    found = [finding for finding in (outcome.findings if outcome else ()) if name in {finding.rule, *finding.aliases}]
    rule = look_up(name) or (_rule_of(found[0]) if found else None)
    if rule is None:
        near = difflib.get_close_matches(name, list(known), n=3, cutoff=0.8)
        hint = words["unknown_hint"].format(near=", ".join(near)) if near else words["unknown_none"]
        return Answer(words["unknown_rule"], (Block(text=hint),), _command(name))
    blocks = [
        Block(text=words["severity"].format(severity=rule.severity)),
        Block(words["why"], rule.why or (found[0].detail if found else "")),
        Block(words["mend"], rule.mend or words["no_mend"]),
        Block(words["source"], rule.guideline),
        Block(words["controls"], points=tuple(f"{key}: {', '.join(ids)}" for key, ids in rule.controls.items())),
    ]
    if outcome is not None:
        places = tuple(_place(finding, words) for finding in found[:MOST])
        blocks.append(Block(words["found"], "" if places else words["not_found"], places))
    title = words["rule"].format(rule=rule.id, title=rule.title)
    return Answer(title, _filled(blocks), _command(name), rule.guideline)


def explain_outcome(outcome: Outcome, question: str, look_up: LookUp, language: str = "en") -> Answer:
    """What was understood, decided, assumed and not proven; where the question says which, only that."""
    words = words_of(language)
    blocks = {
        "failed": _verdict(outcome, look_up, words),
        "conflicts": _conflicts(outcome, words),
        "understood": _understood(outcome, words),
        "not_understood": Block(words["not_understood"], points=outcome.not_understood[:MOST]),
        "questions": Block(words["questions"], points=outcome.questions[:MOST]),
        "decisions": _decisions(_decided(outcome, assumed=False), words["decisions"], words),
        "assumed": _decisions(_decided(outcome, assumed=True), words["assumed"], words),
        "settled": Block(
            words["settled"],
            points=tuple(
                words["settlement"].format(conflict=one.conflict, decision=one.decision, why=one.why)
                for one in outcome.settled
                if not RULE.match(one.conflict)  # those stand among the findings kept
            )[:MOST],
        ),
        "kept": Block(words["kept"], points=_kept(outcome, words)),
        "unproven": _unproven(outcome, words),
    }
    about = _about(outcome, question, words)
    asked = [blocks[topic] for topic, pattern in TOPICS.items() if re.search(pattern, fold(question))]
    chosen = [*([about] if about.points else []), *([] if about.points else asked)]
    if not _filled(chosen):
        missed = [Block(text=words["no_match"])] if question.strip() else []
        chosen = [*missed, *blocks.values()]
    return Answer(words["outcome"], _filled(chosen), _command(question))


def _command(question: str) -> str:
    return f"/agents explain {' '.join(question.split())}".strip()


def _filled(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block.text or block.points)


def _rule_of(finding: Finding) -> Rule:
    return Rule(
        finding.rule, finding.title, finding.severity, finding.detail, "", finding.guideline, dict(finding.controls)
    )


def _where(finding: Finding) -> str:
    line = f":{finding.line}" if finding.line else ""
    return f"{finding.path}{line} {finding.resource}".strip()


def _place(finding: Finding, words: Mapping[str, str]) -> str:
    reason = finding.explained or finding.waived
    return words["found_kept"].format(place=_where(finding), reason=reason) if reason else _where(finding)


def _verdict(outcome: Outcome, look_up: LookUp, words: Mapping[str, str]) -> Block:
    """The gate's reasons, and for each rule that broke it how to mend it."""
    if outcome.gate.passed:
        return Block(text=words["passed"])
    guilty = [f for f in outcome.findings if f.counts and f.new is not False]
    counted = Counter(finding.rule for finding in guilty)
    rows = []
    for finding in sorted({f.rule: f for f in guilty}.values(), key=lambda f: (-f.severity, f.rule)):
        rule = look_up(finding.rule)
        mend = (rule.mend if rule else "") or finding.detail or words["no_mend"]
        rows.append(
            words["mend_row"].format(
                rule=finding.rule, count=counted[finding.rule], title=finding.title.rstrip("."), mend=mend
            )
        )
    return Block(words["failed"], "; ".join(outcome.gate.reasons), tuple(rows[:MOST]))


def _conflicts(outcome: Outcome, words: Mapping[str, str]) -> Block:
    points = (words[f"conflict_{one.kind}"].format(path=one.path) for one in outcome.merge.conflicts)
    return Block(words["conflicts"], points=tuple(points))


def _understood(outcome: Outcome, words: Mapping[str, str]) -> Block:
    request, architecture = outcome.request, outcome.architecture
    if request is None:
        return Block()
    titles = architecture.titles if architecture else {}
    parts = [
        words["component"].format(label=one.name or one.label, title=titles.get(one.id, one.kind))
        + (f" × {one.count}" if one.count > 1 else "")
        for one in request.components
    ]
    return Block(words["understood"], points=(*parts[:MOST], *_bounds(request, words)))


def _bounds(request: Request, words: Mapping[str, str]) -> Iterator[str]:
    for name in ("region", "environments", "budget_monthly", "availability", "frameworks", "refused"):
        value = getattr(request.constraints, name)
        if value:
            shown = (
                ", ".join(value) if isinstance(value, tuple) else f"{value:g}" if name == "budget_monthly" else value
            )
            yield words[f"constraint_{name}"].format(value=shown)


def _decided(outcome: Outcome, *, assumed: bool) -> list[Decision]:
    found = outcome.architecture.decisions if outcome.architecture else ()
    return [one for one in found if bool(ASSUMED.search(f"{one.title} {one.why}")) is assumed]


def _decisions(decisions: Sequence[Decision], title: str, words: Mapping[str, str]) -> Block:
    return Block(title, points=tuple(_decision(one, words) for one in decisions[:MOST]))


def _decision(one: Decision, words: Mapping[str, str]) -> str:
    """One decision with what it was weighed against."""
    said = words["decision"].format(title=one.title, choice=_sentence(one.choice), why=_sentence(one.why))
    others = "; ".join(f"{other.option}: {other.why_not.rstrip('.')}" for other in one.alternatives)
    return f"{said.strip()} {words['weighed'].format(others=others)}" if others else said.strip()


def _sentence(text: str) -> str:
    """With a capital and a full stop; an identifier at the front stays as it is."""
    text = text.strip().rstrip(".")
    plain = text.split(" ")[0].replace("-", "").isalpha()
    return f"{text[:1].upper() if plain else text[:1]}{text[1:]}." if text else ""


def _kept(outcome: Outcome, words: Mapping[str, str]) -> tuple[str, ...]:
    reasons = {(f.rule, f.explained or f.waived or ""): f for f in outcome.findings if not f.counts}
    rows = [words["found_kept"].format(place=f"{rule} ({f.title})", reason=why) for (rule, why), f in reasons.items()]
    return tuple(rows[:MOST])


def _unproven(outcome: Outcome, words: Mapping[str, str]) -> Block:
    """Stages and steps that did not run, and what a simulation cannot show."""
    idle = [words["not_run"].format(stage=row.stage, why=row.why) for row in outcome.stages if row.status == "not_run"]
    idle += [
        words["not_run"].format(stage=f"{result.path}: {step.step}", why=step.detail or result.why)
        for result in outcome.results
        for step in result.steps
        if step.status == "not_run"
    ]
    applied = any(step.step == "apply" and step.status == "passed" for r in outcome.results for step in r.steps)
    applied = applied or any(row.stage == "tester" and row.status == "passed" for row in outcome.stages)
    text = words["simulated"] if applied else words["not_simulated"]
    return Block(words["unproven"], text, tuple(idle[:MOST]))


def _about(outcome: Outcome, question: str, words: Mapping[str, str]) -> Block:
    """The decisions and findings that speak of a component or service the question names."""
    asked = {word for word in re.findall(r"[a-z0-9]+", fold(question)) if len(word) >= SMALL}
    asked -= {word for word in asked if any(re.search(pattern, word) for pattern in TOPICS.values())}
    if not asked or outcome.architecture is None:
        return Block()
    titles = outcome.architecture.titles
    meant = {
        one.id
        for one in outcome.architecture.components
        if asked & _words(f"{one.name or ''} {one.label} {one.kind} {titles.get(one.id, '')} {one.text}")
    }
    points = [
        _decision(one, words)
        for one in outcome.architecture.decisions
        if one.about in meant or asked & _words(f"{one.title} {one.choice}")
    ]
    return Block(words["decisions"], points=tuple(points[:MOST]))


def fold(text: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")


def _words(text: str) -> set[str]:
    """Words of a text, in the singular too."""
    found = set(re.findall(r"[a-z0-9]+", fold(text)))
    return found | {word.removesuffix("s") for word in found} | {f"{word}s" for word in found}
