"""The offline reasoner: reads, designs and composes by rule and catalogue, without any service or key."""

from collections.abc import Mapping, Sequence

from app.domain.architecture import Architecture
from app.domain.repo import Conventions
from app.domain.request import Request
from app.domain.resources import Resources
from app.knowledge.catalogue.base import Service
from app.reasoning.offline.build.compose import compose
from app.reasoning.offline.design.design import design
from app.reasoning.offline.read import read
from app.reasoning.offline.revise import revise
from app.reasoning.offline.schema import type_writer


class OfflineReasoner:
    """Implements ``app.reasoning.base.Reasoner``; complete and deterministic. ``services`` is the catalogue by id."""

    name = "offline"

    def __init__(self, services: Mapping[str, Service]) -> None:
        self._services = services
        self._write_type = type_writer(services)

    def read(self, text: str) -> Request:
        """What the user wants; never raises for odd text."""
        return read(text, self._services)

    def revise(self, text: str, revisions: Sequence[str]) -> Request:
        """What the user wants after changes to an earlier text; later words win over earlier ones."""
        return revise(text, revisions, self._services)

    def design(self, request: Request, conventions: Conventions) -> Architecture:
        """Components, relations, decisions and the diagram."""
        return design(request, conventions, self._services, self._write_type)

    def compose(self, request: Request, architecture: Architecture, conventions: Conventions) -> Resources:
        """The concrete graph of provider resources, valid against the provider schema."""
        return compose(request, architecture, conventions, self._services, self._write_type)
