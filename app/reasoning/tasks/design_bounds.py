"""What bounds a whole stack, where a quote of the user says so in so many words."""

import re
from collections.abc import Callable, Iterator, Mapping

from app.domain.request import Constraints
from app.knowledge.language import CODES, language, places
from app.reasoning.tasks.design import Bound
from app.reasoning.tasks.design_words import numbers_in, shown, words_of

REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d")


def bound_of(one: Bound, known: Constraints) -> Constraints:
    """The constraint that an answer adds; raises ValueError where its quote does not say so."""
    return _BOUNDS[one.what](one, known)


def region_of(value: str, quote: str) -> str:
    """A region that the quote names, by its code or a place; raises ValueError for another."""
    text = f" {' '.join(words_of(quote))} "
    named = any(f" {place} " in text for place, code in places().items() if code == value)
    if not REGION.fullmatch(value) or not (f" {value} " in text or named):
        raise ValueError(f"the quote does not name the region {shown(value)}")
    return value


def _regions(one: Bound, known: Constraints) -> Constraints:
    region = region_of(one.value, one.quote)
    return Constraints(region=region, regions=(region,)) if region not in known.regions else Constraints()


def _environment(one: Bound, _: Constraints) -> Constraints:
    names = {word: name for code in CODES for word, name in language(code).map("environments").items()}
    if one.value not in {names.get(word, word) for word in words_of(one.quote)} & set(names.values()):
        raise ValueError(f"the quote does not name the environment {shown(one.value)}")
    return Constraints(environments=(one.value,))


def _budget(one: Bound, known: Constraints) -> Constraints:
    stated = one.value.strip(" $").replace(",", "")
    amount = float(stated) if re.fullmatch(r"\d{1,9}(?:\.\d{1,2})?", stated) else 0.0
    if amount <= 0 or amount not in numbers_in(one.quote):
        raise ValueError(f"the quote does not say {shown(one.value)}")
    earlier = known.budget_monthly
    return Constraints(budget_monthly=amount if earlier is None else min(amount, earlier))


def _availability(one: Bound, _: Constraints) -> Constraints:
    if one.value == "high":
        return Constraints(availability="high")
    number = one.value.removesuffix("%")
    if not any(f"{stated:g}" == number for stated in numbers_in(one.quote) if 90 <= stated < 100):
        raise ValueError(f"availability is `high` or a percentage that the quote states, not {shown(one.value)}")
    return Constraints(availability=f"{number}%")


def _framework(one: Bound, _: Constraints) -> Constraints:
    text = f" {' '.join(words_of(one.quote))} "
    for phrase, framework in _frameworks():
        if framework == one.value and f" {phrase} " in text:
            return Constraints(frameworks=(framework,))
    raise ValueError(f"the quote does not name the framework {shown(one.value)}")


def _frameworks() -> Iterator[tuple[str, str]]:
    for code in CODES:
        yield from language(code).map("frameworks").items()


_BOUNDS: Mapping[str, Callable[[Bound, Constraints], Constraints]] = {
    "region": _regions,
    "environment": _environment,
    "budget_monthly": _budget,
    "availability": _availability,
    "framework": _framework,
}
