"""The architecture as a Mermaid flowchart: who talks to whom, and what stands inside the network."""

from collections.abc import Iterable, Mapping

from app.domain.request import Component, Relation
from app.knowledge.catalogue.base import Service
from app.reasoning.offline.build.built import Built

SHAPES: Mapping[str, tuple[str, str]] = {
    "edge": ("([", "])"),
    "network": ("[", "]"),
    "compute": ("[", "]"),
    "data": ("[(", ")]"),
    "messaging": ("[[", "]]"),
    "security": ("{{", "}}"),
    "operations": ("[/", "/]"),
}
"""Brackets of Mermaid's node forms by the catalogue's shapes."""

WORDS: Mapping[str, str] = {
    "backs_up": "backs up",
    "fronts": "passes requests on",
    "logs": "writes logs",
    "authenticates": "signs in users of",
    "resolves": "points at",
    "replicates": "is copied to",
    "attached": "",
}
"""Edge labels that are not the relation's kind itself."""

PLACEMENT = "in"


def escaped(text: str) -> str:
    """Text that Mermaid shows as it is: everything that could end a label becomes an entity code."""
    safe = [c if c.isalnum() or c in " .,:/+-_=()" else f"#{ord(c)};" for c in " ".join(text.split())]
    return "".join(safe)


def render_diagram(built: Built, titles: Mapping[str, str]) -> str:
    """Mermaid source without fences, the same for the same architecture."""
    names = {component.id: f"n{number}" for number, component in enumerate(built.components, 1)}
    drawn = Drawing(built, names, titles)
    return "\n".join(["flowchart LR", *drawn.nodes(), *drawn.edges()])


class Drawing:
    """One diagram; ``names`` are the node names by component id."""

    def __init__(self, built: Built, names: Mapping[str, str], titles: Mapping[str, str]) -> None:
        self._built = built
        self._names = names
        self._titles = titles
        self._networks = list(dict.fromkeys(network for _, network in built.placed.values()))

    def nodes(self) -> list[str]:
        """The users, what stands outside of networks, then each network with its public and private part."""
        lines = ['  users(("Users"))'] if self._doors() else []
        inside = {*self._built.placed, *self._networks}
        lines += [f"  {self._node(one)}" for one in self._built.components if one.id not in inside]
        for network in self._networks:
            lines += self._network(network)
        return lines

    def edges(self) -> list[str]:
        """Users to the doors, the relations with their words, and what implied components are there for."""
        lines = [f"  users --> {self._names[door]}" for door in self._doors()]
        seen: set[tuple[str, str, str]] = set()
        for relation in self._built.relations:
            key = (relation.source, relation.kind, relation.target)
            if (
                relation.kind != PLACEMENT
                and key not in seen
                and {relation.source, relation.target} <= set(self._names)
            ):
                seen.add(key)
                lines.append(self._edge(relation))
        linked = {frozenset((source, target)) for source, _, target in seen}
        for needed, by in self._built.needed_by.items():
            if needed not in self._networks and by in self._names and frozenset((needed, by)) not in linked:
                lines.append(f"  {self._names[by]} -.-> {self._names[needed]}")
        return lines

    def _edge(self, relation: Relation) -> str:
        words = WORDS.get(relation.kind, relation.kind)
        arrow = f'-->|"{escaped(words)}"|' if words else "---"
        return f"  {self._names[relation.source]} {arrow} {self._names[relation.target]}"

    def _network(self, network: str) -> list[str]:
        title = escaped(self._titles.get(network, "Network"))
        name = self._names[network]
        lines = [f'  subgraph {name}["{title}"]']
        for part, words in (("public", "Public subnets"), ("private", "Private subnets")):
            members = [one for one in self._built.components if self._built.placed.get(one.id) == (part, network)]
            if members:
                lines.append(f'    subgraph {name}_{part}["{words}"]')
                lines += [f"      {self._node(member)}" for member in members]
                lines.append("    end")
        return [*lines, "  end"]

    def _node(self, component: Component) -> str:
        service = self._built.services.get(component.id)
        opening, closing = SHAPES.get(service.shape if service else "", ("[", "]"))
        label = escaped(component.name or component.label)
        title = escaped(self._titles.get(component.id, component.kind))
        times = f" ×{component.count}" if component.count > 1 else ""
        return f'{self._names[component.id]}{opening}"{title}<br/>{label}{times}"{closing}'

    def _doors(self) -> list[str]:
        """Components at the edge that nothing else stands in front of."""
        behind = {relation.target for relation in self._built.relations if relation.kind == "fronts"}
        fronting = {relation.source for relation in self._built.relations if relation.kind == "fronts"}
        return [one.id for one in self._built.components if one.id in fronting - behind and self._open(one)]

    def _open(self, component: Component) -> bool:
        return self._built.placed.get(component.id, ("public", ""))[0] == "public"


def titles_of(components: Iterable[Component], services: Mapping[str, Service]) -> dict[str, str]:
    """Each component's service in words; a provider type reads as its words."""
    return {one.id: services[one.id].title if one.id in services else one.kind.replace("_", " ") for one in components}
