"""Fourth stage: which words of a sentence name something that can be built."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.knowledge.language import Language
from app.reasoning.offline.read.schema_words import bare
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import Token, phrase_key
from app.reasoning.offline.read.vocabulary import Sense, Strength, Vocabulary

PROVIDERS = frozenset({"aws", "amazon", "terraform"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that names a kind of thing: tokens ``first`` to ``last`` (exclusive) of a sentence."""

    sentence: int
    first: int
    last: int
    kind: str
    strength: Strength
    key: str
    plural: bool = False


def find_mentions(sentences: Sequence[Sentence], vocabulary: Vocabulary, words: Language) -> list[list[Mention]]:
    """The mentions of each sentence in order, without overlaps.

    A first pass finds whole phrases; a second one knows which families the text speaks of, so that "environment"
    after an Elastic Beanstalk application is one of Elastic Beanstalk.
    """
    whole = [_choose(_phrases(sentence, vocabulary)) for sentence in sentences]
    context = Context(sentences, whole, vocabulary)
    found = []
    for sentence, mentions in zip(sentences, whole, strict=True):
        endings = list(_endings(sentence, mentions, context, words))
        spans = {(ending.first, ending.last) for ending in endings}
        kept = [m for m in mentions if m.strength is not Strength.SERVICE or (m.first, m.last) not in spans]
        found.append(_choose([*kept, *endings]))
    return found


def _windows(tokens: Sequence[Token], longest: int) -> Iterator[tuple[int, int, str]]:
    """Every run of words: first, last, joined key."""
    for first in range(len(tokens)):
        key = ""
        for last in range(first, min(first + longest, len(tokens))):
            token = tokens[last]
            if token.kind != "word":
                break
            key += token.key
            yield first, last + 1, key


def _phrases(sentence: Sentence, vocabulary: Vocabulary) -> Iterator[Mention]:
    tokens = sentence.tokens
    for first, last, key in _windows(tokens, vocabulary.longest):
        sense: Sense | None = None
        if last - first == 1:
            sense = vocabulary.explicit(tokens[first].low)
        sense = sense or vocabulary.sense(key)
        if sense is None or (last - first > 1 and tokens[first].low in PROVIDERS and vocabulary.sense(key) is None):
            continue
        if last - first > 1 and tokens[last - 1].low.endswith("s") and _object_follows(tokens, last):
            continue
        plural = any(_plural(token) for token in (tokens[first], tokens[last - 1]))
        yield Mention(sentence.index, first, last, sense.kind, sense.strength, key, plural)


def _object_follows(tokens: Sequence[Token], last: int) -> bool:
    """Whether the last word was a verb: "Athena queries it"."""
    return last < len(tokens) and tokens[last].low in {"it", "them", "the", "this", "these", "those"}


def _plural(token: Token) -> bool:
    return token.low.endswith("s") and not token.key.endswith("s")


def _choose(candidates: Iterable[Mention]) -> list[Mention]:
    """The set of mentions that do not overlap and cover the most words, longer and surer ones first."""
    by_end: dict[int, list[Mention]] = defaultdict(list)
    for candidate in candidates:
        by_end[candidate.last].append(candidate)
    best: list[tuple[float, tuple[Mention, ...]]] = [(0.0, ())]
    for position in range(1, max(by_end, default=0) + 1):
        score, chosen = best[position - 1]
        for mention in by_end.get(position, ()):
            before, others = best[mention.first]
            worth = before + (mention.last - mention.first) ** 1.3 + int(mention.strength) * 0.05
            if worth > score:
                score, chosen = worth, (*others, mention)
        best.append((score, chosen))
    return list(best[-1][1])


