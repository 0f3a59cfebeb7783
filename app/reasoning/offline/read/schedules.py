"""Schedules in words → AWS schedule expressions (UTC): "every night at 02:30" → ``cron(30 2 * * ? *)``."""

import re
from collections.abc import Iterator, Mapping, Sequence

from app.knowledge.language import Language
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.tokens import Token, singular

_EXPRESSION = re.compile(r"(?:cron|rate)\(\s*([^)]*?)\s*\)")
_CRON = re.compile(r"[\d*,/?LW#A-Z-]+(?: [\d*,/?LW#A-Z-]+){4,5}", re.IGNORECASE)
_TIME = re.compile(r"([01]?\d|2[0-3])(?::([0-5]\d))?(?::[0-5]\d)?\s*(am|pm|h|hrs|utc)?")
_UNITS = {1: "second", 60: "minute", 3600: "hour", 86400: "day", 604800: "week", 2592000: "month", 31536000: "year"}


def find_schedules(tokens: Sequence[Token], words: Language) -> Iterator[Value]:
    """Every schedule in a sentence, with the words it was read from."""
    index = 0
    while index < len(tokens):
        found = _literal(tokens, index) or _worded(tokens, index, words)
        if found is None:
            index += 1
            continue
        yield found
        index = found.last


def _literal(tokens: Sequence[Token], i: int) -> Value | None:
    """``cron(…)``, ``rate(…)`` or five cron fields in quotes."""
    token = tokens[i]
    match = _EXPRESSION.fullmatch(token.low)
    if match:
        return Value("schedule", token.text if token.low.startswith("cron") else token.low, i, i + 1, token.text)
    if token.kind == "quoted" and _CRON.fullmatch(token.text):
        return Value("schedule", cron_of(token.text), i, i + 1, token.text, quoted=True)
    return None


def cron_of(fields: str) -> str:
    """Five Unix fields (or AWS's six) as an AWS expression, where one of the two day fields must be ``?``."""
    parts = fields.upper().split()
    if len(parts) == 6:
        return f"cron({' '.join(parts)})"
    minute, hour, day, month, weekday = parts
    if weekday in {"*", "?"}:
        weekday = "?"
    else:
        weekday = re.sub(r"\b([0-6])\b", lambda m: str(int(m.group(1)) + 1), weekday.replace("7", "0"))
        day = "?" if day == "*" else day
    return f"cron({minute} {hour} {day} {month} {weekday} *)"


def _worded(tokens: Sequence[Token], i: int, words: Language) -> Value | None:
    """``every 5 minutes``, ``every night at 2``, ``daily at 7 UTC``, ``on Mondays at 9:00``, ``at midnight``."""
    low = tokens[i].low
    once: Mapping[str, float] = words.map("once")
    if low in once:
        return _periodic(tokens, i, i + 1, once[low], words)
    if low in words.words("every") and i + 1 < len(tokens):
        return _every(tokens, i, words)
    joined = re.fullmatch(r"(?:every|cada)([a-z]+)", low)
    if joined:
        return _unit(tokens, i, i + 1, joined.group(1), words)
    day = words.map("days").get(low) or words.map("days").get(singular(low))
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if (
        day
        and i > 0
        and following not in words.words("window_words")
        and tokens[i - 1].low in words.words("at") | words.words("every_day_articles")
    ):
        return _at(tokens, i, i + 1, "?", day, words, needs_time=not low.endswith("s"))
    return None


def _every(tokens: Sequence[Token], i: int, words: Language) -> Value | None:
    nxt = tokens[i + 1].low
    numbers = words.map("numbers")
    glued = re.fullmatch(r"(\d+)([a-z]+)", nxt)
    amount = numbers.get(nxt, int(nxt) if nxt.isdigit() and len(nxt) < 6 else None)
    unit, last = (tokens[i + 2].low if i + 2 < len(tokens) else ""), i + 3
    if glued:
        amount, unit, last = int(glued.group(1)), glued.group(2), i + 2
    seconds = words.map("durations").get(unit)
    if amount and seconds:
        return _rate(tokens, i, last, amount * seconds)
    return _unit(tokens, i, i + 2, nxt, words)


