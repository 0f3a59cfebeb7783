"""Two numbers that bound a third: "2 to 6 tasks", "between 1 and 4 nodes", "0-10 nodos"."""

from collections.abc import Iterator
from itertools import pairwise

from app.reasoning.offline.read.draft import Place, Sheet
from app.reasoning.offline.read.give import give
from app.reasoning.offline.read.phrases import lows
from app.reasoning.offline.read.scopes import scopes_of
from app.reasoning.offline.read.slots import Slot, arguments_of
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.split import Sentence

ENDS = ("min", "max")
MEASURES = ("size", "capacity", "count", "instances")
"""What an argument that bounds a number of things is called after ``min_`` or ``max_``."""


def read_ranges(sheet: Sheet) -> None:
    """Give both ends of a range to the nearest component that has a minimum and a maximum."""
    for sentence in sheet.sentences:
        for low, high in _ranges(sheet, sentence):
            _give_nearest(sheet, sentence, low, high)


def _give_nearest(sheet: Sheet, sentence: Sentence, low: Value, high: Value) -> None:
    for drafts, _ in sorted(scopes_of(sheet, sentence), key=lambda scope: _far(scope[1], low)):
        slots = _bounds(sheet, drafts[0], low)
        if slots is None:
            continue
        for slot, value in zip(slots, (low, high), strict=True):
            give(sheet, sentence, drafts, slot, value)
        return


def _ranges(sheet: Sheet, sentence: Sentence) -> Iterator[tuple[Value, Value]]:
    """Neighbouring plain numbers with a joint between them, the smaller one first."""
    words = sheet.words
    for low, high in pairwise(sheet.values[sentence.index]):
        if low.kind != "number" or high.kind != "number" or low.quoted or not low.value < high.value:
            continue
        joint = lows(sentence.tokens, low.last, high.first)
        before = lows(sentence.tokens, low.first - 1, low.first)
        opened = bool(before) and before[0] in words.words("window_words")
        if len(joint) != 1 or joint[0] not in words.words("window_joints"):
            continue
        if joint[0] in words.words("conjunctions") and not opened:
            continue
        if any(word in words.words("port_words") for word in lows(sentence.tokens, low.first - 3, low.first)):
            continue
        if sheet.free(sentence.index, low) and sheet.free(sentence.index, high):
            yield low, high


def _bounds(sheet: Sheet, number: int, value: Value) -> tuple[Slot, Slot] | None:
    """The two places of a draft that hold the least and the most."""
    draft = sheet.drafts[number]
    parameters = sheet.parameters(draft.kind)
    stated = [next((p for name, p in parameters.items() if name.startswith(end)), None) for end in ENDS]
    least, most = stated
    if least is not None and most is not None:
        return Slot(value.first, value.first, least), Slot(value.first, value.first, most)
    arguments = list(arguments_of(draft.type).values())
    for measure in MEASURES:
        low = next((a for a in arguments if a.path.endswith(f"min_{measure}")), None)
        high = next((a for a in arguments if a.path.endswith(f"max_{measure}")), None)
        if low is not None and high is not None:
            return Slot(value.first, value.first, None, low), Slot(value.first, value.first, None, high)
    return None


def _far(place: Place | None, value: Value) -> int:
    """How far a component is from the range; what stands before it is nearer."""
    if place is None:
        return 90
    return value.first - place.last if place.last <= value.first else 10 + place.first - value.first
