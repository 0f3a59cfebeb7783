"""Seventh stage: what the components do to each other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.knowledge.language import Language
from app.reasoning.offline.read.draft import Link, Place, Sheet
from app.reasoning.offline.read.occasions import after_occasion, occasions
from app.reasoning.offline.read.phrases import lows, negated
from app.reasoning.offline.read.programs import at_the_entrance, by_main_program, doer, kept_in, without_doer
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.trades import by_trade, for_others
from app.reasoning.offline.read.verbs import Verb, find_verbs

ACTIVE = frozenset({"reads", "writes", "uses"})
"""What programs do to stores, and not stores to programs."""


def relate(sheet: Sheet) -> list[Link]:
    """The relations of all sentences in order, each once."""
    links: dict[tuple[int, str, int], Link] = {}
    for sentence in sheet.sentences:
        for link in _sentence_links(sheet, sentence):
            key = (link.source, link.kind, link.target)
            known = links.get(key)
            if link.source != link.target and (known is None or (link.exclusive and not known.exclusive)):
                links[key] = link
    found = _without_doubles(_with_exclusive(list(links.values())))
    return [*found, *by_main_program(sheet, found), *at_the_entrance(sheet, found)]


def _with_exclusive(links: list[Link]) -> list[Link]:
    """ "Only reachable from" sharpens what already joins the two, and else stands for itself."""
    only = {(link.source, link.target) for link in links if link.exclusive}
    joined = {(link.source, link.target) for link in links if not link.exclusive and link.kind != "attached"}
    return [
        replace(link, exclusive=True) if (link.source, link.target) in only else link
        for link in links
        if not (link.exclusive and (link.source, link.target) in joined)
    ]


def _without_doubles(links: list[Link]) -> list[Link]:
    """A plain link says nothing more where a telling one joins the same two."""
    telling = {frozenset((link.source, link.target)) for link in links if link.kind != "attached"}
    return [link for link in links if link.kind != "attached" or frozenset((link.source, link.target)) not in telling]


def _sentence_links(sheet: Sheet, sentence: Sentence) -> Iterator[Link]:
    places = sheet.places[sentence.index]
    if not places:
        return
    verbs = list(find_verbs(sentence, places, sheet.words))
    sheet.orphans += kept_in(sheet, sentence, places)
    yield from occasions(sheet, sentence, places)
    yield from for_others(sheet, sentence, places)
    subject: Place | None = None
    objects: list[Place] = []
    places = after_occasion(sheet, sentence, places)
    for number, verb in enumerate(verbs):
        end = verbs[number + 1].first if number + 1 < len(verbs) else len(sentence.tokens)
        left = _subject(sheet, sentence, places, verb, subject, objects)
        if not verb.phrase.preposition and left is not None:
            subject = left
        right = list(_objects(sentence, places, verb, end, sheet.words))
        objects += right if not verb.phrase.preposition else []
        if verb.inner is not None and left is not None and not right and _closed(verb, sheet.words):
            left, right = verb.inner, [left]
        elif verb.inner is not None and not verb.inner.pronoun:
            if left is not None and verb.phrase.kind in {"writes", "sends"} and left.last <= verb.first and left.drafts:
                yield from _carried(sheet, left, verb.inner, verb)
            else:
                left = verb.inner
        if not right and left is not None:
            right, left = _relative_object(sentence, places, verb, left, sheet.words)
        left, right = by_trade(sheet, sentence, verb, left, right)
        left = doer(sheet, sentence, verb, left)
        if left is None:
            kind = without_doer(sheet, sentence, verb)
            sheet.orphans += [(number, kind) for place in right for number in place.drafts if kind]
        if not right or left is None or negated(sentence.tokens, verb.first, sheet.words):
            continue
        sheet.use(sentence.index, verb.first, verb.last)
        yield from _links(sheet, sentence, verb, left, right)


def _closed(verb: Verb, words: Language) -> bool:
    """ "A bucket with CloudFront in front": the phrase ends where an object would begin."""
    return verb.phrase.words[-1] in words.words("closing_words")


def _carried(sheet: Sheet, left: Place, inner: Place, verb: Verb) -> Iterator[Link]:
    """ "Firehose writes the stream to a bucket": what it writes is what it reads, or is sent where that can send."""
    services = sheet.vocabulary.services
    for one in left.drafts:
        for other in inner.drafts:
            giver, taker = services.get(sheet.drafts[other].kind), services.get(sheet.drafts[one].kind)
            sends = giver is not None and taker is not None and "sends" in giver.links and taker.shape != "compute"
            ends = (other, "sends", one) if sends else (one, "reads", other)
            yield Link(*ends, False, " ".join(verb.phrase.words))


def _links(sheet: Sheet, sentence: Sentence, verb: Verb, left: Place, right: Sequence[Place]) -> Iterator[Link]:
    low, high = min(left.first, verb.first), max(place.last for place in right)
    kind = verb.phrase.kind
    if kind in {"sends", "writes"} and _of_logs(sheet, sentence, verb, right):
        kind = "logs"
    text = " ".join(token.text for token in sentence.tokens[low:high])
    for place in right:
        for one in left.drafts:
            for other in place.drafts:
                if kind == "attached" and not _worth_attaching(sheet, one, other, verb):
                    if _fills(sheet, one, other, verb):
                        yield Link(one, "writes", other, False, text[:160])
                    continue
                if kind == "in" and not _holds(sheet, one, other):
                    continue
                ends = (other, one) if verb.phrase.backward else (one, other)
                if kind in ACTIVE and _passive(sheet, *ends):
                    ends = ends[::-1]
                alone = verb.phrase.exclusive or (kind == "uses" and _only(sheet, sentence, left))
                yield Link(ends[0], kind, ends[1], alone, text[:160])


def _only(sheet: Sheet, sentence: Sentence, left: Place) -> bool:
    """ "Only the shop may reach it"."""
    before = lows(sentence.tokens, left.start - 1, left.start)
    return bool(before) and left.start == 1 and before[0] in sheet.words.words("only")


def _passive(sheet: Sheet, source: int, target: int) -> bool:
    """Whether it can only be the other way round: a queue reads no worker ("una cola que lee un trabajador")."""
    services = sheet.vocabulary.services
    one, other = services.get(sheet.drafts[source].kind), services.get(sheet.drafts[target].kind)
    if one is None or other is None:
        return False
    return one.shape in {"data", "messaging"} and other.shape == "compute"


def _of_logs(sheet: Sheet, sentence: Sentence, verb: Verb, right: Sequence[Place]) -> bool:
    """Whether what is sent are the sender's logs: "logs of the distribution go to", "sends its logs to"."""
    around = lows(sentence.tokens, verb.first - 6, right[0].start)
    return any(word in sheet.words.words("log_words") for word in around)


