"""Words that speak of what was named before: "the function", "this queue", "it"."""

from app.reasoning.offline.read.draft import Place, Sheet
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
        named = _by_name(sheet, sentence, index)
        if named:
            sheet.places[-1].append(named)
            covered.add(index)
            continue
        if token.low in words.words("definite"):
            found = _tail(sheet, sentence, index, covered)
            if found:
                sheet.places[-1].append(found)
                covered.update(range(found.start, found.last))
                continue
        if token.low in words.words("pronouns") and _stands_alone(sentence, index):
            before = [place for place in sheet.places[-1] if place.last <= index]
            drafts = _antecedent(before) if before and index > 2 else ()
            drafts = drafts or sheet.before(sentence.index)
            if drafts:
                governed = bool(before) and index > 2
                sheet.places[-1].append(
                    Place(sentence.index, index, index + 1, index, drafts, governed, False, pronoun=True)
                )


def _by_name(sheet: Sheet, sentence: Sentence, index: int) -> Place | None:
    """ "Uploads are deleted": a plain word that is the name of exactly one thing named in an earlier sentence."""
    token = sentence.tokens[index]
    if len(token.low) < 4 or (sentence.index, index) in sheet.used:
        return None
    matching = [d for d in sheet.drafts if token.low in {(d.name or "").lower(), d.label.lower()}]
    if len(matching) != 1 or matching[0].sentence == sentence.index:
        return None
    governed = index > 0 and sentence.tokens[index - 1].low in sheet.words.words("prepositions")
    return Place(sentence.index, index, index + 1, index, (matching[0].number,), governed, False)


def _antecedent(before: list[Place]) -> tuple[int, ...]:
    """What "it" means: not the subject that stands right before the verb, but what was named besides."""
    ordered = sorted(before, key=lambda place: place.last)
    subject = next((place for place in reversed(ordered) if not place.governed), None)
    others = [place for place in ordered if subject is None or place.drafts != subject.drafts]
    return others[-1].drafts if others else ()


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
