"""A revision's text → orders, one for each clause: replace, remove, rename, add or set."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.knowledge.language import CODES, language
from app.reasoning.offline.read.normalise import normalise
from app.reasoning.offline.read.split import split
from app.reasoning.offline.read.tokens import fold

EDGES = " ,;.!"
LONGEST = 300
"""Characters of a clause whose shape is looked at; a longer one is read for what it wants to be set."""
OrderKind = Literal["replace", "remove", "rename", "add", "set"]


@dataclass(frozen=True, slots=True)
class Order:
    """One wish.

    ``what`` is what is wanted (for ``remove`` and ``rename``: what is meant), ``other`` what it replaces or the new
    name, ``text`` the whole clause.
    """

    kind: OrderKind
    what: str
    other: str
    text: str
    language: str


_LEAD = {
    "en": r"(?:(?:please|also|then|and|now|just|but|finally|oh)[,:]? +"
    r"|(?:we|i)(?:'d| would)? (?:like|want|need|prefer) to +"
    r"|(?:can|could|would) (?:you|we) (?:please )?|let(?:'s| us) +|we should +|you should +)*",
    "es": r"(?:(?:por favor|tambien|luego|y|ahora|ademas|pero)[,:]? +|(?:queremos|quiero|necesitamos"
    r"|hay que|me gustaria|podeis|puedes|prefiero|preferimos) +(?=\w+[aei]r\b))*",
}
_VERBS = {
    "en": {
        "remove": r"remove|drop|delete|discard|scrap|omit|skip|get rid of|take (?:out|away)"
        r"|leave (?:out|off)|throw (?:out|away)",
        "add": r"add|include|attach|put in|introduce|create|give us",
        "use": r"use|take|go with|switch to|move to|migrate to|have|make it|prefer|choose|pick|run",
        "swap": r"replace|swap|substitute|exchange",
        "change": r"change|switch|migrate|convert|turn|move",
        "rename": r"rename",
        "call": r"call|name",
        "set": r"set|make|increase|decrease|raise|lower|reduce|enable|disable|turn (?:on|off)|scale|keep|limit"
        r"|encrypt|protect|put|place|allow|let|ensure|deploy|store|double|switch (?:on|off)",
    },
    "es": {
        "remove": r"quit(?:a|ar|ad|e)|elimin(?:a|ar|ad|e)|borr(?:a|ar|ad|e)|suprim(?:e|ir|id)|sac(?:a|ar|ad)"
        r"|descart(?:a|ar|ad)|prescind(?:e|ir) de",
        "add": r"anad(?:e|ir|id|a)|agreg(?:a|ar|ad|ue)|incluy(?:e|a)|incluir|incluid|sum(?:a|ar|ad)|crea|crear|pon",
        "use": r"us(?:a|ar|ad|e)|utiliz(?:a|ar|ad|e)|prefer(?:imos|iria)|prefiero|elig(?:e|ir)",
        "swap": r"reemplaz(?:a|ar|ad|e)|sustituy(?:e|a)|sustituir|cambi(?:a|ar|ad|e)",
        "change": r"pas(?:a|ar|ad)|mig(?:ra|rar|rad)|mov(?:er|ed)|mueve",
        "rename": r"renombr(?:a|ar|ad|e)|cambi(?:a|ar|ad|e) el nombre (?:de|del|a|al)",
        "call": r"llam(?:a|ar|ad|e)|nombr(?:a|ar)",
        "set": r"pon(?:er|ed|ga)?|haz|hacer|aument(?:a|ar|ad)|reduc(?:e|ir)|baj(?:a|ar)|sub(?:e|ir)|activ(?:a|ar|ad)"
        r"|desactiv(?:a|ar|ad)|habilit(?:a|ar)|deshabilit(?:a|ar)|cifr(?:a|ar)|proteg(?:e|er)|mantén|manten|limit(?:a|ar)",
    },
}
_SHAPES = {
    "en": (
        ("replace", r"(?:{use}|{set}|{add})?\s*(?P<what>.+?),? (?:instead of|rather than|in place of) (?P<other>.+)"),
        (
            "replace",
            r"(?:instead of|rather than|in place of) (?P<other>.+?)(?:, | (?=use |take ))(?:{use})? ?(?P<what>.+)",
        ),
        ("replace", r"(?:{swap}) (?P<other>.+?) (?:with|by|for) (?P<what>.+)"),
        ("rename", r"(?:{rename}) (?P<what>.+?) (?:to|as|into) (?P<other>.+)"),
        ("rename", r"(?:{call}) (?P<what>(?:the|our|this) .+?) (?P<other>[\"'`][^\"'`]+[\"'`]|[\w-]+)"),
        (
            "rename",
            r"(?P<what>(?:the|our) .+?) (?:should|must|will) (?:now )?be (?:called|named|renamed to) (?P<other>.+)",
        ),
        ("replace", r"(?:{change}) (?P<other>.+?) from (?P<from>.+?) (?:to|into) (?P<what>.+)"),
        ("replace", r"(?:{change}) (?P<other>(?:the|our) .+?) (?:to|into) (?P<what>.+)"),
        ("remove", r"(?:{remove}) (?P<what>.+)"),
        ("remove", r"(?:we |i )?(?:do not|don't|no longer) (?:want|need|require) (?P<what>.+?)(?: any ?more)?"),
        ("remove", r"(?P<what>(?:the|our) .+?) (?:is|are) (?:not|no longer) (?:needed|wanted|required)(?: any ?more)?"),
        ("remove", r"(?:no|without) (?P<what>.+?)(?: any ?more)?"),
        ("add", r"(?:{add}|(?:we|i) (?:also )?(?:need|want)|there should (?:also )?be) (?P<what>.+)"),
        ("set", r"(?:{use}) (?P<what>.+)"),
    ),
    "es": (
        (
            "replace",
            r"(?:{use}|{set}|{add})?\s*(?P<what>.+?),? (?:en vez de|en lugar de|en vez del|en lugar del) (?P<other>.+)",
        ),
        ("replace", r"(?:en vez del?|en lugar del?) (?P<other>.+?)(?:, | (?=usa ))(?:{use})? ?(?P<what>.+)"),
        ("rename", r"(?:{rename}) (?P<what>.+?) (?:a|como|por) (?P<other>.+)"),
        ("rename", r"(?:{call}) (?P<other>[\"'`][^\"'`]+[\"'`]|[\w-]+) (?:a|al) (?P<what>.+)"),
        ("replace", r"(?:{swap}) (?P<other>.+?) (?:por|con) (?P<what>.+)"),
        ("replace", r"(?:{swap}|{change}) (?P<other>(?:el|la|los|las|nuestr[oa]s?) .+?) (?:a|de .+? a) (?P<what>.+)"),
        ("remove", r"(?:{remove}) (?P<what>.+)"),
        (
            "remove",
            r"(?:ya )?no (?:queremos|quiero|necesitamos|necesito|hace falta|hacen falta|pongas) (?P<what>.+)",
        ),
        ("remove", r"(?P<what>(?:el|la|los|las) .+?) (?:ya )?no (?:hace falta|es necesari[oa]|se necesita)(?: ya)?"),
        ("remove", r"(?:sin|nada de|ningun|ninguna) (?P<what>.+)"),
        ("add", r"(?:{add}|(?:tambien )?(?:necesitamos|queremos)|debe haber(?: tambien)?) (?P<what>.+)"),
        ("set", r"(?:{use}) (?P<what>.+)"),
    ),
}


def _compiled(code: str) -> tuple[tuple[OrderKind, re.Pattern[str]], ...]:
    verbs = _VERBS[code]
    found: list[tuple[OrderKind, re.Pattern[str]]] = []
    for kind, shape in _SHAPES[code]:
        pattern = shape.format(**verbs)
        found.append((kind, re.compile(rf"{_LEAD[code]}{pattern}[.!\s]*", re.IGNORECASE)))  # type: ignore[arg-type]
    return tuple(found)


SHAPES = {code: _compiled(code) for code in ("en", "es")}
JOINT = {
    code: re.compile(
        rf"\s*(?:,|;)?\s*(?:\b(?:and|then|but|y|luego|pero)\b[\s,]*)+(?=(?:also |tambien |no |without |sin )?"
        rf"(?:{'|'.join(f'(?:{pattern})' for pattern in verbs.values())}|no|without|sin)\b)"
        rf"|\s*[,;]\s*(?=(?:{'|'.join(f'(?:{pattern})' for pattern in verbs.values())}|no|without|sin)\b)",
        re.IGNORECASE,
    )
    for code, verbs in _VERBS.items()
}
UNFINISHED = re.compile(r"\s*(?:instead of|rather than|en vez de|en lugar de)[^,;]*$", re.IGNORECASE)
"""A clause that says only what is not wanted: what is wanted comes after the comma."""
OPENING = {
    code: re.compile(rf"{_LEAD[code]}(?:{'|'.join(f'(?:{pattern})' for pattern in verbs.values())})\b", re.IGNORECASE)
    for code, verbs in _VERBS.items()
}


def orders(text: str, fallback: str) -> tuple[Order, ...]:
    """The orders of a revision, in order; ``fallback`` is the language where the words do not tell."""
    code = language_of(text, fallback)
    body = normalise(text, code=code).body
    return tuple(
        _order(clause, code) for sentence in split(body, code) for clause in _clauses(sentence.text, code) if clause
    )


def language_of(text: str, fallback: str) -> str:
    """The language a revision is written in: by its first verb, then by its small words."""
    folded = same_length_fold(text)
    words = re.findall(r"[^\W\d_]+", folded)
    scores = {code: sum(word in language(code).words("stopwords") for word in words) for code in CODES}
    for code in scores:
        scores[code] += 3 * (code in OPENING and OPENING[code].match(folded.lstrip()) is not None)
    best = max(scores.values())
    return fallback if scores.get(fallback, 0) == best else max(scores, key=lambda code: scores[code])


def same_length_fold(text: str) -> str:
    """Without accents, each character still at its place."""
    return "".join(folded if len(folded := fold(character)) == 1 else character for character in text)


def _clauses(text: str, code: str) -> Iterator[str]:
    folded, start = same_length_fold(text), 0
    for joint in JOINT[code].finditer(folded):
        if _is_quoted(text, joint.start()) or UNFINISHED.match(folded[start : joint.start()]):
            continue
        yield text[start : joint.start()].strip(EDGES)
        start = joint.end()
    yield text[start:].strip(EDGES)


def _is_quoted(text: str, place: int) -> bool:
    return any(text[:place].count(quote) % 2 for quote in '"`')


def _order(clause: str, code: str) -> Order:
    folded = same_length_fold(clause)
    for kind, shape in SHAPES[code]:
        found = shape.fullmatch(folded) if len(clause) <= LONGEST else None
        if found:
            what = clause[slice(*found.span("what"))]
            other = clause[slice(*found.span("other"))] if "other" in shape.groupindex else ""
            return Order(kind, what.strip(EDGES), other.strip(EDGES), clause, code)
    return Order("set", clause, "", clause, code)
