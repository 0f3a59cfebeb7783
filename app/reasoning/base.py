"""The seam between the agents and whatever thinks for them."""

from collections.abc import Sequence
from typing import Protocol

from app.domain.architecture import Architecture
from app.domain.repo import Conventions
from app.domain.request import Request
from app.domain.resources import Resources


class Reasoner(Protocol):
    """Reads an issue, designs an architecture, composes the resources. ``offline`` is complete and deterministic."""

    name: str

    def read(self, text: str) -> Request:
        """What the user wants. Never raises for odd text: what is not understood is listed in the request."""
        ...

    def revise(self, text: str, revisions: Sequence[str]) -> Request:
        """What the user wants after changes to an earlier text, in order; later words win over earlier ones.

        Raises ``UsageFailure`` where nothing was made of the last revision.
        """
        ...

    def design(self, request: Request, conventions: Conventions) -> Architecture:
        """Components, relations, decisions and the diagram."""
        ...

    def compose(self, request: Request, architecture: Architecture, conventions: Conventions) -> Resources:
        """The concrete graph of provider resources, valid against the provider schema."""
        ...
