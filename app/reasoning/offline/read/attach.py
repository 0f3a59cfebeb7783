"""Sixth stage: values → the components they belong to, as settings or provider arguments, typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from app.domain.request import Settlement
from app.reasoning.offline.read.convert import argument_value, parameter_value
from app.reasoning.offline.read.draft import Draft, Place, Sheet
from app.reasoning.offline.read.find_slots import find_slots
from app.reasoning.offline.read.flags import read_choices, read_flags
from app.reasoning.offline.read.naming import label_of
from app.reasoning.offline.read.phrases import lows
from app.reasoning.offline.read.slots import Slot, arguments_of
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.split import Sentence

FORMS = (
    "instance_type",
    "cidr",
    "schedule",
    "zone",
    "arn",
    "version",
    "size",
    "path",
    "domain",
    "region",
    "number",
    "email",
    "window",
)
"""Kinds of values that may find their place by their form alone."""
LOG_GROUP = "aws_cloudwatch_log_group"
BY_FORM = {
    "instance_type": (
        "instance_type", "instance_class", "instance_types", "node_type", "cache_node_type",
        "broker_node_group_info.instance_type",
    ),
    "cidr": ("cidr_block", "cidr_ipv4"),
    "schedule": ("schedule_expression", "schedule"),
    "zone": ("availability_zone",),
    "path": ("filename", "source"),
}  # fmt: skip
"""Arguments that a value of a form goes to where no words say otherwise."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """A value for a slot of some drafts, with how well it fits."""

    score: float
    value: Value
    slot: Slot
    place: tuple[int, ...]


def attach(sheet: Sheet) -> None:
    """Give every value of every sentence to the component and slot it fits best."""
    for sentence in sheet.sentences:
        scopes = list(scopes_of(sheet, sentence))
        if _about_logs(sheet, sentence, scopes):
            continue
        slots = {scope: find_slots(sheet, sentence, sheet.drafts[scope[0]]) for scope, _ in scopes}
        read_choices(sheet, sentence, scopes)
        _by_words(sheet, sentence, scopes, slots)
        read_flags(sheet, sentence, scopes, slots)
        _by_form(sheet, sentence, scopes)


def _about_logs(sheet: Sheet, sentence: Sentence, scopes: Sequence[tuple[tuple[int, ...], Place | None]]) -> bool:
    """ "Access logs are kept for 90 days": said of the logs of all, and not of what was named last."""
    opening = lows(sentence.tokens, 0, 3)
    logs = any(word in sheet.words.words("log_words") for word in opening)
    kinds = {sheet.drafts[number].type for drafts, _ in scopes for number in drafts}
    return logs and all(place is None for _, place in scopes) and LOG_GROUP not in kinds


def scopes_of(sheet: Sheet, sentence: Sentence) -> Iterator[tuple[tuple[int, ...], Place | None]]:
    """The drafts a sentence speaks of, each once, then its topic."""
    seen: set[tuple[int, ...]] = set()
    alone = {place.drafts[0] for place in sheet.places[sentence.index] if len(place.drafts) == 1}
    for place in sheet.places[sentence.index]:
        if place.drafts not in seen and not (len(place.drafts) > 1 and alone >= set(place.drafts)):
            seen.add(place.drafts)
            yield place.drafts, place
    for draft in sheet.drafts:
        if draft.sentence == sentence.index and not any(draft.number in drafts for drafts in seen):
            seen.add((draft.number,))
            yield (draft.number,), None
    owners = list(_owners(sheet, sentence, seen))
    yield from owners
    topic = sheet.topic(sentence.index)
    if topic and topic not in seen and not owners:
        yield topic, None


def _owners(
    sheet: Sheet, sentence: Sentence, seen: set[tuple[int, ...]]
) -> Iterator[tuple[tuple[int, ...], Place | None]]:
    """What a part belongs to that the sentence names: "kept for 14 days in a dead-letter queue"."""
    for part in sheet.parts[sentence.index] if sheet.parts else ():
        drafts = tuple(d.number for d in sheet.drafts if d.kind == part.kind and d.sentence <= sentence.index)[-1:]
        if drafts and drafts not in seen and sheet.places[sentence.index] == []:
            yield drafts, Place(sentence.index, part.first, part.last, part.first, drafts, True, False)


def _by_words(
    sheet: Sheet,
    sentence: Sentence,
    scopes: Sequence[tuple[tuple[int, ...], Place | None]],
    slots: dict[tuple[int, ...], list[Slot]],
) -> None:
    """Values beside the words that name a slot: "retention of 30 days", "20 GB of storage"."""
    offers: list[_Offer] = []
    for value in sheet.values[sentence.index]:
        if not sheet.free(sentence.index, value):
            continue
        for drafts, place in _doers(scopes, value):
            for slot in slots[drafts]:
                score = _closeness(sheet, sentence, slot, value)
                if score <= 0 or _converted(slot, value) is None:
                    continue
                offers.append(_Offer(score - _distance(place, value), value, slot, drafts))
    taken: set[tuple[tuple[int, ...], str]] = set()
    done: set[int] = set()
    for offer in sorted(offers, key=lambda o: (-o.score, o.value.first, o.place)):
        name = _path(offer.slot)
        if offer.value.first in done or (offer.place, name) in taken:
            continue
        taken.add((offer.place, name))
        done.update(give(sheet, sentence, offer.place, offer.slot, offer.value))


def value_score(sheet: Sheet, sentence: Sentence, slot: Slot, value: Value) -> float:
    """How surely a slot's words speak of a value that fits it; 0 for not at all."""
    return 0 if _converted(slot, value) is None else _closeness(sheet, sentence, slot, value)


