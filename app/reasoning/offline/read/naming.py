"""Names: what the user calls a thing, and the label made of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.knowledge.language import Language
from app.reasoning.offline.read.draft import Sheet
from app.reasoning.offline.read.mentions import Mention
from app.reasoning.offline.read.nouns import NounPhrase
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import Token, fold
from app.reasoning.offline.read.vocabulary import Strength

_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
LONGEST_LABEL = 64


@dataclass(frozen=True, slots=True)
class Naming:
    """Literal names (one for each copy), a distinguishing label, and the tokens they were read from."""

    names: tuple[str, ...]
    label: str
    tokens: tuple[int, ...]


def label_of(name: str, *, literal: bool = False) -> str:
    """A Terraform label of a name, in snake case; ``literal`` keeps a name that is a valid label as it is."""
    if literal and _LABEL.fullmatch(name) and len(name) <= LONGEST_LABEL:
        return name
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", "_", name)
    cleaned = re.sub(r"[^a-z0-9_]+", "_", fold(parted)).strip("_")[:LONGEST_LABEL].rstrip("_")
    return cleaned if re.match(r"[a-z_]", cleaned) else f"_{cleaned}" if cleaned else ""


def naming_of(sentence: Sentence, mention: Mention, phrase: NounPhrase, sheet: Sheet) -> Naming:
    """The names that belong to a mention, else a word that tells it from others ("orders queue")."""
    limit = min(
        (m.first for m in sheet.mentions[sentence.index] if m.first >= mention.last), default=len(sentence.tokens)
    )
    names, tokens = _counted(sentence, mention, phrase, sheet)
    if not names:
        names, tokens = _after(sentence.tokens, mention.last, limit, sheet.words)
    if not names:
        names, tokens = _before(sentence.tokens, mention, phrase, sheet)
    if names:
        return Naming(tuple(names), "", tuple(tokens))
    label, used = _distinguishing(sentence.tokens, mention, phrase, sheet)
    return Naming((), label, tuple(used))


def _counted(sentence: Sentence, mention: Mention, phrase: NounPhrase, sheet: Sheet) -> tuple[list[str], list[int]]:
    """As many quoted names as there are things: ``two queues, "email" and "push"``."""
    values = [v for v in sheet.values[sentence.index] if v.quoted and v.kind == "text" and v.first >= mention.last]
    row = values[: phrase.count]
    joined = all(right.first - left.last <= 2 for left, right in pairwise(row))
    if len(row) == phrase.count > 1 and row[0].first - mention.last <= 3 and (joined or row == values):
        return [value.text for value in row], [value.first for value in row]
    return [], []


def _after(tokens: Sequence[Token], start: int, limit: int, words: Language) -> tuple[list[str], list[int]]:
    """Names after the mention: directly in quotes, or after "named", "called", "with the name"."""
    index, named = start, False
    used: list[int] = []
    while index < min(limit, start + 9):
        token = tokens[index]
        if token.kind == "quoted":
            direct = index == start or (index == start + 1 and tokens[start].low in {"(", "of"})
            if named or direct or all(t.low in words.words("naming_gap") for t in tokens[start:index]):
                return _list(tokens, index, words, used)
            return [], []
        if token.text == "," and index == start and _aside(tokens, index):
            return [tokens[index + 1].text], [index + 1]
        if token.text == "," and index == start and _named_next(tokens, index, words):
            index += 1
            continue
        if token.low in words.words("name_words"):
            named = True
            used.append(index)
        elif named and token.kind == "word" and token.low not in words.words("name_links"):
            return _bare(tokens, index, words, used)
        elif (
            not named and not any(token.low in words.words(t) for t in ("naming_gap", "name_links", "adjectives"))
        ) or (token.kind == "mark" and token.text not in "(:=,"):
            return [], []
        index += 1
    return [], []


def _aside(tokens: Sequence[Token], index: int) -> bool:
    """``Lambda function, "invoices", reads``: a name between commas."""
    piece = tokens[index + 1 : index + 3]
    return len(piece) == 2 and piece[0].kind == "quoted" and piece[1].text == ","


def _named_next(tokens: Sequence[Token], index: int, words: Language) -> bool:
    """``A queue, called "orders", …``: a name word after the comma."""
    return index + 1 < len(tokens) and tokens[index + 1].low in words.words("name_words")


def _bare(tokens: Sequence[Token], index: int, words: Language, used: list[int]) -> tuple[list[str], list[int]]:
    """A name without quotes: one word after "named" that is no ordinary word."""
    token = tokens[index]
    ordinary = words.words("adjectives") | words.words("prepositions") | words.words("definite") | words.words("light")
    odd = re.search(r"[-_\d]", token.text) or index + 1 >= len(tokens) or tokens[index + 1].kind == "mark"
    directly = index - 1 in used
    if not directly or token.low in ordinary or (not odd and token.low in words.words("stopwords")):
        return [], []
    return _list(tokens, index, words, used)


def _list(tokens: Sequence[Token], index: int, words: Language, used: list[int]) -> tuple[list[str], list[int]]:
    """``"a", "b" and "c"`` from ``index`` on."""
    names, taken, kind = [tokens[index].text], [*used, index], tokens[index].kind
    while kind == "quoted":
        step = index + 1
        while step < len(tokens) and (tokens[step].text == "," or tokens[step].low in words.words("conjunctions")):
            step += 1
        if step == index + 1 or step >= len(tokens) or tokens[step].kind != "quoted":
            break
        index = step
        names.append(tokens[index].text)
        taken.append(index)
    return names, taken


def _before(tokens: Sequence[Token], mention: Mention, phrase: NounPhrase, sheet: Sheet) -> tuple[list[str], list[int]]:
    """``the "orders" queue``."""
    index = mention.first - 1
    if index >= 0 and tokens[index].kind == "quoted" and (index == phrase.start or index - 1 >= phrase.start - 1):
        earlier = tokens[index - 1].low if index else ""
        article = sheet.words.words("definite") | sheet.words.words("indefinite")
        if earlier in article or index == 0:
            return [tokens[index].text], [index]
    return [], []


def _distinguishing(
    tokens: Sequence[Token], mention: Mention, phrase: NounPhrase, sheet: Sheet
) -> tuple[str, list[int]]:
    """The noun that tells this thing from others of its kind: "orders queue", "cola de pedidos"."""
    words = sheet.words
    others = {
        i
        for m in sheet.mentions[mention.sentence]
        if m != mention and not (words.code == "es" and m.kind == mention.kind and m.strength is Strength.WEAK)
        for i in range(m.first, m.last)
    }
    values = {i for v in sheet.values[mention.sentence] for i in range(v.first, v.last)}

    def good(index: int) -> bool:
        token = tokens[index] if 0 <= index < len(tokens) else None
        return (
            token is not None
            and token.kind == "word"
            and (index > 0 or _plain_plural(token, words))
            and index not in others
            and index not in values
            and len(token.low) > 2
            and not token.low.startswith(("non-", "not-"))
            and re.fullmatch(r"[a-z][a-z0-9_-]*", token.low) is not None
            and not any(
                token.low in words.words(topic)
                for topic in (
                    "adjectives", "prepositions", "conjunctions", "definite", "indefinite", "light", "negations",
                    "stopwords", "known", "put_away", "name_words", "pronouns", "relative", "not_labels",
                    "existing", "fresh",
                )
            )
            and token.low not in words.map("environments")
            and token.low not in words.map("numbers")
        )  # fmt: skip

    named = {label_of(name).lower() for draft in sheet.drafts for name in (draft.name, draft.label) if name}
    if mention.first and label_of(tokens[mention.first - 1].low) in named and tokens[mention.first - 1].kind == "word":
        return label_of(tokens[mention.first - 1].low), [mention.first - 1]
    if (
        words.code == "en"
        and good(mention.first - 1)
        and not tokens[mention.first - 1].low.endswith(("ing", "ed", "ly"))
    ):
        first = mention.first - 2
        pair = good(first) and first >= phrase.start and not tokens[first].low.endswith(("ing", "ed", "ly", "s"))
        chosen = [first, mention.first - 1] if pair else [mention.first - 1]
        return label_of("_".join(tokens[i].low for i in chosen)), chosen
    for index in range(mention.last, min(mention.last + 2, len(tokens))):
        if tokens[index].low in words.words("label_prepositions"):
            after = index + 1
            skipped = words.words("definite") | words.words("indefinite") | words.words("not_labels")
            while after < len(tokens) - 1 and tokens[after].low in skipped:
                after += 1
            alone = after + 1 >= len(tokens) or after + 1 not in others
            if good(after) and alone and not tokens[after].low.endswith(("ing", "ar", "er", "ir")):
                pair = words.code == "en" and good(after + 1) and _closes(tokens, after + 2)
                chosen = [after, after + 1] if pair else [after]
                return label_of("_".join(tokens[i].low for i in chosen)), chosen
        break
    return _poured(tokens, phrase, words, good)


def _closes(tokens: Sequence[Token], index: int) -> bool:
    """Whether a phrase ends there: at a mark or with the sentence."""
    return index >= len(tokens) or tokens[index].kind == "mark"


def _poured(
    tokens: Sequence[Token], phrase: NounPhrase, words: Language, good: Callable[[int], bool]
) -> tuple[str, list[int]]:
    """What goes into a thing names it: "orders go to a queue", "products in PostgreSQL"."""
    for length in (3, 2):
        said = " ".join(token.low for token in tokens[max(phrase.start - length, 0) : phrase.start])
        noun = phrase.start - length - 1
        if said in words.words("labellers") and noun >= 0 and good(noun):
            return label_of(tokens[noun].low), []
    noun = phrase.start - 2
    opened = noun > 0 and (
        tokens[noun - 1].text in words.words("list_marks")
        or (tokens[noun - 1].low in words.words("definite") and noun > 1 and tokens[noun - 2].text in ":;(")
    )
    if noun > 0 and tokens[phrase.start - 1].low in {"in", "en"} and opened and good(noun):
        return label_of(tokens[noun].low), []
    return "", []


def _plain_plural(token: Token, words: Language) -> bool:
    """Whether the first word of a sentence is a plain noun in the plural ("Orders go to …")."""
    return token.low.isalpha() and token.low.endswith("s") and token.low not in words.words("stopwords")
