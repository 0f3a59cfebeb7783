"""What a design is, by whomever it was thought of."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.architecture import Architecture
from app.domain.proof import Proof
from app.domain.request import Request
from app.domain.resources import Resources


@dataclass(frozen=True, slots=True)
class Design:
    """A request with what was designed and composed for it."""

    request: Request
    architecture: Architecture
    resources: Resources

    @property
    def open(self) -> tuple[str, ...]:
        """What is not understood of it, by the reader or by the composer."""
        return tuple(dict.fromkeys((*self.request.not_understood, *self.resources.not_understood)))


Make = Callable[[Request], Design]
"""Designs and composes a request by rule."""
ProveDesign = Callable[[Design, Proof | None], Proof]
"""Checks the files of a design, with a floor to hold against it."""
