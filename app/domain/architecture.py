"""An architecture: the typed graph that answers a request, before any format is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.request import Component, Relation, Settlement


@dataclass(frozen=True, slots=True)
class Alternative:
    """An option that was weighed and why it was not chosen."""

    option: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One choice: what was decided, why, and what else was weighed. ``about`` is a component id or empty."""

    title: str
    choice: str
    why: str
    alternatives: tuple[Alternative, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Architecture:
    """Components and relations (as in the request plus the implied ones), patterns, decisions and the diagram.

    ``diagram`` is Mermaid source without fences; ``titles`` gives each component's service in words.
    """

    components: tuple[Component, ...] = ()
    relations: tuple[Relation, ...] = ()
    decisions: tuple[Decision, ...] = ()
    patterns: tuple[str, ...] = ()
    settled: tuple[Settlement, ...] = ()
    diagram: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
