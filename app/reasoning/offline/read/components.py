"""Fifth stage: mentions → components. The same thing named twice is one component."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.domain.request import Settlement
from app.reasoning.offline.read.draft import Draft, Place, Sheet
from app.reasoning.offline.read.heads import heads
from app.reasoning.offline.read.mentions import Mention
from app.reasoning.offline.read.naming import Naming, label_of, naming_of
from app.reasoning.offline.read.nouns import NounPhrase, noun_phrase
from app.reasoning.offline.read.phrases import negated
from app.reasoning.offline.read.refer import name_group, refer_back
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import phrase_key
from app.reasoning.offline.read.vocabulary import Strength


@dataclass(frozen=True, slots=True)
class Known:
    """The drafts a mention speaks of, and whether it made them."""

    drafts: tuple[int, ...]
    fresh: bool


def recognise(sheet: Sheet) -> None:
    """Fill the sheet's drafts and places from its mentions."""
    for sentence, mentions in zip(sheet.sentences, sheet.mentions, strict=True):
        sheet.places.append([])
        for mention, modifiers in heads(sentence, mentions, sheet):
            _place(sheet, sentence, mention, modifiers)
        refer_back(sheet, sentence)
        name_group(sheet, sentence)
        sheet.places[-1].sort(key=lambda place: place.first)


def _place(sheet: Sheet, sentence: Sentence, mention: Mention, modifiers: Sequence[Mention]) -> None:
    phrase = noun_phrase(sentence.tokens, mention, modifiers, sheet)
    if negated(sentence.tokens, phrase.start, sheet.words) or phrase.declined:
        sheet.refused += [mention.kind, mention.key]
        sheet.use(sentence.index, max(phrase.start - 4, 0), mention.last)
        return
    naming = naming_of(sentence, mention, phrase, sheet)
    known = _known(sheet, mention, phrase, naming)
    if not known and (phrase.attribute_only or _only_said_more(sheet, mention, phrase)):
        return
    if not known and _only_a_state(sheet, sentence, mention, phrase):
        sheet.use(sentence.index, mention.first, mention.last + 2)
        return
    fresh = not known
    if fresh and len(naming.names) > 1:
        known = tuple(
            _new(sheet, sentence, mention, replace(phrase, count=1), Naming((name,), "", ())) for name in naming.names
        )
        sheet.places[-1] += _apart(sentence, known, naming)
    elif fresh:
        known = (_new(sheet, sentence, mention, phrase, naming),)
    elif naming.names or naming.label:
        _name(sheet, known, naming)
    for number in known:
        sheet.drafts[number].aliases |= sheet.aliases.get((sentence.index, mention.first), set())
    values = {
        index
        for value in sheet.values[sentence.index]
        if (value.kind != "number" or value.first >= mention.first) and value.text.lower() not in mention.key
        for index in range(value.first, value.last)
    }
    for index in (*naming.tokens, *(i for i in range(phrase.start, mention.last) if i not in values)):
        sheet.use(sentence.index, index, index + 1)
    _stand(sheet, sentence, mention, modifiers, phrase, Known(known, fresh))


def _apart(sentence: Sentence, drafts: tuple[int, ...], naming: Naming) -> list[Place]:
    """Places of names that have words of their own: ``groups: "general" with 3 nodes, and "batch" with …``."""
    quoted = [index for index in naming.tokens if sentence.tokens[index].kind == "quoted"]
    if len(quoted) != len(drafts) or all(right - left <= 3 for left, right in pairwise(quoted)):
        return []
    return [
        Place(sentence.index, index, index + 1, index, (number,), True, False)
        for index, number in zip(quoted, drafts, strict=True)
    ]


