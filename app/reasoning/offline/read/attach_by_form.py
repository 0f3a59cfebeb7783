"""Values that no words point at, but whose form has one place in a component near by: "db.t3.micro", "20 GB"."""

from pathlib import PurePosixPath

from app.reasoning.offline.read.convert import parameter_value
from app.reasoning.offline.read.draft import Draft, Place, Sheet
from app.reasoning.offline.read.give import give
from app.reasoning.offline.read.scopes import Scopes, distance, doers
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


def attach_by_form(sheet: Sheet, sentence: Sentence, scopes: Scopes) -> None:
    """Values that no words point at, but whose form has one place in a component near by."""
    for value in sheet.values[sentence.index]:
        if value.kind not in FORMS or not sheet.free(sentence.index, value):
            continue
        for drafts, _ in sorted(doers(scopes, value), key=lambda scope: distance(scope[1], value)):
            slot = _slot_by_form(sheet, sheet.drafts[drafts[0]], value, sentence, drafts)
            if slot is not None:
                give(sheet, sentence, drafts, slot, value)
                break


def _touching(sheet: Sheet, sentence: Sentence, place: Place, value: Value) -> bool:
    """Whether nothing but marks and other values stands between a place and a value."""
    if place.start <= value.first < place.last or 0 <= place.start - value.last <= 1:
        return True
    others = {i for v in sheet.values[sentence.index] for i in range(v.first, v.last)}
    light = sheet.words.words("beside")
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