def _unit(tokens: Sequence[Token], i: int, last: int, unit: str, words: Language) -> Value | None:
    parts = words.map("day_parts")
    day = words.map("days").get(unit) or words.map("days").get(singular(unit))
    if unit in parts:
        return _at(tokens, i, last, "*", "?", words, default=parts[unit])
    if day:
        return _at(tokens, i, last, "?", day, words)
    seconds = words.map("durations").get(unit)
    return _periodic(tokens, i, last, seconds, words) if seconds else None


def _periodic(tokens: Sequence[Token], i: int, last: int, seconds: float, words: Language) -> Value | None:
    if seconds < 86400:
        return _rate(tokens, i, last, seconds)
    if seconds == 604800:
        weekday = next((d for t in tokens[last : last + 3] if (d := words.map("days").get(t.low))), "SUN")
        return _at(tokens, i, last, "?", weekday, words)
    if seconds >= 2592000:
        month = "1" if seconds >= 31536000 else "*"
        return _at(tokens, i, last, "1", "?", words, month=month)
    return _at(tokens, i, last, "*", "?", words)


def _rate(tokens: Sequence[Token], first: int, last: int, seconds: float) -> Value | None:
    for size in (604800, 86400, 3600, 60):
        if seconds >= size and seconds % size == 0:
            whole = min(size, 86400)
            amount, unit = int(seconds // whole), _UNITS[whole]
            return Value(
                "schedule",
                f"rate({amount} {unit}{'' if amount == 1 else 's'})",
                first,
                last,
                _text(tokens, first, last),
            )
    return None


def _at(
    tokens: Sequence[Token],
    first: int,
    last: int,
    day: str,
    weekday: str,
    words: Language,
    *,
    default: str = "0:00",
    month: str = "*",
    needs_time: bool = False,
) -> Value | None:
    time, end = _time_after(tokens, last, words)
    if time is None and needs_time:
        return None
    hour, minute = (int(part) for part in (time or default).split(":"))
    return Value("schedule", f"cron({minute} {hour} {day} {month} {weekday} *)", first, end, _text(tokens, first, end))


def _time_after(tokens: Sequence[Token], start: int, words: Language) -> tuple[str | None, int]:
    """The time within the next words, and where it ends: ``at 02:30``, ``at 7 UTC``, ``a las 2 de la manana``."""
    for i in range(start, min(start + 6, len(tokens))):
        low = tokens[i].low
        if low in words.map("day_parts") and words.map("day_parts")[low] in {"0:00", "12:00"}:
            return str(words.map("day_parts")[low]), i + 1
        match = _TIME.fullmatch(low)
        preceded = i > start and tokens[i - 1].low in words.words("clock_words")
        if match and (preceded or match.group(2) or match.group(3)):
            return _clock(match, tokens, i, words)
        if tokens[i].kind == "mark" and tokens[i].text not in "(,":
            break
    return None, start


def _clock(match: re.Match[str], tokens: Sequence[Token], i: int, words: Language) -> tuple[str, int]:
    hour, minute, mark = int(match.group(1)), match.group(2) or "00", match.group(3) or ""
    end = i + 1
    following = [token.low.replace(".", "") for token in tokens[end : end + 4]]
    if not mark and following[:1] and following[0] in {"am", "pm"}:
        mark, end = following[0], end + 1
    phrase = " ".join(following)
    for afternoon, shift in words.map("clock_shifts").items():
        if phrase.startswith(afternoon):
            mark, end = shift, end + len(afternoon.split())
    if tokens[end : end + 1] and tokens[end].low in {"utc", "h", "gmt"}:
        end += 1
    hour = hour + 12 if mark == "pm" and hour < 12 else 0 if mark == "am" and hour == 12 else hour
    return f"{hour}:{minute}", end


def _text(tokens: Sequence[Token], first: int, last: int) -> str:
    return " ".join(token.text for token in tokens[first:last])