def _stand(
    sheet: Sheet,
    sentence: Sentence,
    mention: Mention,
    modifiers: Sequence[Mention],
    phrase: NounPhrase,
    found: Known,
) -> None:
    """Note the places of a mention and of what stands before it ("VPC" in "VPC subnet")."""
    start = min([phrase.start, *(modifier.first for modifier in modifiers)])
    sheet.places[-1].append(
        Place(sentence.index, mention.first, mention.last, start, found.drafts, phrase.governed, found.fresh)
    )
    for modifier in modifiers:
        drafts = tuple(d.number for d in sheet.drafts if d.kind == modifier.kind)[-1:]
        if drafts and modifier.kind != mention.kind:
            sheet.places[-1].append(Place(sentence.index, modifier.first, modifier.last, start, drafts, True, False))


def _only_said_more(sheet: Sheet, mention: Mention, phrase: NounPhrase) -> bool:
    """ "Node groups with spot instances": ordinary words after "with" that only describe what was just named."""
    first = sheet.sentences[mention.sentence].tokens[mention.first]
    described = any(place.fresh for place in sheet.places[-1]) and first.low not in sheet.words.words("put_away")
    return mention.strength is Strength.WEAK and mention.plural and phrase.linked and not phrase.count and described


def _only_a_state(sheet: Sheet, sentence: Sentence, mention: Mention, phrase: NounPhrase) -> bool:
    """ "Secrets are encrypted": ordinary words in the plural of which only a state is said ask for nothing new."""
    after = [token.low for token in sentence.tokens[mention.last : mention.last + 2]]
    plain = mention.strength is Strength.WEAK and mention.plural and not phrase.count and not phrase.indefinite
    verb, state = sheet.words.words("light"), sheet.words.words("states")
    return plain and len(after) == 2 and after[0] in verb and after[1] in state


def _candidates(sheet: Sheet, mention: Mention) -> list[Draft]:
    """Drafts that the mention may speak of."""
    stands = sheet.vocabulary.stands_for(mention.key)
    if mention.strength is Strength.WEAK:
        own = [draft for draft in sheet.drafts if draft.kind == mention.kind]
        return own or [draft for draft in sheet.drafts if draft.kind in stands or mention.key in draft.tails()]
    same = [draft for draft in sheet.drafts if draft.kind == mention.kind]
    if same:
        return same
    weak = [draft for draft in sheet.drafts if draft.strength is Strength.WEAK]
    vague = [draft for draft in weak if mention.kind in sheet.vocabulary.stands_for(draft.key)]
    return vague or [draft for draft in sheet.drafts if _brand(sheet, draft, mention)]


def _brand(sheet: Sheet, draft: Draft, mention: Mention) -> bool:
    """Whether a mention is the brand of a thing named before: "API Gateway" after "a REST API"."""
    services = sheet.vocabulary.services
    one, other = services.get(draft.kind), services.get(mention.kind)
    if one is None or other is None or one.shape != other.shape or mention.strength is not Strength.SERVICE:
        return False
    return any(phrase_key(word).startswith(mention.key) and phrase_key(word) != mention.key for word in one.words)


def _known(sheet: Sheet, mention: Mention, phrase: NounPhrase, naming: Naming) -> tuple[int, ...]:
    """The drafts a mention refers to, or nothing where it is a new thing."""
    candidates = _candidates(sheet, mention)
    if not candidates:
        return ()
    if candidates[-1].heading:
        candidates[-1].heading = False
        candidates[-1].text = mention_text(sheet, mention)
        candidates[-1].count = max(candidates[-1].count, phrase.count)
        _sharpen(sheet, candidates[-1], mention)
        return (candidates[-1].number,)
    named = [d for d in candidates if set(naming.names) & {d.name, *d.names}]
    labelled = [d for d in candidates if naming.label and naming.label in {d.label, label_of(d.name or "")}]
    chosen = named or labelled
    if not chosen and _new_thing(candidates, mention, phrase, naming):
        return ()
    if not chosen:
        chosen = (
            candidates
            if mention.plural and not phrase.linked
            else [_plainest(candidates, mention, mention_text(sheet, mention))]
        )
        if phrase.ordinal and len(candidates) >= phrase.ordinal:
            chosen = [candidates[phrase.ordinal - 1]]
    for draft in chosen:
        _sharpen(sheet, draft, mention)
    return tuple(draft.number for draft in chosen)


