"""Mentions that are no things of their own: parts of what a component can be told."""

import re
from collections.abc import Iterator, Sequence

from app.knowledge.language import CODES
from app.reasoning.offline.read.mentions import Mention
from app.reasoning.offline.read.slots import arguments_of, same_word
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import key_of
from app.reasoning.offline.read.vocabulary import Strength, Vocabulary


def absorb(
    sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], vocabulary: Vocabulary
) -> list[list[Mention]]:
    """Without "backup" in "backup retention period" of a database, or the "dead-letter queue" of a queue."""
    named = {mention.kind for group in mentions for mention in group}
    keys: dict[str, set[str]] = {}
    for mention in (one for group in mentions for one in group):
        keys.setdefault(mention.kind, set()).add(mention.key)
    longer, equal = _phrases(named, vocabulary)
    result = []
    for sentence, group in zip(sentences, mentions, strict=True):
        windows = list(_windows(sentence, longer | equal.keys()))
        result.append(
            [m for m in group if _addressed(sentence, m) or not _inside(m, windows, longer, equal, (group, keys))]
        )
    return result


def _addressed(sentence: Sentence, mention: Mention) -> bool:
    """Whether address ranges follow a plural at once ("two subnets 10.0.1.0/24 and …"): each is a thing then."""
    following = sentence.tokens[mention.last : mention.last + 4]
    ranges = (index for index, token in enumerate(following) if re.fullmatch(r"[\d.]+/\d+", token.low))
    first = next(ranges, None)
    return mention.plural and first is not None and all(token.text not in ",;" for token in following[:first])


def _phrases(kinds: set[str], vocabulary: Vocabulary) -> tuple[set[str], dict[str, set[str]]]:
    """Keys that hold a mention as a part, and keys of a service's parameters with the services they belong to."""
    longer: set[str] = set()
    equal: dict[str, set[str]] = {}
    for kind in kinds:
        longer.update(key for key, argument in arguments_of(vocabulary.type_of(kind)).items() if argument.words > 1)
        service = vocabulary.services.get(kind)
        for parameter in service.parameters if service else ():
            for word in (*parameter.words, *parameter.choices):
                for code in CODES:
                    key = "".join(same_word(key_of(part, code)) for part in str(word).replace("-", "").split())
                    longer.add(key)
                    if word in parameter.words:
                        equal.setdefault(key, set()).add(kind)
    return longer, equal


def _windows(sentence: Sentence, keys: set[str]) -> Iterator[tuple[int, int, str]]:
    tokens = sentence.tokens
    for first in range(len(tokens)):
        key = ""
        for last in range(first, min(first + 5, len(tokens))):
            if tokens[last].kind != "word":
                break
            key += same_word(tokens[last].key)
            if key in keys:
                yield first, last + 1, key


def _inside(
    mention: Mention,
    windows: Sequence[tuple[int, int, str]],
    longer: set[str],
    equal: dict[str, set[str]],
    around: tuple[Sequence[Mention], dict[str, set[str]]],
) -> bool:
    for first, last, key in windows:
        if first <= mention.first and mention.last <= last:
            smaller = last - first > mention.last - mention.first
            if smaller and key in longer and mention.strength < Strength.EXPLICIT:
                return True
            if not smaller and key in equal and _belongs(mention, equal[key], *around):
                return True
    return False


def _belongs(mention: Mention, kinds: set[str], group: Sequence[Mention], keys: dict[str, set[str]]) -> bool:
    """Whether the mention only says more of another thing named beside it, or of one of its own kind."""
    if mention.kind in kinds and mention.strength > Strength.WEAK and keys[mention.kind] - {mention.key}:
        return True
    if mention.strength is Strength.SUFFIX and mention.kind not in kinds:
        return True
    others = {m.kind for m in group if m is not mention and m.strength > Strength.WEAK}
    return bool(kinds & others) and (mention.strength is Strength.WEAK or mention.kind in kinds)
