"""The noun phrase around a mention: article, number, and whether it is something new or known."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.knowledge.language import Language
from app.reasoning.offline.read.draft import Sheet
from app.reasoning.offline.read.mentions import PROVIDERS, Mention
from app.reasoning.offline.read.phrases import lows
from app.reasoning.offline.read.tokens import Token

REACH = 6
"""How many words before the head may belong to its noun phrase."""


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """What stands around a mention's head.

    ``start`` is the first token of the phrase; ``count`` how many (0: not said); ``fresh`` for "another"; ``linked``
    when a linking preposition governs it; ``ordinal`` for "the second"; ``each`` the kind in "one in each subnet";
    ``attribute_only`` for "subnet ids", which name no new thing; ``declined`` for "a VPC is not needed".
    """

    start: int
    count: int = 0
    definite: bool = False
    indefinite: bool = False
    fresh: bool = False
    existing: bool = False
    governed: bool = False
    linked: bool = False
    ordinal: int = 0
    each: str = ""
    attribute_only: bool = False
    declined: bool = False


def noun_phrase(tokens: Sequence[Token], mention: Mention, modifiers: Sequence[Mention], sheet: Sheet) -> NounPhrase:
    """Look at the words before and after a mention."""
    words = sheet.words
    head = min([mention.first, *(modifier.first for modifier in modifiers)])
    start = _start(tokens, head, mention, sheet)
    before = lows(tokens, start, head)
    count = _count(tokens, start, head, mention, sheet)
    previous = _word_before(tokens, start, mention, sheet)
    return NounPhrase(
        start=start,
        count=count,
        definite=any(word in words.words("definite") for word in before),
        indefinite=any(word in words.words("indefinite") for word in before) or count > 0,
        fresh=any(word in words.words("fresh") for word in before),
        existing=any(word in words.words("existing") for word in before),
        governed=bool({previous, *before} & words.words("prepositions")),
        linked=bool({previous, *before} & words.words("prepositions")),
        ordinal=next((words.map("ordinals")[word] for word in before if word in words.map("ordinals")), 0),
        each=_each(tokens, mention, sheet),
        attribute_only=_attribute(tokens, mention, words, sheet) or _placement(tokens, mention, start, count, words),
        declined=_declined(tokens, mention, words),
    )


def _word_before(tokens: Sequence[Token], start: int, mention: Mention, sheet: Sheet) -> str:
    """The word before a phrase, past its own measure: "of" in "a group of t3.micro instances"."""
    forms = (value for value in sheet.values[mention.sentence] if value.kind == "instance_type")
    form = next((value for value in forms if value.last == start), None)
    at = (form.first if form else start) - 1
    return tokens[at].low if at >= 0 else ""


def _start(tokens: Sequence[Token], head: int, mention: Mention, sheet: Sheet) -> int:
    """The first token of the phrase: back over adjectives and nouns to the article."""
    words = sheet.words
    starters = words.words("definite") | words.words("indefinite") | words.words("existing")
    numbers = words.map("numbers").keys() | words.map("vague_numbers").keys()
    stops = (
        words.words("prepositions") | words.words("conjunctions") | words.words("relative") | words.words("light")
    ) - starters
    others = {
        i for other in sheet.mentions[mention.sentence] if other != mention for i in range(other.first, other.last)
    }
    best = head
    for index in range(head - 1, max(head - REACH, -1), -1):
        low = tokens[index].low
        if tokens[index].kind == "mark" or index in others:
            break
        if low in words.words("relative") and best < head:
            break
        if low in words.words("of_words") and index and tokens[index - 1].low in numbers:
            continue
        if low in starters or low in numbers or low.isdigit():
            best = index
            if low in words.words("articles"):
                break
        elif low in words.words("adjectives") or low in PROVIDERS:
            best = index if best == index + 1 else best
        elif low in stops:
            break
    return best


def _count(tokens: Sequence[Token], start: int, head: int, mention: Mention, sheet: Sheet) -> int:
    """How many are meant; 0 where it is not said."""
    words = sheet.words
    measured = {
        index
        for value in sheet.values[mention.sentence]
        if value.kind != "number"
        for index in range(value.first, value.last)
    }
    for index in range(head - 1, start - 1, -1):
        if index in measured:
            continue
        low = tokens[index].low
        number = words.map("numbers").get(low)
        if number is None and low.isdigit() and len(low) < 3:
            number = int(low)
        if number is None and mention.plural:
            number = words.map("vague_numbers").get(low)
        if number is not None:
            gap = lows(tokens, index + 1, head)
            usable = all(
                word in words.words("adjectives") or word in {"x", "of", "de"} or word in PROVIDERS or "." in word
                for word in gap
            )
            plural = mention.plural or number == 1
            return int(number) if usable and plural and 0 < number <= 50 else 0
    return 0


def _each(tokens: Sequence[Token], mention: Mention, sheet: Sheet) -> str:
    """The kind after "in each", for "an instance in each subnet"."""
    for other in sheet.mentions[mention.sentence]:
        gap = lows(tokens, mention.last, other.first)
        if other.first > mention.last and len(gap) <= 4 and gap[-1:] and gap[-1] in sheet.words.words("every"):
            return other.kind
    return ""


def _placement(tokens: Sequence[Token], mention: Mention, start: int, count: int, words: Language) -> bool:
    """ "In private subnets" says where, and asks for no subnet of its own."""
    before = tokens[start - 1].low if start > 0 else ""
    reach = mention.last + (words.code == "es")
    kinds = {token.low for token in tokens[start:reach]}
    return mention.plural and not count and before in words.words("in_words") and bool(kinds & words.words("sides"))


def _attribute(tokens: Sequence[Token], mention: Mention, words: Language, sheet: Sheet) -> bool:
    following = tokens[mention.last : mention.last + 1]
    if not following or following[0].kind == "quoted":
        return False
    if following[0].low in words.words("argument_words"):
        return "_" in tokens[mention.last - 1].low or mention.last - mention.first == 1
    valued = any(v.first in {mention.last + 1, mention.last + 2} for v in sheet.values[mention.sentence])
    return following[0].key in words.words("attribute_nouns") and not valued


def _declined(tokens: Sequence[Token], mention: Mention, words: Language) -> bool:
    after = " ".join(lows(tokens, mention.last, mention.last + 4))
    return any(after.startswith(phrase) for phrase in words.words("declined"))