def _holds(sheet: Sheet, one: int, other: int) -> bool:
    """Whether something can be placed in the other: a network, or what its service or the first's says."""
    services = sheet.vocabulary.services
    outer, inner = services.get(sheet.drafts[other].kind), services.get(sheet.drafts[one].kind)
    if outer is None:
        return True
    return outer.shape == "network" or "in" in outer.linked or (inner is not None and "in" in inner.links)


def _worth_attaching(sheet: Sheet, one: int, other: int, verb: Verb) -> bool:
    """Loose words ("with", "for") link only where a bare provider type is on one side."""
    if len(verb.phrase.words) > 1 and verb.phrase.words[0] not in {"for", "para"}:
        return True
    found = [sheet.vocabulary.services.get(sheet.drafts[number].kind) for number in (one, other)]
    return any(service is None or service.lent for service in found)


def _fills(sheet: Sheet, one: int, other: int, verb: Verb) -> bool:
    """ "Athena with a bucket for results": a service that has a place to write to, and such a place beside it."""
    services = sheet.vocabulary.services
    owner, store = services.get(sheet.drafts[one].kind), services.get(sheet.drafts[other].kind)
    if owner is None or store is None or not verb.phrase.backward:
        return False
    return "writes" in owner.links and owner.shape != "compute" and store.shape == "data"


def _subject(
    sheet: Sheet,
    sentence: Sentence,
    places: Sequence[Place],
    verb: Verb,
    current: Place | None,
    objects: Sequence[Place],
) -> Place | None:
    """Who does it: the noun right before, where it may be a subject; else the clause's subject; else the topic."""
    left = [place for place in places if place.last <= verb.first]
    if not left:
        topic = sheet.topic(sentence.index) if _small(sheet, sentence, 0, verb.first) else ()
        return Place(sentence.index, 0, 0, 0, topic, False, False) if topic else None
    nearest = left[-1]
    if verb.phrase.preposition:
        chained = nearest.governed and verb.phrase.kind == "in" and not _placed(sheet, sentence, nearest)
        return next((place for place in reversed(left) if not place.governed), nearest) if chained else nearest
    between = [sentence.tokens[i] for i in _outside(sentence, nearest.last, verb.first)]
    light = sheet.words.words("light") | sheet.words.words("relative")
    comma = max(
        (i for i in _outside(sentence, nearest.last, verb.first) if sentence.tokens[i].text in ",:"), default=-1
    )
    if comma >= 0 and not _small(sheet, sentence, comma + 1, verb.first) and not _verb_first(sheet, sentence, comma):
        return None
    direct = all(t.low in light or t.kind == "quoted" or t.text in "()" for t in between)
    relative = any(token.low in sheet.words.words("relative") for token in between)
    if direct and (relative or (not nearest.governed and nearest not in objects)):
        return nearest
    if current is not None:
        return current
    return next((place for place in left if not place.governed), left[0])