def _path(slot: Slot) -> str:
    return slot.parameter.name if slot.parameter else slot.argument.path if slot.argument else ""


def _converted(slot: Slot, value: Value) -> object:
    if slot.parameter is not None:
        return parameter_value(slot.parameter, value)
    return argument_value(slot.argument, value) if slot.argument is not None else None


def _distance(place: Place | None, value: Value) -> float:
    """How far a component is from the value; what stands before it is nearer than what stands after."""
    if place is None:
        return 3.5
    if place.last <= value.first:
        return min((value.first - place.last) * 0.05, 2)
    return 1 + min((place.first - value.last) * 0.1, 3)


def _closeness(sheet: Sheet, sentence: Sentence, slot: Slot, value: Value) -> float:
    """How surely the slot's words speak of the value; 0 for not at all."""
    links = sheet.words.words("value_links")
    length = slot.last - slot.first
    weight = length + (2 if slot.argument and "_" in sentence.tokens[slot.first].low else 0)
    if slot.last <= value.first:
        between = sentence.tokens[slot.last : value.first]
        linked = all(token.low in links or token.text in ":=(," for token in between)
        if linked and len(between) <= 7:
            sure = slot.parameter is not None or weight > 1 or _said_so(sheet, sentence, slot, value)
            return 20 - len(between) * 0.5 + weight if sure else 0
        near = len(between) <= 6 and not any(t.kind == "mark" and t.text not in "()" for t in between)
        return 8 - len(between) + weight if near and slot.parameter is not None else 0
    if value.last <= slot.first:
        between_ = lows(sentence.tokens, value.last, slot.first)
        if not between_ or all(word in links or word in sheet.words.words("adjectives") for word in between_):
            if not between_ and slot.parameter is not None and _unclaimed_side(sentence, value):
                return 22 + weight
            close = len(between_) <= 2 and (slot.parameter is not None or weight > 1)
            return 14 - len(between_) * 2 + weight if close else 0
        marked = any(token.kind == "mark" for token in sentence.tokens[value.last : slot.first])
        if len(between_) <= 3 and slot.parameter is not None and not marked:
            return 6 - len(between_) + weight
    return 0


def _unclaimed_side(sentence: Sentence, value: Value) -> bool:
    """Whether nothing right before a value says what it is: "3 tasks", but not "port: 8080 tasks"."""
    before = lows(sentence.tokens, value.first - 1, value.first)
    if value.kind == "region" and before and before[0] in {"in", "en", "from", "desde"}:
        return False  # where something stands already
    return not before or before[0] not in {"of", "is", "=", ":", "to", "de", "es", "a"}


def _said_so(sheet: Sheet, sentence: Sentence, slot: Slot, value: Value) -> bool:
    """Whether a one-word argument is plainly meant: by "argument", "=", ":", "is", or a quoted value."""
    between = sentence.tokens[slot.last : value.first]
    marks = sheet.words.words("argument_words") | {"=", ":", "of", "is", "to", "as", "value", "be", "es", "de"}
    return value.quoted or any(token.low in marks for token in between)


def give(sheet: Sheet, sentence: Sentence, drafts: tuple[int, ...], slot: Slot, value: Value) -> list[int]:
    """Put a value in its slot; a list of alike values is spread over as many components."""
    row = _row(sheet, sentence, value)
    group = [sheet.drafts[number] for number in drafts]
    total = sum(draft.count for draft in group)
    chosen = row if len(row) > 1 and (len(row) == total or _takes_list(slot)) else [value]
    converted = [_converted(slot, one) for one in chosen]
    for one in chosen:
        sheet.use(sentence.index, one.first, one.last)
    sheet.use(sentence.index, slot.first, slot.last)
    if len(chosen) > 1 and len(chosen) == total and not _takes_list(slot):
        position = 0
        for draft in group:
            part = converted[position : position + draft.count]
            position += draft.count
            if draft.count == 1:
                put(sheet, draft, slot, part[0])
            else:
                draft.spread[_path(slot) if slot.argument else f"setting:{_path(slot)}"] = part
    else:
        flat = converted if _takes_list(slot) and len(chosen) > 1 else converted[0]
        if isinstance(flat, list) and _takes_list(slot):
            flat = [item for part in flat for item in (part if isinstance(part, list) else [part])]
        for draft in group:
            put(sheet, draft, slot, flat)
    return [one.first for one in chosen]


