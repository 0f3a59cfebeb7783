"""Which components of a request a clause means."""

from collections.abc import Sequence

from app.domain.request import Component, Request
from app.reasoning.offline.read.naming import label_of
from app.reasoning.offline.revise.fragment import Named


def meant(named: Named, request: Request) -> tuple[Component, ...]:
    """The components that are meant; several where one was meant and nothing tells which, none where there is none."""
    alike = [one for one in request.components if one.kind == named.component.kind]
    alike = alike or [one for one in request.components if one.kind in named.kinds]
    wanted = {named.component.name or "", named.label} - {""}
    if wanted:
        labels = wanted | {label_of(name) for name in wanted}
        called = [one for one in alike if {one.name, one.label} & labels]
        if called:
            return tuple(called)
        if named.component.name:
            return tuple(one for one in alike if one.name is None)[:1]
    said = named.component.settings
    fitting = [one for one in alike if said and all(one.settings.get(key) == said[key] for key in said)]
    return tuple(fitting or alike)


def one_or_all(found: Sequence[Component], named: Named) -> tuple[Component, ...]:
    """The single one, or all where the words are in the plural; nothing where it is not clear which."""
    return tuple(found) if len(found) == 1 or named.plural else ()
