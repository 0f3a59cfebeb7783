"""A request: what the user wants, read from an issue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Component:
    """One thing the user wants.

    ``kind`` is a service of the catalogue (``sqs``) or a provider type (``aws_sqs_queue``); ``name`` is the literal
    name the user gave, or None; ``label`` the Terraform label, unique per kind; ``settings`` are parameters of the
    service by name, typed; ``arguments`` are provider arguments by dotted path, for the type ``kind`` names or
    whose service it is; ``count`` how many alike; ``region`` when it differs from the request's; ``implied`` when the
    architect added it; ``text`` the words it was read from; ``tags`` given for it alone.
    """

    id: str
    kind: str
    label: str
    name: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    arguments: Mapping[str, Any] = field(default_factory=dict)
    count: int = 1
    region: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    implied: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """``source`` does ``kind`` to ``target``; both are component ids.

    Kinds: ``fronts`` (source passes requests on to target: "target behind source"), ``triggers`` (source starts
    target), ``reads``, ``writes``, ``uses`` (source calls or connects to target), ``sends`` (source delivers events,
    messages or data to target), ``logs`` (source writes its logs to target), ``in`` (source is placed in target),
    ``encrypts``, ``backs_up``, ``monitors``, ``replicates`` (source is copied to target), ``resolves`` (a DNS record
    points at target), ``authenticates`` (source signs in users of target), ``attached`` (plain link).
    ``exclusive`` means that nothing else may reach the target ("only reachable from").
    """

    source: str
    kind: str
    target: str
    exclusive: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Constraints:
    """What bounds the answer. ``budget_monthly`` in USD; ``availability`` is ``high``, a percentage or empty;
    ``frameworks`` are lower-case ids (``hipaa``); ``refused`` are the things the user does not want (``nat``);
    ``allowed`` are risky things the user asked for in plain words (``public_bucket``)."""

    region: str = ""
    regions: tuple[str, ...] = ()
    environment: str = ""
    environments: tuple[str, ...] = ()
    budget_monthly: float | None = None
    availability: str = ""
    frameworks: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One side of a conflict and what it costs a month in US dollars, None where its price is not known."""

    name: str
    monthly: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """A contradiction or conflict, how it was decided and by which rule; ``options`` are its sides, where priced."""

    conflict: str
    decision: str
    why: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """What was asked to change afterwards, in the user's words; ``day`` is ISO, empty where it is not known."""

    text: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class WantedVariable:
    """An input the user asks for by name; ``type`` is HCL, ``default`` None where none was given."""

    name: str
    type: str = "string"
    default: Any = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class WantedOutput:
    """An output the user asks for: ``attribute`` of a component (by id; empty: not said of which)."""

    name: str
    component: str = ""
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that was read. ``not_understood`` lists the user's own words; ``risky`` what is never written."""

    title: str
    slug: str
    language: str = "en"
    text: str = ""
    components: tuple[Component, ...] = ()
    relations: tuple[Relation, ...] = ()
    constraints: Constraints = field(default_factory=Constraints)
    tags: Mapping[str, str] = field(default_factory=dict)
    not_understood: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    settled: tuple[Settlement, ...] = ()
    risky: tuple[str, ...] = ()
    variables: tuple[WantedVariable, ...] = ()
    outputs: tuple[WantedOutput, ...] = ()
