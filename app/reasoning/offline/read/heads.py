"""Neighbouring mentions that are one thing: "PostgreSQL RDS database", "queue (SQS)", "the API is a Lambda"."""

from collections.abc import Sequence
from dataclasses import replace

from app.reasoning.offline.read.draft import Sheet
from app.reasoning.offline.read.mentions import PROVIDERS, Mention
from app.reasoning.offline.read.schema_words import bare
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import phrase_key
from app.reasoning.offline.read.vocabulary import Strength


def heads(sentence: Sentence, mentions: Sequence[Mention], sheet: Sheet) -> list[tuple[Mention, tuple[Mention, ...]]]:
    """Neighbouring mentions joined to one: "PostgreSQL RDS database", "queue (SQS)", "VPC subnet"."""
    found: list[tuple[Mention, tuple[Mention, ...]]] = []
    for mention in mentions:
        if found and _is_a(sentence, found[-1][0], mention, sheet):
            before, modifiers = found[-1]
            found[-1] = (replace(mention, first=before.first), modifiers)
            sheet.aliases.setdefault((sentence.index, before.first), set()).add(before.key)
            continue
        if found and _qualifies(sentence, found[-1][0], mention, sheet):
            continue
        if not found or not _adjacent(sentence, found[-1][0], mention, sheet):
            found.append((mention, ()))
            continue
        previous, modifiers = found[-1]
        joined = _join(previous, mention, sheet)
        if joined is not None:
            found[-1] = (joined, modifiers)
        elif previous.last < mention.first:
            found.append((mention, ()))
        elif sheet.words.code == "es":
            found[-1] = (replace(previous, last=mention.last), (*modifiers, mention))
        else:
            found[-1] = (mention, (*modifiers, previous))
    return found


def _adjacent(sentence: Sentence, left: Mention, right: Mention, sheet: Sheet) -> bool:
    values = {i for value in sheet.values[sentence.index] for i in range(value.first, value.last) if not value.quoted}
    between = [
        token.low
        for index, token in enumerate(sentence.tokens)
        if left.last <= index < right.first and token.low not in PROVIDERS and index not in values
    ]
    if between and right.strength is Strength.WEAK and sentence.tokens[left.last].text == "(":
        closing = " ".join(between)
        return closing.startswith("(") and closing.endswith(")") and len(between) < 12
    return between in ([], ["("]) or (len(between) <= 3 and between[:1] == ["as"] and right.strength is Strength.WEAK)


def _qualifies(sentence: Sentence, left: Mention, right: Mention, sheet: Sheet) -> bool:
    """ "Bucket de subidas": the second word only says which one."""
    between = [token.low for token in sentence.tokens[left.last : right.first]]
    joints = sheet.words.words("label_prepositions") | sheet.words.words("definite")
    return (
        sheet.words.code == "es"
        and right.strength is Strength.WEAK
        and left.kind == right.kind
        and 0 < len(between) < 3
        and all(word in joints for word in between)
    )


def _is_a(sentence: Sentence, left: Mention, right: Mention, sheet: Sheet) -> bool:
    """ "The API is a Lambda function": an ordinary word and what it stands for."""
    between = " ".join(token.low for token in sentence.tokens[left.last : right.first])
    known = any(left.key in draft.tails() for draft in sheet.drafts)
    return left.strength is Strength.WEAK and between in sheet.words.words("copulas") and not known


def _join(left: Mention, right: Mention, sheet: Sheet) -> Mention | None:
    """One mention of two that mean one thing, or None: the surer kind wins."""
    stands = sheet.vocabulary.stands_for
    if left.kind == right.kind:
        sure = left if left.strength >= right.strength else right
    elif left.strength is Strength.WEAK and right.strength > Strength.WEAK and right.kind in sheet.vocabulary.services:
        sure = right
    elif (
        right.strength is Strength.WEAK and left.strength > Strength.WEAK and _may_be(sheet, left, right)
    ) or left.kind in stands(right.key):
        sure = left
    elif right.kind in stands(left.key):
        sure = right
    else:
        return None
    return replace(sure, first=left.first, last=right.last, plural=right.plural or left.plural)


def _may_be(sheet: Sheet, left: Mention, right: Mention) -> bool:
    """Whether an ordinary word may be the head of a surer one: "Lambda worker", "RDS instance"."""
    services = sheet.vocabulary.services
    if left.kind not in services or right.kind not in services:
        return right.key in left.key
    ends = phrase_key(bare(services[left.kind].primary))
    if ends.endswith(right.key):
        return True
    same_shape = services[left.kind].shape == services[right.kind].shape
    return same_shape or left.kind in sheet.vocabulary.stands_for(right.key) or "instance" in right.key
