"""Words of a sentence that name what a component can be told."""

from collections.abc import Iterable, Iterator

from app.knowledge.catalogue.base import Parameter
from app.knowledge.language import CODES
from app.reasoning.offline.read.draft import Draft, Sheet
from app.reasoning.offline.read.slots import Argument, Slot, arguments_of, same_word
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import key_of


def find_slots(sheet: Sheet, sentence: Sentence, draft: Draft, *, closed: bool = False) -> list[Slot]:
    """The words of a sentence that name something the draft can be told."""
    parameters = sheet.parameters(draft.kind)
    by_key = _parameter_keys(p for p in parameters.values() if p.kind != "flag")
    switches = _parameter_keys(p for p in parameters.values() if p.kind == "flag")
    arguments = arguments_of(draft.type)
    covered = {i for place in sheet.places[sentence.index] for i in range(place.first, place.last) if not place.pronoun}
    found: list[Slot] = []
    tokens = sentence.tokens
    for first in range(len(tokens)):
        key = ""
        for last in range(first, min(first + 5, len(tokens))):
            if tokens[last].kind != "word":
                break
            key += same_word(tokens[last].key)
            if covered >= set(range(first, last + 1)):
                continue
            literal = "_" in tokens[first].low and last == first
            named: list[Parameter | None] = [one for one in (by_key.get(key), switches.get(key)) if one is not None]
            for said in named or [None]:
                parameter, argument = _meant(said, arguments.get(key), literal, parameters.values())
                if parameter is not None or argument is not None:
                    found.append(Slot(first, last + 1, parameter, argument))
    if not closed:
        found += _open_slots(sheet, sentence, by_key)
    return _longest(found)


def _parameter_keys(parameters: Iterable[Parameter]) -> dict[str, Parameter]:
    """Parameters by the keys of their words, their names and the arguments they stand for."""
    found: dict[str, Parameter] = {}
    for parameter in parameters:
        for word in (*parameter.words, parameter.name.replace("_", " "), parameter.argument.replace("_", " ")):
            for code in CODES if word else ():
                found.setdefault("".join(same_word(key) for key in _keys(word, code)), parameter)
    return found


def _meant(
    parameter: Parameter | None, argument: Argument | None, literal: bool, parameters: Iterable[Parameter]
) -> tuple[Parameter | None, Argument | None]:
    """The one of the two that a word means; an argument that a parameter stands for is that parameter."""
    if argument is None or (parameter is not None and not (literal and parameter.argument != argument.path)):
        return parameter, None
    known = next((one for one in parameters if one.argument == argument.path), None)
    return known, None if known else argument


def _open_slots(sheet: Sheet, sentence: Sentence, by_key: dict[str, Parameter]) -> Iterator[Slot]:
    """ "Keep for" said with something between: "keep the raw data for 30 days"."""
    ends = sheet.words.words("gap_ends")
    tokens = sentence.tokens
    for last in range(2, len(tokens)):
        if tokens[last].low not in ends:
            continue
        for first in range(last - 2, max(last - 6, -1), -1):
            if tokens[first].kind != "word":
                break
            parameter = by_key.get(same_word(tokens[first].key) + tokens[last].key)
            if parameter is not None:
                yield Slot(first, last + 1, parameter)


def _keys(phrase: str, code: str) -> list[str]:
    return [key_of(word, code) for word in phrase.replace("-", "").split()]


def _longest(slots: list[Slot]) -> list[Slot]:
    """Without those that lie inside a longer one, where both take the same sort of value."""
    return [
        slot
        for slot in slots
        if not any(
            other is not slot
            and other.first <= slot.first
            and slot.last <= other.last
            and other.last - other.first > slot.last - slot.first
            and other.flag == slot.flag
            for other in slots
        )
    ]
