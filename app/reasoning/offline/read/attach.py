"""Sixth stage: values → the components they belong to, as settings or provider arguments, typed."""

from dataclasses import dataclass

from app.reasoning.offline.read.attach_by_form import attach_by_form
from app.reasoning.offline.read.draft import Sheet
from app.reasoning.offline.read.find_slots import find_slots
from app.reasoning.offline.read.flags import read_choices, read_flags
from app.reasoning.offline.read.give import converted_value, give, path_of
from app.reasoning.offline.read.phrases import lows
from app.reasoning.offline.read.scopes import Scopes, about_logs, distance, doers, scopes_of
from app.reasoning.offline.read.slots import Slot
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.split import Sentence


@dataclass(frozen=True, slots=True)
class _Offer:
    """A value for a slot of some drafts, with how well it fits."""

    score: float
    value: Value
    slot: Slot
    place: tuple[int, ...]


def attach(sheet: Sheet) -> None:
    """Give every value of every sentence to the component and slot it fits best."""
    for sentence in sheet.sentences:
        scopes = list(scopes_of(sheet, sentence))
        if about_logs(sheet, sentence, scopes):
            continue
        slots = {scope: find_slots(sheet, sentence, sheet.drafts[scope[0]]) for scope, _ in scopes}
        read_choices(sheet, sentence, scopes)
        _by_words(sheet, sentence, scopes, slots)
        read_flags(sheet, sentence, scopes, slots)
        attach_by_form(sheet, sentence, scopes)


def _by_words(
    sheet: Sheet,
    sentence: Sentence,
    scopes: Scopes,
    slots: dict[tuple[int, ...], list[Slot]],
) -> None:
    """Values beside the words that name a slot: "retention of 30 days", "20 GB of storage"."""
    offers: list[_Offer] = []
    for value in sheet.values[sentence.index]:
        if not sheet.free(sentence.index, value):
            continue
        for drafts, place in doers(scopes, value):
            for slot in slots[drafts]:
                score = _closeness(sheet, sentence, slot, value)
                if score <= 0 or converted_value(slot, value) is None:
                    continue
                offers.append(_Offer(score - distance(place, value), value, slot, drafts))
    taken: set[tuple[tuple[int, ...], str]] = set()
    done: set[int] = set()
    for offer in sorted(offers, key=lambda o: (-o.score, o.value.first, o.place)):
        name = path_of(offer.slot)
        if offer.value.first in done or (offer.place, name) in taken:
            continue
        taken.add((offer.place, name))
        done.update(give(sheet, sentence, offer.place, offer.slot, offer.value))


def value_score(sheet: Sheet, sentence: Sentence, slot: Slot, value: Value) -> float:
    """How surely a slot's words speak of a value that fits it; 0 for not at all."""
    return 0 if converted_value(slot, value) is None else _closeness(sheet, sentence, slot, value)


def _closeness(sheet: Sheet, sentence: Sentence, slot: Slot, value: Value) -> float:
    """How surely the slot's words speak of the value; 0 for not at all."""
    links = sheet.words.words("value_links")
    length = slot.last - slot.first
    weight = length + (2 if slot.argument and "_" in sentence.tokens[slot.first].low else 0)
    if slot.last <= value.first:
        between = sentence.tokens[slot.last : value.first]
        linked = all(token.low in links or token.text in ":=(," for token in between)
        if linked and len(between) <= 7:
            sure = slot.parameter is not None or weight > 1 or _said_so(sheet, sentence, slot, value)
            return 20 - len(between) * 0.5 + weight if sure else 0
        near = len(between) <= 6 and not any(t.kind == "mark" and t.text not in "()" for t in between)
        return 8 - len(between) + weight if near and slot.parameter is not None else 0
    if value.last <= slot.first:
        between_ = lows(sentence.tokens, value.last, slot.first)
        if not between_ or all(word in links or word in sheet.words.words("adjectives") for word in between_):
            if not between_ and slot.parameter is not None and _unclaimed_side(sentence, value):
                return 22 + weight
            close = len(between_) <= 2 and (slot.parameter is not None or weight > 1)
            return 14 - len(between_) * 2 + weight if close else 0
        marked = any(token.kind == "mark" for token in sentence.tokens[value.last : slot.first])
        if len(between_) <= 3 and slot.parameter is not None and not marked:
            return 6 - len(between_) + weight
    return 0


def _unclaimed_side(sentence: Sentence, value: Value) -> bool:
    """Whether nothing right before a value says what it is: "3 tasks", but not "port: 8080 tasks"."""
    before = lows(sentence.tokens, value.first - 1, value.first)
    if value.kind == "region" and before and before[0] in {"in", "en", "from", "desde"}:
        return False  # where something stands already
    return not before or before[0] not in {"of", "is", "=", ":", "to", "de", "es", "a"}


def _said_so(sheet: Sheet, sentence: Sentence, slot: Slot, value: Value) -> bool:
    """Whether a one-word argument is plainly meant: by "argument", "=", ":", "is", or a quoted value."""
    between = sentence.tokens[slot.last : value.first]
    marks = sheet.words.words("argument_words") | {"=", ":", "of", "is", "to", "as", "value", "be", "es", "de"}
    return value.quoted or any(token.low in marks for token in between)
