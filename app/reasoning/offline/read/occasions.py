"""Clauses that say when something happens: "every time an object lands in the bucket, a function runs"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.reasoning.offline.read.draft import Link, Place, Sheet
from app.reasoning.offline.read.phrases import lows, plain
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import key_of
from app.reasoning.offline.read.trades import DOERS


def after_occasion(sheet: Sheet, sentence: Sentence, places: Sequence[Place]) -> list[Place]:
    """Places of a clause "every time …," at the beginning are no subjects of what follows."""
    text = plain(sentence.tokens)
    opening = any(text.startswith(f"{phrase} ") for phrase in sheet.words.words("when"))
    comma = next((i for i, token in enumerate(sentence.tokens) if token.text == ","), 0) if opening else 0
    return [replace(place, governed=True) if place.last <= comma else place for place in places]


def occasions(sheet: Sheet, sentence: Sentence, places: Sequence[Place]) -> Iterator[Link]:
    """ "Every time an object lands in the bucket, a function runs": what happens to one starts the other."""
    text = lows(sentence.tokens, 0, len(sentence.tokens))
    for phrase in sorted(sheet.words.words("when"), key=len, reverse=True):
        words = phrase.split()
        starts = [i for i in range(len(text) - len(words) + 1) if text[i : i + len(words)] == words]
        if not starts:
            continue
        start = starts[0]
        comma = next((i for i in range(start, len(text)) if text[i] == ","), len(text))
        inside = [place for place in places if start < place.first < comma and not place.pronoun]
        earlier = [place for place in places if place.first < start and not place.pronoun]
        later = [place for place in places if place.first > comma and not place.pronoun and start == 0]
        causes = [place.drafts[-1] for place in inside] or _by_name(sheet, sentence, start, comma)
        effects = [place for place in earlier if not place.governed] or earlier
        if causes and (effects or later):
            text_ = " ".join(token.text for token in sentence.tokens)[:160]
            cause, effect = causes[-1], (effects[-1] if effects else later[0]).drafts[-1]
            if cause == effect:
                return
            watcher = sheet.vocabulary.services.get(sheet.drafts[effect].kind)
            if watcher is not None and watcher.shape in DOERS and "monitors" in watcher.links:
                yield Link(effect, "monitors", cause, False, text_)
            else:
                yield Link(cause, "triggers", effect, False, text_)
        return


def _by_name(sheet: Sheet, sentence: Sentence, start: int, end: int) -> list[int]:
    """ "Whenever a photo is uploaded", after a bucket that is called "photos"."""
    said = {token.key for token in sentence.tokens[start:end] if token.kind == "word"}
    code = sheet.words.code
    return [
        draft.number
        for draft in sheet.drafts
        if draft.sentence <= sentence.index and key_of(draft.name or draft.label or "-", code) in said
    ]
