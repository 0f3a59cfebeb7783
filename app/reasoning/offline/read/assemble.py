"""Drafts → components with ids and unique labels; links → relations."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.domain.request import Component, Relation, WantedOutput
from app.reasoning.offline.read.draft import Draft, Link, Sheet
from app.reasoning.offline.read.naming import label_of
from app.reasoning.offline.read.schema_words import bare


class Ids:
    """Which component ids each draft becomes: one, or one for each copy that has a name or values of its own."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.labels: dict[int, list[str]] = {}
        taken: set[tuple[str, str]] = set()
        literal = gives_labels(sheet)
        for draft in sheet.drafts:
            copies = self.copies(draft)
            self.labels[draft.number] = [
                _unique(draft, _wanted(draft, i, copies, literal=literal), taken) for i in range(copies)
            ]
        self.by_draft = {
            number: [f"{sheet.drafts[number].kind}.{label}" for label in labels]
            for number, labels in self.labels.items()
        }

    @staticmethod
    def copies(draft: Draft) -> int:
        """How many components a draft becomes."""
        return draft.count if draft.names or draft.spread or len(draft.regions) > 1 else 1


def gives_labels(sheet: Sheet) -> bool:
    """Whether the request says what things are to be called ("Name the zone "main""): those names are the labels."""
    return any(s.tokens[0].low in sheet.words.words("label_orders") for s in sheet.sentences if len(s.tokens) > 2)


def _wanted(draft: Draft, index: int, copies: int, *, literal: bool) -> str:
    given = draft.names[index] if index < len(draft.names) else draft.label or draft.name
    base = label_of(given, literal=literal) if given else ""
    if base and index < len(draft.names):
        return base
    if not base:
        base = label_of(bare(draft.type)) if "_" in draft.kind and draft.kind == draft.type else label_of(draft.kind)
        base = base.removeprefix("data_") or "main"
    return f"{base}_{index + 1}" if copies > 1 else base


def _unique(draft: Draft, wanted: str, taken: set[tuple[str, str]]) -> str:
    label, number = wanted, 2
    while (draft.type, label) in taken:
        label, number = f"{wanted}_{number}", number + 1
    taken.add((draft.type, label))
    return label


def components(sheet: Sheet, ids: Ids) -> tuple[Component, ...]:
    """The components in the order in which they were first named."""
    return tuple(
        _component(draft, index, label, ids)
        for draft in sheet.drafts
        for index, label in enumerate(ids.labels[draft.number])
    )


def _component(draft: Draft, index: int, label: str, ids: Ids) -> Component:
    alone = len(ids.labels[draft.number]) == 1
    name = draft.names[index] if index < len(draft.names) else draft.name
    arguments, settings = dict(draft.arguments), dict(draft.settings)
    for path, values in draft.spread.items():
        if index < len(values):
            _store(arguments, settings, path, values[index])
    region = draft.regions[index % len(draft.regions)] if draft.regions else None
    return Component(
        id=ids.by_draft[draft.number][index],
        kind=draft.kind,
        label=label,
        name=name,
        settings=settings,
        arguments=arguments,
        count=draft.count if alone else 1,
        region=region,
        tags=dict(draft.tags),
        text=draft.text,
    )


def _store(arguments: dict[str, Any], settings: dict[str, Any], path: str, value: Any) -> None:
    if path.startswith("setting:"):
        settings[path.removeprefix("setting:")] = value
    else:
        arguments[path] = value


def relations(links: Iterable[Link], ids: Ids) -> tuple[Relation, ...]:
    """Relations between components; groups of the same size are joined one to one, others all to all."""
    found: dict[tuple[str, str, str], Relation] = {}
    for link in links:
        sources, targets = ids.by_draft[link.source], ids.by_draft[link.target]
        pairs: Sequence[tuple[str, str]] = (
            list(zip(sources, targets, strict=True))
            if len(sources) == len(targets)
            else [(source, target) for source in sources for target in targets]
        )
        for source, target in pairs:
            found.setdefault(
                (source, link.kind, target), Relation(source, link.kind, target, link.exclusive, link.text)
            )
    return tuple(found.values())


def outputs(wanted: Iterable[WantedOutput], ids: Ids) -> tuple[WantedOutput, ...]:
    """Outputs with component ids instead of draft numbers."""
    return tuple(
        WantedOutput(one.name, ids.by_draft[int(one.component)][0] if one.component else "", one.attribute)
        for one in wanted
    )
