"""What a model may look up: the agents' own knowledge, and the repository behind a jail. All of it only reads."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.domain.rule import Rule
from app.knowledge.catalogue.base import Service
from app.reasoning.base import Tool
from app.reasoning.model.tools.attributes import attribute_tool
from app.reasoning.model.tools.controls import control_tool
from app.reasoning.model.tools.files import file_tools
from app.reasoning.model.tools.jail import Jail
from app.reasoning.model.tools.prices import Book, price_tool
from app.reasoning.model.tools.provider_types import type_tools
from app.reasoning.model.tools.services import service_tools
from app.reasoning.model.tools.summary import repository_summary

__all__ = ["Book", "look_ups", "repository_summary"]


def look_ups(
    root: Path,
    keep_back: Sequence[str],
    services: Mapping[str, Service],
    rules: Callable[[], Mapping[str, Rule]],
    book: Callable[[], Book],
) -> tuple[Tool, ...]:
    """The tools for a checkout at ``root``, without the paths that ``keep_back`` (globs) names.

    ``services`` is the catalogue; ``rules`` all that is known of rules, and ``book`` the price list: both are asked
    for when first needed.
    """
    return (
        *service_tools(services),
        *type_tools(),
        attribute_tool(),
        price_tool(book, services),
        control_tool(rules),
        *file_tools(Jail(root, keep_back)),
    )
