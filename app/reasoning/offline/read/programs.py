"""Who does what nobody is named for: the program that the text is about, and the door through which users come."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.reasoning.offline.read.draft import Link, Place, Sheet
from app.reasoning.offline.read.phrases import lows
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.verbs import Verb

POURED = frozenset({"writes", "sends"})
"""Kinds whose actor may go unsaid."""
SERVED = frozenset({"writes", "sends", "triggers", "fronts"})
"""Kinds of relations after which no other source of a thing has to be thought of."""


def by_main_program(sheet: Sheet, links: Sequence[Link]) -> Iterator[Link]:
    """ "Orders are kept in a table": who keeps them is not said; it is the program the text is about."""
    services = sheet.vocabulary.services
    programs = [d.number for d in sheet.drafts if d.kind in services and services[d.kind].shape == "compute"]
    for target, kind in dict.fromkeys(sheet.orphans):
        if kind == "authenticates" or sheet.drafts[target].kind not in services:
            continue
        busy = {link.source for link in links if link.target == target}
        enough = SERVED | {"uses"} if kind == "uses" else SERVED
        served = any(link.target == target and link.kind in enough for link in links)
        started = {link.target for link in links if link.source == target}
        free = [number for number in programs if number not in busy | started and number != target]
        if free and not served:
            for number in [n for n in free if _named_together(sheet, free[0], n)]:
                yield Link(number, kind, target, False, sheet.drafts[target].text)


def _named_together(sheet: Sheet, first: int, other: int) -> bool:
    """Whether two drafts are of one group ("three functions: …")."""
    one, two = sheet.drafts[first], sheet.drafts[other]
    return first == other or (one.kind, one.sentence, one.text) == (two.kind, two.sentence, two.text)


def at_the_entrance(sheet: Sheet, links: Sequence[Link]) -> Iterator[Link]:
    """ "Users sign in with a pool": where they sign in is what stands before a program, else the first way in."""
    doors = [link.source for link in links if link.kind == "fronts" and _shape(sheet, link.target) == "compute"]
    doors += [draft.number for draft in sheet.drafts if _shape(sheet, draft.number) == "edge"]
    for pool, kind in dict.fromkeys(sheet.orphans):
        known = any(link.kind == "authenticates" and link.source == pool for link in links)
        if kind == "authenticates" and doors and not known and doors[0] != pool:
            yield Link(pool, "authenticates", doors[0], False, sheet.drafts[pool].text)


def without_doer(sheet: Sheet, sentence: Sentence, verb: Verb) -> str:
    """The kind of relation of a verb whose doer is not named; empty where no program can be meant."""
    if verb.phrase.backward:
        return "authenticates" if verb.phrase.kind == "authenticates" else ""
    return _poured_as(sheet, sentence, verb) if verb.phrase.kind in POURED else ""


def _poured_as(sheet: Sheet, sentence: Sentence, verb: Verb) -> str:
    """What an unnamed program does to what something goes into; empty where no program does it.

    What is kept is also read again; alerts are sent by what watches, and not by a program.
    """
    before = lows(sentence.tokens, 0, verb.first)
    if any(word in sheet.words.words("alert_words") for word in before):
        return ""
    if any(word in sheet.words.words("people") for word in before[-3:]):
        return ""
    said = lows(sentence.tokens, verb.first, verb.last)
    kept = verb.phrase.kind == "writes" and any(word in sheet.words.words("kept_words") for word in said)
    return "uses" if kept else verb.phrase.kind


def doer(sheet: Sheet, sentence: Sentence, verb: Verb, left: Place | None) -> Place | None:
    """ "An API calls a function. It keeps …": what keeps, reads or sends is a program rather than a door."""
    if left is None or not (left.pronoun or left.last == left.first):
        return left
    if verb.phrase.backward or verb.phrase.kind not in {"reads", "writes", "sends"}:
        return left
    if not any(_shape(sheet, number) in {"edge", "security"} for number in left.drafts) or sentence.index == 0:
        return left
    before = sheet.places[sentence.index - 1]
    programs = [p for p in before if all(_shape(sheet, number) == "compute" for number in p.drafts)]
    return replace(left, drafts=programs[-1].drafts) if programs else left


def _shape(sheet: Sheet, number: int) -> str:
    """The shape of a draft's service; empty for a bare provider type."""
    service = sheet.vocabulary.services.get(sheet.drafts[number].kind)
    return service.shape if service else ""


def kept_in(sheet: Sheet, sentence: Sentence, places: Sequence[Place]) -> list[tuple[int, str]]:
    """ "Files are on EFS", "credentials live in …": what holds something, without a word of who uses it."""
    first = min(places, key=lambda place: place.start, default=None)
    if first is None or first.pronoun or first.start < 3:
        return []
    verb, joint = lows(sentence.tokens, first.start - 2, first.start)
    words = sheet.words
    stands = verb in words.words("be_words") | words.words("kept_words")
    if not stands or joint not in words.words("in_words") | words.words("on_words"):
        return []
    services = sheet.vocabulary.services
    return [
        (number, "uses")
        for number in first.drafts
        if (service := services.get(sheet.drafts[number].kind)) and service.shape in {"data", "security"}
    ]
