"""Flags and choices: what is on, off, or one of a few."""

from collections.abc import Sequence

from app.knowledge.catalogue.base import Parameter
from app.reasoning.offline.read.draft import Place, Sheet
from app.reasoning.offline.read.phrases import contains_any, find_phrase, lows
from app.reasoning.offline.read.slots import Slot
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import flat

Scopes = Sequence[tuple[tuple[int, ...], Place | None]]


def read_flags(sheet: Sheet, sentence: Sentence, scopes: Scopes, slots: dict[tuple[int, ...], list[Slot]]) -> None:
    """Switch what a sentence says is on or off; the nearest component that has the switch gets it."""
    done: set[tuple[int, int]] = set()
    offers = [(drafts, place, slot) for drafts, place in scopes for slot in slots[drafts] if slot.flag]
    for drafts, _, slot in sorted(offers, key=lambda o: (o[2].first, o[2].first - o[2].last, _far(o[1], o[2]))):
        if (slot.first, slot.last) in done or any(low <= slot.first and slot.last <= high for low, high in done):
            continue
        state = state_of(sheet, sentence, slot)
        if state is None:
            continue
        done.add((slot.first, slot.last))
        sheet.use(sentence.index, slot.first, slot.last)
        for number in drafts:
            draft = sheet.drafts[number]
            if slot.parameter is not None:
                draft.settings.setdefault(slot.parameter.name, state)
            elif slot.argument is not None:
                draft.arguments.setdefault(slot.argument.path, state)


def _far(place: Place | None, slot: Slot) -> int:
    if place is None:
        return 50
    return slot.first - place.last if place.last <= slot.first else 10 + place.first - slot.last


def state_of(sheet: Sheet, sentence: Sentence, slot: Slot) -> bool | None:
    """True, False, or None where the words say neither."""
    words = sheet.words
    before = lows(sentence.tokens, slot.first - 4, slot.first)
    after = lows(sentence.tokens, slot.last, slot.last + 6)
    off_after = _follows(after, words.words("disable"), words.words("value_links"))
    on_after = _follows(after, words.words("enable"), words.words("value_links"))
    off_before = contains_any(" ".join(before), words.words("disable") | words.words("negations")) is not None
    if off_after or off_before:
        return False
    if on_after or contains_any(" ".join(before), words.words("enable")):
        return True
    if slot.parameter is not None:
        return True
    multi = slot.argument is not None and slot.argument.words > 1
    return True if multi and sentence.tokens[slot.first].low not in words.words("adjectives") else None


def _follows(after: Sequence[str], wanted: frozenset[str], links: frozenset[str]) -> bool:
    for word in after[:5]:
        if word in wanted:
            return True
        if word not in links and word not in {"=", ":", "("}:
            return False
    return False


def read_choices(sheet: Sheet, sentence: Sentence, scopes: Scopes) -> None:
    """Set the parameters whose choices a sentence names: engines, modes, billing."""
    for drafts, place in scopes:
        for number in drafts:
            draft = sheet.drafts[number]
            for parameter in sheet.parameters(draft.kind).values():
                if parameter.kind == "choice" and parameter.name not in draft.settings:
                    _choose(sheet, sentence, number, place, parameter)


def _choose(sheet: Sheet, sentence: Sentence, number: int, place: Place | None, parameter: Parameter) -> None:
    best: tuple[int, int, str, int] | None = None
    named = [i for word in parameter.words if (i := find_phrase(sentence.tokens, word)) is not None]
    for phrase in parameter.choices:
        at = _find(sentence, phrase)
        if at is None:
            continue
        first, last = at
        near_word = any(-6 <= first - index <= 7 for index in named)
        own = place is not None and first < place.last and last > place.start
        gap = 99 if place is None else (first - place.last if first >= place.last else place.start - last)
        others = any(
            p.drafts != (number,) and place is not None and min(place.last, first) <= p.first < max(place.first, first)
            for p in sheet.places[sentence.index]
        )
        ordinary = phrase in sheet.words.words("ordinary_choices")
        if own or near_word or (not ordinary and not others and -1 <= gap <= 6):
            candidate = (0 if own else 1 if near_word else 2 + max(gap, 0), -(last - first), phrase, first)
            best = min(best, candidate) if best else candidate
    if best is not None:
        sheet.drafts[number].settings[parameter.name] = parameter.choices[best[2]]
        sheet.use(sentence.index, best[3], best[3] - best[1])
    elif named and place is not None and {"enabled", "disabled"} <= parameter.choices.keys():
        length = max(len(word.split()) for word in parameter.words if find_phrase(sentence.tokens, word) == named[0])
        state = state_of(sheet, sentence, Slot(named[0], named[0] + length, parameter))
        if state is not None:
            sheet.drafts[number].settings[parameter.name] = parameter.choices["enabled" if state else "disabled"]
            sheet.use(sentence.index, named[0], named[0] + length)


def _find(sentence: Sentence, phrase: str) -> tuple[int, int] | None:
    """Where a choice stands, also in quotes or written together."""
    wanted = flat(phrase)
    tokens = sentence.tokens
    for first in range(len(tokens)):
        key = ""
        for last in range(first, min(first + 5, len(tokens))):
            if tokens[last].kind == "mark":
                break
            key += flat(tokens[last].low)
            if key == wanted:
                return first, last + 1
    return None
