"""What some services are for: backing up, watching, encrypting, signing in. Their verb may stand alone."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.reasoning.offline.read.draft import Draft, Link, Place, Sheet
from app.reasoning.offline.read.phrases import lows, negated
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import phrase_key
from app.reasoning.offline.read.verbs import Verb, find_verbs
from app.reasoning.offline.read.vocabulary import Strength

TRADES = frozenset({"backs_up", "encrypts", "monitors", "authenticates"})
"""Relation kinds that name the trade of a service, whose name may be missing in the sentence that wants it."""
WANTED_TRADES = frozenset({"backs_up"})
"""Trades whose service is added where only the verb asks for it."""
DOERS = frozenset({"operations", "security"})
"""Shapes of services that have a trade."""


def missing_trades(sheet: Sheet) -> None:
    """Add the service that a verb alone asks for: "back up the database" wants a backup plan."""
    for sentence in sheet.sentences:
        for verb in list(find_verbs(sentence, sheet.places[sentence.index], sheet.words)):
            kind = verb.phrase.kind
            services = sheet.vocabulary.services
            if kind not in WANTED_TRADES or negated(sentence.tokens, verb.first, sheet.words):
                continue
            sense = sheet.vocabulary.sense(phrase_key(sheet.words.map("trade_words")[kind]))
            doer = services.get(sense.kind) if sense else None
            if doer is None or kind not in doer.links or not sheet.places[sentence.index]:
                continue
            if any(draft.kind == doer.id for draft in sheet.drafts):
                continue
            text = " ".join(token.text for token in sentence.tokens[verb.first : verb.last])
            sheet.drafts.append(
                Draft(len(sheet.drafts), doer.id, doer.primary, Strength.SERVICE, doer.id, sentence.index, text)
            )
            sheet.use(sentence.index, verb.first, verb.last)


def by_trade(
    sheet: Sheet, sentence: Sentence, verb: Verb, left: Place | None, right: list[Place]
) -> tuple[Place | None, list[Place]]:
    """ "Back it up": where one end is missing, it is the component whose service knows how to do that."""
    if verb.phrase.kind not in TRADES:
        return left, right
    if left is not None and right and (verb.phrase.backward or left.last > left.first):
        return left, right
    known = left or verb.inner or (right[0] if right else None)
    doers = [
        draft.number
        for draft in sheet.drafts
        if (service := sheet.vocabulary.services.get(draft.kind))
        and verb.phrase.kind in service.links
        and service.shape in DOERS
    ]
    if known is None or not doers or doers[-1] in known.drafts:
        return left, right
    doer = Place(sentence.index, verb.first, verb.first, verb.first, (doers[-1],), False, False)
    return (known, [doer]) if verb.phrase.backward else (doer, right or [known])


def for_others(sheet: Sheet, sentence: Sentence, places: Sequence[Place]) -> Iterator[Link]:
    """ "An alarm on the queue", "a backup plan for the database": what some services are for."""
    small = sheet.words.words("for_words") | sheet.words.words("definite") | sheet.words.words("indefinite")
    for left, right in pairwise(places):
        between = lows(sentence.tokens, left.last, right.first)
        service = sheet.vocabulary.services.get(sheet.drafts[left.drafts[0]].kind)
        if service is None or not between or between[0] not in sheet.words.words("for_words") or set(between) - small:
            continue
        kind = next((trade for trade in sorted(TRADES) if trade in service.links and service.shape in DOERS), None)
        if kind is not None:
            text = " ".join(token.text for token in sentence.tokens[left.first : right.last])
            for one in left.drafts:
                for other in right.drafts:
                    yield Link(one, kind, other, False, text)
