"""Eighth stage: what bounds the whole answer: regions, environments, budget, availability, frameworks, refusals."""

import re
from collections.abc import Mapping
from typing import Any

from app.domain.request import Constraints, Settlement
from app.reasoning.offline.read.draft import Sheet
from app.reasoning.offline.read.phrases import contains_any, find_phrase, lows, negated, plain
from app.reasoning.offline.read.risks import allowed_wishes
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import fold

KNOWN_HINTS = frozenset({
    "title", "region", "regions", "environment", "environments", "env", "budget", "budget_monthly", "availability",
    "framework", "frameworks", "compliance", "tags", "language", "labels", "name", "slug",
})  # fmt: skip


def constrain(sheet: Sheet, hints: Mapping[str, Any]) -> Constraints:
    """The constraints of the text and of its front matter, which wins."""
    regions = _regions(sheet, hints)
    environments = _environments(sheet, hints)
    frameworks = _frameworks(sheet, hints)
    return Constraints(
        region=regions[0] if regions else "",
        regions=tuple(regions),
        environment=environments[0] if len(environments) == 1 else "",
        environments=tuple(environments),
        budget_monthly=_budget(sheet, hints),
        availability=_availability(sheet, hints),
        frameworks=tuple(frameworks),
        refused=_refused(sheet),
        allowed=allowed_wishes(sheet, frameworks),
    )


def _strings(value: Any) -> list[str]:
    """A front matter value that is one word or a list of words."""
    if isinstance(value, (list, tuple)):
        return [str(item).strip() for item in value if isinstance(item, (str, int, float))]
    return [part.strip() for part in str(value).split(",") if part.strip()] if value is not None else []


def _regions(sheet: Sheet, hints: Mapping[str, Any]) -> list[str]:
    found = [
        r.lower()
        for key in ("region", "regions")
        for r in _strings(hints.get(key))
        if re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", r.lower())
    ]
    for sentence in sheet.sentences:
        for value in sheet.values[sentence.index]:
            if value.kind == "region" and not negated(sentence.tokens, value.first, sheet.words):
                found.append(str(value.value))
                sheet.use(sentence.index, value.first, value.last)
            if value.kind == "zone":
                found.append(str(value.value)[:-1])
    return list(dict.fromkeys(found))


def _environments(sheet: Sheet, hints: Mapping[str, Any]) -> list[str]:
    names = sheet.words.map("environments")
    stated = [fold(e) for key in ("environment", "environments", "env") for e in _strings(hints.get(key))]
    found = [names.get(name, re.sub(r"[^a-z0-9-]", "", name)) for name in stated]
    for sentence in sheet.sentences:
        for index, token in enumerate(sentence.tokens):
            if token.kind == "word" and token.low in names and _about_environment(sheet, sentence, index):
                found.append(names[token.low])
                sheet.use(sentence.index, index, index + 1)
    return [name for name in dict.fromkeys(found) if name]


def _about_environment(sheet: Sheet, sentence: Sentence, index: int) -> bool:
    """Whether a word like "test" or "production" speaks of an environment here."""
    words = sheet.words.words("environment_words")
    around = lows(sentence.tokens, index - 3, index) + lows(sentence.tokens, index + 1, index + 5)
    names = sheet.words.map("environments")
    sure = sentence.tokens[index].low in sheet.words.words("sure_environments")
    before = lows(sentence.tokens, index - 1, index)
    if negated(sentence.tokens, index, sheet.words):
        return False
    joined = any(word in names for word in around)
    return any(word in words for word in around) or (sure and (joined or before in (["in"], ["for"], ["en"], ["para"])))


def _frameworks(sheet: Sheet, hints: Mapping[str, Any]) -> list[str]:
    known = sheet.words.map("frameworks")
    stated = [fold(f) for key in ("framework", "frameworks", "compliance") for f in _strings(hints.get(key))]
    found = [known[name] for name in stated if name in known]
    for sentence in sheet.sentences:
        for phrase, framework in known.items():
            at = find_phrase(sentence.tokens, phrase)
            if at is not None and not negated(sentence.tokens, at, sheet.words):
                found.append(framework)
                sheet.use(sentence.index, at, at + len(phrase.split()))
    return list(dict.fromkeys(found))


def _budget(sheet: Sheet, hints: Mapping[str, Any]) -> float | None:
    for key in ("budget", "budget_monthly"):
        match = re.search(r"\d+(?:\.\d+)?", str(hints.get(key, "")).replace(",", ""))
        if match:
            return float(match.group())
    found: list[tuple[float, Sentence, Value]] = []
    for sentence in sheet.sentences:
        for value in sheet.values[sentence.index]:
            around = " ".join(lows(sentence.tokens, value.first - 6, value.last + 4))
            if value.kind == "money" and contains_any(around, sheet.words.words("budget")):
                found.append((_monthly(sheet, sentence, value), sentence, value))
                sheet.use(sentence.index, value.first, value.last)
    if not found:
        return None
    if len({amount for amount, *_ in found}) > 1:
        amounts = " and ".join(f"{amount:g}" for amount, *_ in found)
        low = min(amount for amount, *_ in found)
        sheet.settled.append(
            Settlement(f"budgets of {amounts} USD a month", f"{low:g} USD a month", "the smallest budget holds all")
        )
    return min(amount for amount, *_ in found)


def _monthly(sheet: Sheet, sentence: Sentence, value: Value) -> float:
    after = " ".join(lows(sentence.tokens, value.last, value.last + 4))
    for words, factor in sheet.words.map("money_periods").items():
        if words in after:
            return round(float(value.value) * float(factor), 2)
    return float(value.value)


def _availability(sheet: Sheet, hints: Mapping[str, Any]) -> str:
    stated = str(hints.get("availability", "")).strip().lower()
    if stated:
        return stated if re.search(r"\d", stated) else "high" if stated in {"high", "alta", "ha"} else ""
    high = ""
    for sentence in sheet.sentences:
        text = plain(sentence.tokens)
        for value in sheet.values[sentence.index]:
            near = " ".join(lows(sentence.tokens, value.first - 4, value.last + 4))
            if (
                value.kind == "percent"
                and value.value >= 90
                and contains_any(near, sheet.words.words("availability_words"))
            ):
                sheet.use(sentence.index, value.first, value.last)
                return f"{value.value:g}%"
        phrase = contains_any(
            text.replace("-", " "), frozenset(w.replace("-", " ") for w in sheet.words.words("availability"))
        )
        if phrase:
            at = find_phrase(sentence.tokens, phrase) or find_phrase(sentence.tokens, phrase.replace(" ", "-"))
            if at is None or not negated(sentence.tokens, at, sheet.words):
                high = "high"
                if at is not None:
                    sheet.use(sentence.index, at, at + len(phrase.split()))
    return high


def _refused(sheet: Sheet) -> tuple[str, ...]:
    """What the user does not want: mentions under a negation and things that are no components."""
    found = list(sheet.refused)
    aliases = sheet.words.map("refusal_aliases")
    for sentence in sheet.sentences:
        for phrase, name in aliases.items():
            at = find_phrase(sentence.tokens, phrase)
            if at is not None and name and negated(sentence.tokens, at, sheet.words):
                found.append(name)
                sheet.use(sentence.index, at - 1, at + len(phrase.split()))
    return tuple(dict.fromkeys(word for word in found if word))
