"""Third stage: the values in a sentence: counts, sizes, durations, addresses, places, times, names in quotes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.knowledge.language import Language, places
from app.reasoning.offline.read.forms import by_form, literal
from app.reasoning.offline.read.schedules import find_schedules
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.tokens import Token

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GLUED = re.compile(r"(\d+(?:[.,]\d+)*)([a-z]{1,9}|%)")
_ARCHIVE = re.compile(r"[\w./-]+\.(?:zip|jar|tar\.gz)")
_MONEY = re.compile(r"([$€])\s?(\d[\d.,]*)")
_VERSION = re.compile(r"v?\d+(?:\.\d+){1,3}")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?")


@dataclass(frozen=True, slots=True)
class _Reading:
    tokens: Sequence[Token]
    words: Language


def number_of(text: str) -> float | int | None:
    """A number as people write it: ``1,000`` and ``1.000`` are a thousand, ``99.9`` and ``99,9`` are not."""
    if not _NUMBER.fullmatch(text):
        return None
    grouped = re.fullmatch(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", text)
    if grouped:
        return int(re.sub(r"[.,]", "", text))
    plain = text.replace(",", ".")
    if plain.count(".") > 1:
        return None
    return float(plain) if "." in plain else int(plain)


def find_values(tokens: Sequence[Token], words: Language) -> tuple[Value, ...]:
    """The values of a sentence in order, without overlaps; longer readings win."""
    reading = _Reading(tokens, words)
    values: list[Value] = list(find_schedules(tokens, words))
    taken = {index for value in values for index in range(value.first, value.last)}
    index = 0
    while index < len(tokens):
        found = None if index in taken else _first(reading, index)
        if found is None:
            index += 1
            continue
        values.append(found)
        index = max(found.last, index + 1)
    return tuple(sorted(values, key=lambda value: value.first))


def _first(reading: _Reading, index: int) -> Value | None:
    for read in _READERS:
        found = read(reading, index)
        if found is not None:
            return found
    return None


def _quoted(reading: _Reading, i: int) -> Value | None:
    token = reading.tokens[i]
    if token.kind != "quoted":
        return None
    inner = literal(token.low)
    kind = inner[0] if inner else "path" if _ARCHIVE.fullmatch(token.text) else "text"
    return Value(kind, inner[1] if inner else token.text, i, i + 1, token.text, quoted=True)


def _formed(reading: _Reading, i: int) -> Value | None:
    return by_form(reading.tokens[i], i)


def _place(reading: _Reading, i: int) -> Value | None:
    tokens = reading.tokens
    for length in (4, 3, 2, 1):
        piece = tokens[i : i + length]
        if len(piece) < length or any(token.kind == "quoted" for token in piece):
            continue
        name = " ".join(token.low for token in piece).replace(" .", ".")
        if name in places() and piece[0].text[:1].isupper():
            return Value("region", places()[name], i, i + length, " ".join(token.text for token in piece))
    return None


def _clock(reading: _Reading, i: int) -> Value | None:
    match = _CLOCK.fullmatch(reading.tokens[i].low)
    if not match:
        return _half_day(reading, i)
    return Value("time", f"{int(match.group(1)):02d}:{match.group(2)}", i, i + 1, reading.tokens[i].text)


def _half_day(reading: _Reading, i: int) -> Value | None:
    """``3 AM`` and ``3am``."""
    tokens = reading.tokens
    glued = re.fullmatch(r"(\d{1,2})(am|pm)", tokens[i].low)
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if glued:
        hour, half, last = int(glued.group(1)), glued.group(2), i + 1
    elif tokens[i].low.isdigit() and len(tokens[i].low) < 3 and following in {"am", "pm"}:
        hour, half, last = int(tokens[i].low), following, i + 2
    else:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0)
    return Value("time", f"{hour:02d}:00", i, last, " ".join(token.text for token in tokens[i:last]))


def _window(reading: _Reading, i: int) -> Value | None:
    """``from 3 AM to 6 AM``, ``between 16:00 and 16:30``, ``on Tuesdays between …`` → ``tue:17:00-tue:17:30``."""
    start = _clock(reading, i)
    if start is None or start.last + 1 >= len(reading.tokens):
        return None
    joint = reading.tokens[start.last].low
    end = _clock(reading, start.last + 1) if joint in reading.words.words("window_joints") else None
    if end is None:
        return None
    days = [day for token in reading.tokens[max(i - 4, 0) : i] if (day := _day(reading, token))]
    day = f"{days[-1].lower()}:" if days else ""
    text = " ".join(token.text for token in reading.tokens[i : end.last])
    return Value("window", f"{day}{start.value}-{day}{end.value}", i, end.last, text)


def _day(reading: _Reading, token: Token) -> str:
    names = reading.words.map("days")
    return str(names.get(token.low) or names.get(token.key) or "")


def _money(reading: _Reading, i: int) -> Value | None:
    tokens, names = reading.tokens, reading.words.words("money")
    match = _MONEY.fullmatch(tokens[i].text)
    if match:
        amount = number_of(match.group(2).rstrip(".,"))
        return None if amount is None else Value("money", float(amount), i, i + 1, tokens[i].text)
    amount = _plain_number(reading, i)
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    glued = re.fullmatch(r"(\d[\d.,]*)(usd|eur|€)", tokens[i].low)
    if glued:
        amount, following = number_of(glued.group(1)), None
        return None if amount is None else Value("money", float(amount), i, i + 1, tokens[i].text)
    if amount is not None and following is not None and following.low in names:
        return Value("money", float(amount), i, i + 2, f"{tokens[i].text} {following.text}")
    if tokens[i].low in names and following is not None:
        amount = _plain_number(reading, i + 1)
        if amount is not None:
            return Value("money", float(amount), i, i + 2, f"{tokens[i].text} {following.text}")
    return None


def _plain_number(reading: _Reading, i: int) -> float | int | None:
    token = reading.tokens[i]
    if token.kind == "quoted":
        return None
    named = reading.words.map("numbers").get(token.low)
    return named if named is not None else number_of(token.low)


def _measured(reading: _Reading, i: int) -> Value | None:
    """A number with a unit: size, duration, percentage."""
    tokens = reading.tokens
    for phrase, seconds in reading.words.map("phrased_durations").items():
        last = i + len(phrase.split())
        if " ".join(token.low for token in tokens[i:last]) == phrase:
            return Value("duration", seconds, i, last, phrase)
    glued = _GLUED.fullmatch(tokens[i].low)
    if glued and tokens[i].kind == "word":
        return _with_unit(reading, number_of(glued.group(1)), glued.group(2), i, i + 1)
    amount = _plain_number(reading, i)
    if amount is None or i + 1 >= len(tokens):
        hyphened = re.fullmatch(r"(\d+|[a-z]+)-([a-z]+)", tokens[i].low)
        if hyphened and tokens[i].kind == "word":
            number = reading.words.map("numbers").get(hyphened.group(1), number_of(hyphened.group(1)))
            return _with_unit(reading, number, hyphened.group(2), i, i + 1)
        return None
    step = 2 if tokens[i + 1].text == "-" and i + 2 < len(tokens) else 1
    return _with_unit(reading, amount, tokens[i + step].low, i, i + step + 1)


def _with_unit(reading: _Reading, amount: float | None, unit: str, first: int, last: int) -> Value | None:
    if amount is None:
        return None
    text = " ".join(token.text for token in reading.tokens[first:last])
    sizes, durations = reading.words.map("sizes"), reading.words.map("durations")
    if unit in {"%", "percent", "porciento"}:
        return Value("percent", float(amount), first, last, text)
    if unit in sizes:
        return Value("size", amount * sizes[unit], first, last, text)
    if unit in durations:
        return Value("duration", amount * durations[unit], first, last, text)
    return None


def _version(reading: _Reading, i: int) -> Value | None:
    token = reading.tokens[i]
    if token.kind == "word" and _VERSION.fullmatch(token.low):
        value = number_of(token.low)
        return Value("version", token.low.lstrip("v"), i, i + 1, token.text, number=value)
    return None


def _number(reading: _Reading, i: int) -> Value | None:
    amount = _plain_number(reading, i)
    if amount is None:
        return None
    token = reading.tokens[i]
    return Value("number", amount, i, i + 1, token.text, number=amount)


_READERS: tuple[Callable[[_Reading, int], Value | None], ...] = (
    _quoted, _money, _window, _clock, _measured, _formed, _place, _version, _number,
)  # fmt: skip
