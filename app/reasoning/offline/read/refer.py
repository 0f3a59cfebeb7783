"""Words that speak of what was named before: "the function", "this queue", "it"."""

from app.reasoning.offline.read.draft import Place, Sheet
from app.reasoning.offline.read.phrases import lows
from app.reasoning.offline.read.split import Sentence


def name_group(sheet: Sheet, sentence: Sentence) -> None:
    """``the three replicas "a", "b" and "c"``: as many names as an earlier group has members are its names."""
    if not any(token.low in sheet.words.words("name_words") for token in sentence.tokens):
        return
    free = [v for v in sheet.values[sentence.index] if v.quoted and v.kind == "text" and sheet.free(sentence.index, v)]
    groups = [d for d in sheet.drafts if d.count > 1 and d.count == len(free) and not d.names]
    if groups and len(free) > 1:
        groups[-1].names = [value.text for value in free]
        for value in free:
            sheet.use(sentence.index, value.first, value.last)


def refer_back(sheet: Sheet, sentence: Sentence) -> None:
    """ "The function", "this queue", "it": places that speak of what was named before."""
    tokens, words = sentence.tokens, sheet.words
    covered = {index for place in sheet.places[-1] for index in range(place.start, place.last)}
    for index, token in enumerate(tokens):
        if index in covered or token.kind != "word":
            continue
        if token.low in words.words("definite"):
            found = _tail(sheet, sentence, index, covered)
            if found:
                sheet.places[-1].append(found)
                covered.update(range(found.start, found.last))
                continue
        if token.low in words.words("pronouns") and _stands_alone(sentence, index):
            before = [place for place in sheet.places[-1] if place.last <= index]
            drafts = _antecedent(sentence, before, index) if before and index > 2 else sheet.topic(sentence.index)
            if drafts:
                governed = lows(tokens, index - 1, index)[:1] != [] and tokens[index - 1].low in words.words(
                    "prepositions"
                )
                sheet.places[-1].append(
                    Place(sentence.index, index, index + 1, index, drafts, governed, False, pronoun=True)
                )


def _antecedent(sentence: Sentence, before: list[Place], index: int) -> tuple[int, ...]:
    """What "it" means: not the subject that stands right before the verb, but what was named before that."""
    ordered = sorted(before, key=lambda place: place.last)
    subject = not ordered[-1].governed and index - ordered[-1].last <= 2
    return ordered[-2 if subject and len(ordered) > 1 else -1].drafts


def _stands_alone(sentence: Sentence, index: int) -> bool:
    following = sentence.tokens[index + 1 : index + 2]
    return not following or following[0].kind == "mark" or sentence.tokens[index].low not in {"this", "these"}


def _tail(sheet: Sheet, sentence: Sentence, index: int, covered: set[int]) -> Place | None:
    tokens = sentence.tokens
    for skip in (0, 1):
        for length in (3, 2, 1):
            first, last = index + 1 + skip, index + 1 + skip + length
            piece = tokens[first:last]
            if len(piece) < length or covered & set(range(first, last)) or any(t.kind != "word" for t in piece):
                continue
            key = "".join(token.key for token in piece)
            matching = [draft for draft in sheet.drafts if key in set(draft.tails())]
            if matching and len(key) > 2:
                plural = piece[-1].low.endswith("s") and not piece[-1].key.endswith("s")
                drafts = tuple(d.number for d in (matching if plural else matching[-1:]))
                governed = index > 0 and tokens[index - 1].low in sheet.words.words("prepositions")
                return Place(sentence.index, first, last, index, drafts, governed, False)
    return None