def _placed(sheet: Sheet, sentence: Sentence, place: Place) -> bool:
    """Whether "in" stands before a place, so that the next "in" speaks of that place itself."""
    before = lows(sentence.tokens, place.start - 1, place.start)
    return bool(before) and before[0] in sheet.words.words("in_words")


def _verb_first(sheet: Sheet, sentence: Sentence, comma: int) -> bool:
    """Whether a verb follows a comma ("…, resizes the picture and writes"), so that the subject stays."""
    after = lows(sentence.tokens, comma + 2, comma + 3)
    return bool(after) and after[0] in sheet.words.words("definite") | sheet.words.words("articles")


def _small(sheet: Sheet, sentence: Sentence, first: int, last: int) -> bool:
    """Whether only small words stand there, so that the subject is the one before."""
    small = sheet.words.words("light") | sheet.words.words("relative") | sheet.words.words("pronouns")
    return all(sentence.tokens[i].low in small for i in _outside(sentence, first, last))


def _outside(sentence: Sentence, first: int, last: int) -> list[int]:
    """Token numbers between two places, without what stands in brackets."""
    depth, found = 0, []
    opened = sum((token.text == "(") - (token.text == ")") for token in sentence.tokens[:first])
    depth = max(opened, 0)
    for index in range(first, last):
        text = sentence.tokens[index].text
        depth = max(depth + (text == "(") - (text == ")"), 0)
        if depth == 0 and text != ")":
            found.append(index)
    return found


def _objects(sentence: Sentence, places: Sequence[Place], verb: Verb, end: int, words: Language) -> Iterator[Place]:
    """What it is done to: the first place after the verb and those joined to it by commas and "and"."""
    position, joined = verb.last, 0
    joints = words.words("conjunctions") | {","}
    for place in places:
        if place.first < verb.last:
            continue
        between = lows(sentence.tokens, position, place.start)
        if not joined:
            stopping = words.words("relative") | words.words("when") | words.words("conjunctions")
            stopped = any(word in stopping for word in between)
            if "," in between or len(between) > 5 or stopped or place.start > end or place.first > end:
                return
        elif (
            not between
            or not all(word in joints or word in {"(", ")"} or word[:1].isdigit() for word in between)
            or (place.last <= end < len(sentence.tokens) and _subject_of_next(sentence, place, end, words))
            or (joined == 1 and verb.phrase.preposition and place.fresh and "," in between and len(between) > 1)
        ):
            return  # "behind a balancer, and a database" begins something new
        joined += 1
        position = _after_name(sentence, place)
        yield place
        if place.pronoun and "," in lows(sentence.tokens, position, position + 1):
            return  # "in front of it, a certificate"


def _subject_of_next(sentence: Sentence, place: Place, end: int, words: Language) -> bool:
    """Whether the next verb follows a joined place at once: "…, Glue crawls the bucket"."""
    if sentence.tokens[end].low in words.words("for_words"):
        return False
    return all(
        low in words.words("light") and low not in words.words("relative")
        for low in lows(sentence.tokens, place.last, end)
    )


def _after_name(sentence: Sentence, place: Place) -> int:
    """Past a name in quotes that follows a place."""
    index = place.last
    while index < len(sentence.tokens) and (
        sentence.tokens[index].kind == "quoted"
        or sentence.tokens[index].low in {"named", "called", "llamada", "llamado"}
    ):
        index += 1
    return index


def _relative_object(
    sentence: Sentence, places: Sequence[Place], verb: Verb, left: Place, words: Language
) -> tuple[list[Place], Place | None]:
    """ "A queue that a worker reads": the object stands before the relative word."""
    before = [place for place in places if place.last <= left.start]
    if before:
        gap = lows(sentence.tokens, before[-1].last, left.start)
        if gap and gap[-1] in words.words("relative") and len(gap) <= 3 and left.last <= verb.first:
            return [before[-1]], left
    return [], None
