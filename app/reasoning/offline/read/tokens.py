"""Words, numbers and quoted pieces of a sentence, with the forms in which they are looked up."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

TokenKind = Literal["word", "quoted", "mark"]

_PIECES = re.compile(
    r"""
    (?P<quoted>"[^"\n]{0,300}"|`[^`\n]{1,300}`|(?<![\w])'[^'\n]{1,200}'(?![\w]))
  | (?P<word>
        (?:cron|rate)\([^)\n]{3,60}\)
      | (?:git::)?(?:https?|s3|git)://[^\s"'`<>]*[^\s"'`<>.,;:)\]}!?]
      | arn:[\w:/*.+=@-]+[\w/*]
      | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
      | (?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}/\d{1,3}
      | \d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?
      | [a-z0-9]+:[A-Za-z]+:?[*\w]*(?=[\s"'`,.;)]|$)(?<!:)
      | \d{1,2}:\d{2}(?::\d{2})?
      | [$€]\s?\d[\d.,]*\d|[$€]\s?\d
      | \d[\d.,]*[€$]
      | \d+(?:[.,]\d+)*(?:%|[A-Za-z]{1,9}(?![\w-]))?
      | (?:\.{0,2}/)?[\w*-]+(?:/[\w.*{}+-]*[\w*{}+-])+
      | \.{0,2}/[\w.*{}/+-]*[\w*{}/+-]
      | \*\.[\w-]+(?:\.[\w-]+)+
      | [\w-]+(?:\.[\w-]+)+
      | [^\W_](?:[\w'-]*\w)?
      | \w[\w-]*
    )
  | (?P<mark>[^\s\w])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TYPE = re.compile(r"(?:data\.)?[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_ES_CONSONANT_PLURAL = re.compile(r"(?:[lrdjn]|ci[o]n|sion)es$")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a sentence.

    ``text`` as written (without its quotes); ``low`` without accents, lower case; ``key`` singular without hyphens and
    underscores, which phrases are made of; ``start`` and ``end`` are offsets in the sentence.
    """

    text: str
    low: str
    key: str
    kind: TokenKind
    start: int
    end: int


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case without accents: ``Máquina`` → ``maquina``."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


@lru_cache(maxsize=20_000)
def singular(word: str, code: str = "en") -> str:
    """The singular of a folded word, by rule; the same word always gives the same form."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if code == "es" and _ES_CONSONANT_PLURAL.search(word):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "shes")) or (word.endswith("ches") and not word.endswith("caches")):
        return word[:-2]
    return word.removesuffix("s")


@lru_cache(maxsize=20_000)
def flat(low: str) -> str:
    """A folded word without hyphens, underscores and blanks."""
    return re.sub(r"[-_' ]", "", low)


@lru_cache(maxsize=50_000)
def key_of(word: str, code: str = "en") -> str:
    """The form of one word in phrases."""
    return singular(flat(fold(word)), code)


@lru_cache(maxsize=50_000)
def phrase_key(phrase: str, code: str = "en") -> str:
    """The form of a whole phrase: the keys of its words, joined (``target groups`` → ``targetgroup``)."""
    return "".join(key_of(word, code) for word in re.split(r"[\s/-]+", phrase) if word)


def tokenise(text: str, code: str = "en") -> tuple[Token, ...]:
    """Cut a sentence into tokens. A quoted or back-quoted provider type counts as a plain word."""
    tokens = []
    for match in _PIECES.finditer(text):
        written = match.group()
        kind: TokenKind = "mark" if match.lastgroup == "mark" else "word"
        if match.lastgroup == "quoted":
            written = unpunctuated(written[1:-1].strip())
            kind = "word" if _TYPE.fullmatch(written) and written.startswith(("aws_", "data.aws_")) else "quoted"
        low = fold(written)
        tokens.append(Token(written, low, key_of(written, code), kind, match.start(), match.end()))
    return tuple(tokens)


def unpunctuated(quoted: str) -> str:
    """A quoted name without the comma or full stop of the sentence that was set inside the quotes."""
    return quoted if " " in quoted or len(quoted) < 3 else quoted.rstrip(",;.")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A crude verb stem, so that ``writes``, ``writing`` and ``write`` agree. Only ever compared with itself."""
    for ending in ("ing", "ied", "ies", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
