"""Regions of single components, where a request names several."""

from collections.abc import Sequence

from app.reasoning.offline.read.draft import Draft, Sheet
from app.reasoning.offline.read.spans import Value
from app.reasoning.offline.read.split import Sentence
from app.reasoning.offline.read.tokens import Token


def place_in_regions(sheet: Sheet) -> None:
    """Give components their own regions; with one region in the whole text it is everyone's and nothing is done."""
    named = {region_of(value) for values in sheet.values for value in values if region_of(value)}
    if len(named) < 2:
        return
    for sentence in sheet.sentences:
        regions = (value for value in sheet.values[sentence.index] if value.kind == "region")
        values = [value for value in regions if sheet.free(sentence.index, value)]
        for group in _groups(sentence, values):
            drafts = _meant(sheet, sentence, group)
            _spread(drafts, [str(value.value) for value in group])


def region_of(value: Value) -> str:
    """The region a value names, also by a zone."""
    if value.kind == "region":
        return str(value.value)
    return str(value.value)[:-1] if value.kind == "zone" else ""


def _groups(sentence: Sentence, values: Sequence[Value]) -> list[list[Value]]:
    """Lists of regions: "us-east-1, eu-central-1 and …"."""
    groups: list[list[Value]] = []
    for value in values:
        if groups and all(token.low in {",", "and", "y", "or", "e"} for token in _between(sentence, groups[-1], value)):
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def _between(sentence: Sentence, group: Sequence[Value], value: Value) -> Sequence[Token]:
    return sentence.tokens[group[-1].last : value.first]


def _meant(sheet: Sheet, sentence: Sentence, group: Sequence[Value]) -> list[Draft]:
    """The components a list of regions speaks of: those named since the list before it."""
    earlier = [v.last for v in sheet.values[sentence.index] if v.kind == "region" and v.last <= group[0].first]
    start = max(earlier, default=0)
    before = [p for p in sheet.places[sentence.index] if start <= p.first < group[0].first]
    numbers = [number for place in before for number in place.drafts]
    if not numbers:
        numbers = [number for place in sheet.places[sentence.index][:1] for number in place.drafts]
    return [sheet.drafts[number] for number in dict.fromkeys(numbers)]


def _spread(drafts: Sequence[Draft], regions: Sequence[str]) -> None:
    if len(regions) == 1:
        for draft in drafts:
            draft.regions = list(regions)
    elif len(drafts) == len(regions):
        for draft, region in zip(drafts, regions, strict=True):
            draft.regions = [region]
    else:
        counted = next((draft for draft in drafts if draft.count == len(regions)), None)
        if counted is not None:
            counted.regions = list(regions)
