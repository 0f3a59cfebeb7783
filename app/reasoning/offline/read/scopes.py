"""Whom the values of a sentence may be meant for: the components it names, what a part belongs to, its topic."""

from collections.abc import Iterator, Sequence

from app.reasoning.offline.read.draft import Place, Sheet
from app.reasoning.offline.read.phrases import lows
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.split import Sentence

LOG_GROUP = "aws_cloudwatch_log_group"
Scope = tuple[tuple[int, ...], Place | None]
Scopes = Sequence[Scope]


def scopes_of(sheet: Sheet, sentence: Sentence) -> Iterator[Scope]:
    """The drafts a sentence speaks of, each once, then its topic."""
    seen: set[tuple[int, ...]] = set()
    alone = {place.drafts[0] for place in sheet.places[sentence.index] if len(place.drafts) == 1}
    for place in sheet.places[sentence.index]:
        if place.drafts not in seen and not (len(place.drafts) > 1 and alone >= set(place.drafts)):
            seen.add(place.drafts)
            yield place.drafts, place
    for draft in sheet.drafts:
        if draft.sentence == sentence.index and not any(draft.number in drafts for drafts in seen):
            seen.add((draft.number,))
            yield (draft.number,), None
    owners = list(_owners(sheet, sentence, seen))
    yield from owners
    topic = sheet.topic(sentence.index)
    if topic and topic not in seen and not owners:
        yield topic, None


def _owners(sheet: Sheet, sentence: Sentence, seen: set[tuple[int, ...]]) -> Iterator[Scope]:
    """What a part belongs to that the sentence names: "kept for 14 days in a dead-letter queue"."""
    for part in sheet.parts[sentence.index] if sheet.parts else ():
        drafts = tuple(d.number for d in sheet.drafts if d.kind == part.kind and d.sentence <= sentence.index)[-1:]
        if drafts and drafts not in seen and sheet.places[sentence.index] == []:
            yield drafts, Place(sentence.index, part.first, part.last, part.first, drafts, True, False)


def doers(scopes: Scopes, value: Value) -> Scopes:
    """Whom a value may be meant for: "every hour" before all else is said of what is done first."""
    named = [(drafts, place) for drafts, place in scopes if place is not None]
    if value.kind != "schedule" or not named:
        return scopes
    first = min(named, key=lambda scope: scope[1].start)
    return [first] if value.last <= first[1].start else scopes


def about_logs(sheet: Sheet, sentence: Sentence, scopes: Scopes) -> bool:
    """ "Access logs are kept for 90 days": said of the logs of all, and not of what was named last."""
    opening = lows(sentence.tokens, 0, 3)
    logs = any(word in sheet.words.words("log_words") for word in opening)
    kinds = {sheet.drafts[number].type for drafts, _ in scopes for number in drafts}
    return logs and all(place is None for _, place in scopes) and LOG_GROUP not in kinds


def distance(place: Place | None, value: Value) -> float:
    """How far a component is from the value; what stands before it is nearer than what stands after."""
    if place is None:
        return 3.5
    if place.last <= value.first:
        return min((value.first - place.last) * 0.05, 2)
    return 1 + min((place.first - value.last) * 0.1, 3)