class Context:
    """Which families of types a text speaks of, and where first."""

    def __init__(
        self, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], vocabulary: Vocabulary
    ) -> None:
        self.vocabulary = vocabulary
        self._places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for sentence in sentences:
            for first, _, key in _windows(sentence.tokens, 4):
                for prefix in vocabulary.schema.prefixes.get(key, ()):
                    self._places[prefix].append((sentence.index, first))
        for mention in (one for group in mentions for one in group):
            if mention.strength is Strength.WEAK:
                continue
            words = bare(vocabulary.type_of(mention.kind).removeprefix("data.")).split()
            for cut in range(1, len(words) + 1):
                self._places[" ".join(words[:cut])].append((mention.sentence, mention.first))

    def type_ending(self, key: str, words: int, sentence: int, position: int) -> tuple[str, float] | None:
        """The type that ends with these words and whose beginning the text speaks of, and how near it is."""
        best: tuple[float, int, str] | None = None
        for kind in self.vocabulary.schema.suffixes.get(key, ()):
            name = bare(kind).split()
            prefix = " ".join(name[: len(name) - words])
            nearness = self._nearness(prefix, sentence, position)
            if nearness and (best is None or (nearness, -len(kind)) > (best[0], -best[1])):
                best = (nearness, len(kind), kind)
        return (best[2], best[0]) if best else None

    def _nearness(self, prefix: str, sentence: int, position: int) -> float:
        """3 before it in the sentence, 2 after it, less for other sentences; 0 where it is not spoken of."""
        best = 0.0
        for where, token in self._places.get(prefix, ()):
            if where == sentence:
                score = 3 - (position - token) / 200 if token < position else 2 - (token - position) / 200
            else:
                score = (1.5 if where < sentence else 0.5) - abs(where - sentence) / 1000
            best = max(best, score + prefix.count(" ") / 100)
        return best


def _endings(sentence: Sentence, mentions: Sequence[Mention], context: Context, words: Language) -> Iterator[Mention]:
    """Ends of type names, where the rest is clear from the text."""
    covered = {index for mention in mentions for index in range(mention.first, mention.last)
               if mention.strength > Strength.WEAK}  # fmt: skip
    tokens = sentence.tokens
    for first, last, key in _windows(tokens, 4):
        length = last - first
        taken = bool(covered & set(range(first, last))) and not _extends(first, last, mentions)
        if taken and not _same_span(first, last, mentions):
            continue
        if key in _plain_keys(context) or (length == 1 and not _introduced(tokens, first, words)):
            continue
        for count in _word_counts(key, context):
            found = context.type_ending(key, count, sentence.index, first)
            if found and (not taken or (found[1] > 2.5 and count > 1)):
                kind = context.vocabulary.kind_of(found[0])
                yield Mention(sentence.index, first, last, kind, Strength.SUFFIX, key, _plural(tokens[last - 1]))
                break


def _extends(first: int, last: int, mentions: Sequence[Mention]) -> bool:
    """Whether the run holds a whole mention and more ("policy" + "attachment")."""
    inside = [m for m in mentions if m.first < last and m.last > first]
    return all(m.first >= first and m.last <= last and m.last - m.first < last - first for m in inside)


def _same_span(first: int, last: int, mentions: Sequence[Mention]) -> bool:
    """Whether a service's phrase stands exactly there ("user group", beside an ElastiCache user)."""
    return any((m.first, m.last, m.strength) == (first, last, Strength.SERVICE) for m in mentions)


def _word_counts(key: str, context: Context) -> Iterator[int]:
    kinds = context.vocabulary.schema.suffixes.get(key, ())
    seen = set()
    for kind in kinds:
        name = bare(kind).split()
        for count in range(1, len(name)):
            if count not in seen and phrase_key(" ".join(name[len(name) - count :])) == key:
                seen.add(count)
                yield count


def _plain_keys(context: Context) -> frozenset[str]:
    return context.vocabulary.plain_keys


def _introduced(tokens: Sequence[Token], first: int, words: Language) -> bool:
    """Whether a lone word is introduced as a new thing: after an article, a number or an adjective after one."""
    starters = words.words("indefinite") | words.map("numbers").keys() | words.map("vague_numbers").keys()
    for index in range(first - 1, max(first - 4, -1), -1):
        low = tokens[index].low
        if low in starters or (low.isdigit() and len(low) < 3):
            return True
        if low not in words.words("adjectives"):
            return False
    return False
