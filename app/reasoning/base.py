"""The seam between the agents and whatever thinks for them."""

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

    def design(self, request: Request, conventions: Conventions) -> Architecture:
        """Components, relations, decisions and the diagram."""
        ...

    def compose(self, request: Request, architecture: Architecture, conventions: Conventions) -> Resources:
        """The concrete graph of provider resources, valid against the provider schema."""
        ...
