"""Risky wishes: those written only when asked for in plain words, and those never written."""

from collections.abc import Sequence

from app.domain.request import Settlement
from app.reasoning.offline.read.draft import Sheet
from app.reasoning.offline.read.phrases import contains_any, plain


def allowed_wishes(sheet: Sheet, frameworks: Sequence[str]) -> tuple[str, ...]:
    """Risky things asked for in plain words (never in quotes or code); a framework that forbids them wins."""
    found: list[str] = list(sheet.wished)
    for sentence in sheet.sentences:
        text = plain(sentence.tokens)
        for name, phrases in sheet.words.map("allowances").items():
            phrase = contains_any(text, frozenset(phrases))
            if phrase and not _denied(sheet, text, phrase):
                found.append(name)
                _use(sheet, sentence.index, phrase)
    found = list(dict.fromkeys(found))
    if found and frameworks:
        sheet.settled.append(
            Settlement(
                f"{', '.join(name.replace('_', ' ') for name in found)} asked for under {', '.join(frameworks)}",
                "not done",
                "a named framework wins over a wish that it forbids",
            )
        )
        return ()
    return tuple(found)


def never_written(sheet: Sheet) -> tuple[str, ...]:
    """Wishes that are refused however they are put, in the user's words."""
    found: list[str] = []
    for sentence in sheet.sentences:
        text = " ".join(token.low for token in sentence.tokens)
        for name, phrases in sheet.words.map("risky").items():
            phrase = contains_any(text, frozenset(phrases)) or next(
                (p for p in phrases if not p[0].isalnum() and p in text), None
            )
            if phrase and not _denied(sheet, text, phrase):
                found.append(f"{name}: {sentence.text[:100]}")
                _use(sheet, sentence.index, phrase)
    return tuple(dict.fromkeys(found))


def _denied(sheet: Sheet, text: str, phrase: str) -> bool:
    """Whether the words before it in the clause deny it: "must not be publicly accessible"."""
    before = text[: f" {text} ".find(f" {phrase} ") if f" {phrase} " in f" {text} " else text.find(phrase)]
    clause = before.replace(";", ",").rpartition(",")[2].split()[-7:]
    return contains_any(" ".join(clause), sheet.words.words("unless_negated")) is not None


def _use(sheet: Sheet, sentence: int, phrase: str) -> None:
    words = phrase.split()
    tokens = sheet.sentences[sentence].tokens
    for index in range(len(tokens) - len(words) + 1):
        if [token.low for token in tokens[index : index + len(words)]] == words:
            sheet.use(sentence, index, index + len(words))
