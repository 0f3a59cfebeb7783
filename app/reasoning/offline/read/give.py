"""Putting a value where it belongs: one to one, spread over several components, or as a list."""

from app.domain.request import Settlement
from app.reasoning.offline.read.convert import argument_value, parameter_value
from app.reasoning.offline.read.draft import Draft, Sheet
from app.reasoning.offline.read.naming import label_of
from app.reasoning.offline.read.phrases import lows
from app.reasoning.offline.read.slots import Slot
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.split import Sentence


def path_of(slot: Slot) -> str:
    """The name of the parameter or the path of the argument."""
    return slot.parameter.name if slot.parameter else slot.argument.path if slot.argument else ""


def converted_value(slot: Slot, value: Value) -> object:
    """The value as the slot takes it, or None where it does not fit."""
    if slot.parameter is not None:
        return parameter_value(slot.parameter, value)
    return argument_value(slot.argument, value) if slot.argument is not None else None


def give(sheet: Sheet, sentence: Sentence, drafts: tuple[int, ...], slot: Slot, value: Value) -> list[int]:
    """Put a value in its slot; a list of alike values is spread over as many components."""
    row = _row(sheet, sentence, value)
    group = [sheet.drafts[number] for number in drafts]
    total = sum(draft.count for draft in group)
    chosen = row if len(row) > 1 and (len(row) == total or _takes_list(slot)) else [value]
    converted = [converted_value(slot, one) for one in chosen]
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
                draft.spread[path_of(slot) if slot.argument else f"setting:{path_of(slot)}"] = part
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
    name = path_of(slot)
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