def _takes_list(slot: Slot) -> bool:
    if slot.parameter is not None:
        return slot.parameter.kind == "list"
    return slot.argument is not None and isinstance(slot.argument.type, list)


def _row(sheet: Sheet, sentence: Sentence, value: Value) -> list[Value]:
    """The value and those of its kind that follow it, joined by commas and "and"."""
    row = [value]
    joints = sheet.words.words("conjunctions") | {","}
    for other in sheet.values[sentence.index]:
        if other.first <= row[-1].first:
            continue
        between = lows(sentence.tokens, row[-1].last, other.first)
        if other.kind != value.kind or not between or not all(word in joints for word in between):
            break
        row.append(other)
    return row


def put(sheet: Sheet, draft: Draft, slot: Slot, value: object) -> None:
    """Store a value; a later statement replaces an earlier one and that is shown."""
    target = draft.settings if slot.parameter is not None else draft.arguments
    name = _path(slot)
    if name == "name" and slot.argument is not None and isinstance(value, str):
        draft.label = draft.label or (label_of(draft.name) if draft.name else "")
        draft.name = value
    earlier = target.get(name)
    if earlier is not None and earlier != value:
        sheet.settled.append(
            Settlement(
                f"{draft.text}: {name.replace('_', ' ')} is said to be {earlier} and {value}",
                f"{value}",
                "a later statement replaces an earlier one",
            )
        )
    target[name] = value


def _by_form(sheet: Sheet, sentence: Sentence, scopes: Sequence[tuple[tuple[int, ...], Place | None]]) -> None:
    """Values that no words point at, but whose form has one place in a component near by."""
    for value in sheet.values[sentence.index]:
        if value.kind not in FORMS or not sheet.free(sentence.index, value):
            continue
        for drafts, _ in sorted(_doers(scopes, value), key=lambda scope: _distance(scope[1], value)):
            slot = _slot_by_form(sheet, sheet.drafts[drafts[0]], value, sentence, drafts)
            if slot is not None:
                give(sheet, sentence, drafts, slot, value)
                break


def _doers(
    scopes: Sequence[tuple[tuple[int, ...], Place | None]], value: Value
) -> Sequence[tuple[tuple[int, ...], Place | None]]:
    """Whom a value may be meant for: "every hour" before all else is said of what is done first."""
    named = [(drafts, place) for drafts, place in scopes if place is not None]
    if value.kind != "schedule" or not named:
        return scopes
    first = min(named, key=lambda scope: scope[1].start)
    return [first] if value.last <= first[1].start else scopes


def _touching(sheet: Sheet, sentence: Sentence, place: Place, value: Value) -> bool:
    """Whether nothing but marks and other values stands between a place and a value."""
    if place.start <= value.first < place.last or 0 <= place.start - value.last <= 1:
        return True
    others = {i for v in sheet.values[sentence.index] for i in range(v.first, v.last)}
    light = {"(", ",", ":", "-", "with", "of", "and", "con", "de", "y", "on", "in", "en", "has", "have", "tiene", "tienen"}
    between = range(place.last, value.first)
    return place.last <= value.first and all(
        i in others or sentence.tokens[i].low in light or (sentence.index, i) in sheet.used for i in between
    )


def _slot_by_form(sheet: Sheet, draft: Draft, value: Value, sentence: Sentence, drafts: tuple[int, ...]) -> Slot | None:
    """The one parameter or argument of a draft that takes values of this form."""
    parameters = [
        p
        for p in sheet.parameters(draft.kind).values()
        if p.kind == value.kind and parameter_value(p, value) is not None
    ]
    touching = any(
        _touching(sheet, sentence, place, value) for place in sheet.places[sentence.index] if place.drafts == drafts
    )
    if value.kind in {"number", "version"}:
        versions = [p for p in sheet.parameters(draft.kind).values() if p.kind == "version"]
        return Slot(value.first, value.last, versions[0]) if versions and touching and not value.quoted else None
    if value.kind in {"size", "domain", "path", "arn", "email"} and not (
        parameters and (touching or len(parameters) == 1)
    ):
        parameters = []
    if parameters and value.kind not in draft.settings:
        return Slot(value.first, value.last, parameters[0])
    if value.kind == "path" and not PurePosixPath(str(value.value)).suffix:
        return None  # a route, or a folder
    known = {argument.path: argument for argument in arguments_of(draft.type).values()}
    for path in BY_FORM.get(value.kind, ()):
        if path in known and path not in draft.arguments:
            return Slot(value.first, value.last, None, known[path])
    return None