def _sharpen(sheet: Sheet, draft: Draft, mention: Mention) -> None:
    """A surer word says what an ordinary one meant."""
    if draft.strength is Strength.WEAK and mention.strength > Strength.WEAK:
        draft.kind, draft.strength, draft.key = mention.kind, mention.strength, mention.key
        draft.type = sheet.vocabulary.type_of(mention.kind)


def mention_text(sheet: Sheet, mention: Mention) -> str:
    """The words of a mention as they were written."""
    tokens = sheet.sentences[mention.sentence].tokens[mention.first : mention.last]
    return " ".join(token.text for token in tokens)


def _plainest(candidates: Sequence[Draft], mention: Mention, text: str) -> Draft:
    """ "The bucket" is the one called just so, not the log bucket; else the last one named."""
    same = [d for d in candidates if mention.key in {d.key, d.key.replace(phrase_key(d.kind), "", 1)} and not d.label]
    words = set(re.split(r"[^a-z0-9]+", text.lower()))
    alike = [d for d in candidates if words & set(re.split(r"[^a-z0-9]+", f"{d.name or d.label}".lower())) - {""}]
    return (alike or same or candidates)[-1]


def _new_thing(candidates: Sequence[Draft], mention: Mention, phrase: NounPhrase, naming: Naming) -> bool:
    unnamed = [d for d in candidates if not d.name and not d.names]
    vague = [d for d in candidates if d.strength is Strength.WEAK and d.definite and not d.label and not d.name]
    here = [
        d
        for d in candidates
        if d.sentence == mention.sentence
        and not d.label
        and (d.strength is Strength.WEAK or d.key == phrase_key(d.kind))
    ]
    sharper = mention.strength > Strength.WEAK and not phrase.fresh and phrase.count < 2
    if sharper and (vague or (here and phrase.linked)):
        return False
    told_apart = bool(naming.label) and all(d.label for d in candidates)
    if phrase.fresh or told_apart or (naming.names and not unnamed):
        return True
    if phrase.definite:
        return False
    if phrase.indefinite or phrase.count > 1:
        same = len(candidates) == 1 and candidates[0].key.endswith(mention.key)
        return not (same and phrase.linked and phrase.count < 2 and not naming.names and not naming.label)
    return bool(naming.names) and mention.strength > Strength.WEAK and not unnamed


def _new(sheet: Sheet, sentence: Sentence, mention: Mention, phrase: NounPhrase, naming: Naming) -> int:
    number = len(sheet.drafts)
    text = mention_text(sheet, mention)
    draft = Draft(
        number=number,
        kind=mention.kind,
        type=sheet.vocabulary.type_of(mention.kind),
        strength=mention.strength,
        key=mention.key,
        sentence=sentence.index,
        text=text,
        count=max(phrase.count, len(naming.names), 1),
        label=naming.label,
        existing=phrase.existing,
        definite=phrase.definite or not phrase.indefinite,
        heading=sentence.kind == "heading",
    )
    if phrase.each:
        draft.count = max([draft.count, *(d.count for d in sheet.drafts if d.kind == phrase.each)])
    sheet.drafts.append(draft)
    _name(sheet, (number,), naming)
    if phrase.existing:
        sheet.settled.append(
            Settlement(
                f"{text}: said to exist already",
                "the stack creates its own",
                "no id was given by which the existing one could be found",
            )
        )
    return number


def _name(sheet: Sheet, numbers: Sequence[int], naming: Naming) -> None:
    if len(naming.names) > 1 and len(naming.names) == len(numbers):
        for number, name in zip(numbers, naming.names, strict=True):
            _name(sheet, (number,), Naming((name,), "", ()))
        return
    draft = sheet.drafts[numbers[-1]]
    draft.label = draft.label or naming.label
    if len(naming.names) == 1:
        draft.name = draft.name or naming.names[0]
    elif naming.names and not draft.names:
        draft.names = list(naming.names)
        draft.count = max(draft.count, len(naming.names))
