"""How far a site is: what is wired, and whose turn it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from app.domain.request import Component
from app.knowledge.catalogue.base import End
from app.reasoning.offline.build.errors import WiringError


@dataclass(slots=True)
class Progress:
    """``ends`` are the wired components in order; ``open`` those whose code is running, the innermost last;
    ``environments`` the live environment variables by component id."""

    ends: dict[str, End] = field(default_factory=dict)
    open: list[Component] = field(default_factory=list)
    environments: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def current(self) -> Component | None:
        """The component whose wiring, links or finish are running."""
        return self.open[-1] if self.open else None

    @contextmanager
    def during(self, component: Component) -> Iterator[None]:
        """Make a component the current one; raises WiringError where its wiring is running already."""
        if component.id not in self.ends and any(one.id == component.id for one in self.open):
            chain = " → ".join(one.id for one in (*self.open, component))
            raise WiringError(f"components demand each other in a circle: {chain}")
        self.open.append(component)
        try:
            yield
        finally:
            self.open.pop()
