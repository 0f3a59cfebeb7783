"""What one simulated provider is: its schema, its overlay, and what it does that no schema says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from app.knowledge.schemas import Block, ProviderSchema, provider_schema
from app.knowledge.schemas.overlays import Overlay, overlay_of
from app.toolchains.simulator.narrow import narrowed
from app.toolchains.simulator.place import Place
from app.toolchains.simulator.schema_message import SchemaWriter
from app.toolchains.simulator.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a configuration; ``path`` leads to the argument (names and list positions)."""

    summary: str
    detail: str
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """An object a special rule is asked about: its type, schema, values (unknown ones included) and surroundings."""

    kind: str
    block: Block
    values: dict[str, Any]
    tokens: Tokens
    place: Place
    prior: Mapping[str, Any] | None = None


Answer = Callable[[Subject], Mapping[str, Any]]
Function = Callable[[list[Any]], Any]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Special rules, each by resource type or data source.

    ``plan`` changes a planned state in place (also of all types: ``plan_every``); ``create`` and ``read`` answer
    values for computed attributes; ``check`` finds problems in a configuration; ``functions`` are the provider's
    own functions with their message for the schema.
    """

    plan: Mapping[str, Callable[[Subject], None]] = field(default_factory=dict)
    plan_every: Callable[[Subject], None] | None = None
    create: Mapping[str, Answer] = field(default_factory=dict)
    read: Mapping[str, Answer] = field(default_factory=dict)
    delete: Mapping[str, Callable[[Subject], None]] = field(default_factory=dict)
    check: Callable[[str, str, Block, Mapping[str, Any]], list[Problem]] | None = None
    place: Callable[[Mapping[str, Any]], Place] | None = None
    functions: Mapping[str, tuple[Function, bytes]] = field(default_factory=dict)
    provider_meta: bool = False


@dataclass(frozen=True, slots=True)
class Files:
    """Terraform's working directory (None forbids files) and the folder files must stay inside (None: the same)."""

    directory: Path | None = None
    root: Path | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """The one configuration that will be served: every name in it, and the resource types and data sources it uses."""

    words: frozenset[str]
    types: frozenset[str]


class Provider:
    """A simulated provider, ready to be served."""

    def __init__(self, name: str, behaviour: Behaviour, code: Code | None = None) -> None:
        self.name = name
        self.behaviour = behaviour
        self.code = code

    @cached_property
    def schema(self) -> ProviderSchema:
        """The schema, read when first needed; only what the code can use where that is known."""
        whole = provider_schema(self.name)
        return narrowed(whole, self.code.words, self.code.types) if self.code else whole

    @cached_property
    def overlay(self) -> Overlay:
        """What the schema does not say."""
        return overlay_of(self.name)

    @cached_property
    def schema_message(self) -> bytes:
        """The serialised answer to ``GetSchema``; made once."""
        # Registry modules send user-agent data through a ``provider_meta`` block.
        meta = {"a": {"user_agent": [["list", "string"], "o"], "module_name": ["string", "o"]}}
        functions = {name: message for name, (_, message) in self.behaviour.functions.items()}
        return SchemaWriter(self.schema, self.overlay).response(
            functions, meta if self.behaviour.provider_meta else None
        )

    def place(self, configuration: Mapping[str, Any], files: Files) -> Place:
        """The surroundings a provider block describes."""
        found = self.behaviour.place(configuration) if self.behaviour.place else Place(configuration=configuration)
        return replace(found, directory=files.directory, root=files.root)
