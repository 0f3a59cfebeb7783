"""Resources: the concrete typed graph that a format writer renders.

Bodies are plain Python data: a mapping for each nested block, a list of mappings for a repeated one. Whether a key is
an attribute or a block is the provider schema's business, not the author's. Expressions are the small set below.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class Ref:
    """``aws_vpc.main.id``: an attribute of a resource (``address`` as ``type.label`` or ``data.type.label``).

    ``path`` may hold indexes and splats: ``id``, ``[0].id``, ``[*].id``, ``master_user_secret[0].secret_arn``.
    """

    address: str
    path: str = "id"


@dataclass(frozen=True, slots=True)
class Var:
    """``var.name``."""

    name: str


@dataclass(frozen=True, slots=True)
class Local:
    """``local.name``."""

    name: str


@dataclass(frozen=True, slots=True)
class Template:
    """A quoted template of literal strings and expressions: ``"${local.name}-orders"``."""

    parts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function call: ``Call("cidrsubnet", (Ref(...), 4, 0))``."""

    function: str
    args: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Expression:
    """A literal piece of HCL for what has no value of its own (``count.index``, ``var.x ? 1 : 0``).

    Only the product's own code makes one; the user's words never reach it.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Json:
    """``jsonencode(value)``: how policies and definitions are written."""

    value: Any


@dataclass(frozen=True, slots=True)
class Resource:
    """A managed resource or data source.

    ``concern`` chooses the file (``network`` → ``network.tf``); ``component`` is the id of the component it serves;
    ``provider`` a provider alias (``us_east_1``) or empty; ``depends_on`` addresses; ``lifecycle`` the meta-block's
    body (``ignore_changes`` as a list of attribute names); ``count`` and ``for_each`` expressions or None; ``comment``
    one line that says why, above the block.
    """

    type: str
    label: str
    body: Mapping[str, Any]
    concern: str
    component: str = ""
    data: bool = False
    count: Any = None
    for_each: Any = None
    provider: str = ""
    depends_on: tuple[str, ...] = ()
    lifecycle: Mapping[str, Any] = field(default_factory=dict)
    comment: str = ""

    @property
    def address(self) -> str:
        """Terraform's address without an index."""
        return f"data.{self.type}.{self.label}" if self.data else f"{self.type}.{self.label}"


@dataclass(frozen=True, slots=True)
class Validation:
    """``condition`` is HCL over ``var.<name>``; the message ends with a full stop."""

    condition: str
    message: str


@dataclass(frozen=True, slots=True)
class Variable:
    """An input. ``type`` is HCL (``number``, ``list(string)``); ``default`` is ``REQUIRED`` where there is none;
    ``by_environment`` gives values that differ per environment (``{"prod": 3}``)."""

    name: str
    type: str
    description: str
    default: Any = None
    validations: tuple[Validation, ...] = ()
    sensitive: bool = False
    by_environment: Mapping[str, Any] = field(default_factory=dict)


REQUIRED = object()
"""Marks a variable without default."""


@dataclass(frozen=True, slots=True)
class Output:
    """An output value."""

    name: str
    value: Any
    description: str
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider configuration: ``alias`` empty for the default one; ``body`` its arguments."""

    name: str
    alias: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding the design accepts, with the reason that the report shows. ``address`` empty: anywhere."""

    rule: str
    reason: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Resources:
    """The whole graph. ``locals`` by name; ``files`` are assets beside the code (path in the stack → text);
    ``findings`` are those the composer itself has; ``not_understood`` what the provider has no place for."""

    resources: tuple[Resource, ...] = ()
    variables: tuple[Variable, ...] = ()
    locals: Mapping[str, Any] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()
    providers: tuple[Provider, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    acceptances: tuple[Acceptance, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_understood: tuple[str, ...] = ()
