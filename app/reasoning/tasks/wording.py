"""What a model's words must be to be shown: plain, bounded, about things and figures that the facts have.

It stands beside results that code has proven, so what cannot be held against the facts is sent back to the model.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal

from app.domain.rule import NAMED as RULE
from app.reasoning.model.quoting import visible

NUMBER = r"(\d[\d.,']*\d|\d)"
DIGITS = 32
"""Characters of a number that is looked at; nothing costs as much as a longer one."""
TIMES = r"(?:\s?(?P<times>k|thousand|mil|m|million|millones|millón)\b)?"
CURRENCY = r"(?:US\$|\$|€|£|USD|EUR|dollars?\b|d[oó]lares?\b|euros?\b|cents?\b|centavos?\b|c[eé]ntimos?\b)"
PERIOD = r"(?:/|a|an|per|each|every|al|por|cada)\s?(?:month|mo|year|yr|hour|day|week|mes|año|hora|d[ií]a|semana)\b"
BEFORE = re.compile(rf"(?:US\$|\$|€|£|\bUSD|\bEUR)\s?{NUMBER}{TIMES}", re.IGNORECASE)
AFTER = re.compile(rf"(?<![\w.,]){NUMBER}{TIMES}\s?(?:{CURRENCY}|{PERIOD})", re.IGNORECASE)
"""Amounts with what says that they are money, or what a month or an hour costs."""
FACT = re.compile(r"(?<![\w.,:/])(?<!\w-)\d[\d,]{0,30}(?:\.\d{1,20})?(?!\w)")
"""Numbers that stand alone: no line of a file, no part of a name."""
WEB = re.compile(r"https?://|ftp://|\bwww\.|\bmailto:", re.IGNORECASE)
ADDRESS = re.compile(r"\b(?:aws|random|tls|archive|null|terraform)_[a-z0-9_]+\.[A-Za-z_][\w-]*")
THOUSAND = 3
"""Digits after a separator that may be either one."""
FACTORS = {"k": 1000, "thousand": 1000, "mil": 1000, "m": 10**6, "million": 10**6, "millones": 10**6, "millón": 10**6}
EXACT = Context(prec=100)
"""Room for the longest of these numbers, with the decimals of another."""


def require_words(text: str, facts: str, most: int) -> str:
    """The text on one line, without characters nobody sees.

    Raises ``ValueError``, in words for the model, for an empty or overlong one, for addresses of web pages, and for
    amounts of money, rules and resources that ``facts`` do not have.
    """
    text = " ".join(visible(text).split())
    if not text:
        raise ValueError("a text is empty")
    if len(text) > most:
        raise ValueError(f"a text has {len(text)} characters; at most {most} are shown")
    read = unicodedata.normalize("NFKC", text)
    if WEB.search(read):
        raise ValueError("leave addresses of web pages out")
    wrong = [*_unknown_amounts(read, facts), *_unknown_names(read, facts)]
    if wrong:
        raise ValueError(f"the facts do not have {', '.join(dict.fromkeys(wrong))}; use only what they say")
    return text


def _unknown_names(text: str, facts: str) -> Iterator[str]:
    lowered = facts.lower()
    for pattern in (RULE, ADDRESS):
        yield from (found[0] for found in pattern.finditer(text) if found[0].lower() not in lowered)


def _unknown_amounts(text: str, facts: str) -> Iterator[str]:
    """Amounts of money that no number of the facts is, or rounds to."""
    found = [*BEFORE.finditer(text), *AFTER.finditer(text)]
    if not found:
        return
    known = {Decimal(number[0].replace(",", "")) for number in FACT.finditer(facts)}
    for match in found:
        factor = FACTORS[match["times"].lower()] if match["times"] else 1
        if len(match[1]) > DIGITS or not any(_is_known(amount, factor, known) for amount in _readings(match[1])):
            yield match[0].strip()


def _readings(written: str) -> Iterator[Decimal]:
    """What a written number may mean: ``1,162.78``, ``1.162,78``; ``1.162`` is either."""
    digits = written.replace("'", "")
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        yield Decimal(digits)
        return
    whole, part = re.sub(r"[.,]", "", digits[:last]), digits[last + 1 :]
    alone = digits.count(digits[last]) == 1
    if alone:
        yield Decimal(f"{whole}.{part}")
    if not alone or len(part) == THOUSAND:
        yield Decimal(whole + part)


def _is_known(amount: Decimal, factor: int, known: set[Decimal]) -> bool:
    """Whether a fact is the amount, rounded as far as the amount is; nothing is only nothing."""
    if not amount:
        return amount in known
    exponent = amount.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) * factor
    wanted = EXACT.divide(amount * factor, step)
    return any(EXACT.divide(fact, step).quantize(Decimal(1), ROUND_HALF_UP, EXACT) == wanted for fact in known)
