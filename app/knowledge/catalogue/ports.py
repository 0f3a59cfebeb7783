"""What a service may be told (parameters) and what it offers others once it is wired (ports)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.domain.request import Component

ParameterKind = Literal[
    "flag", "count", "number", "size", "duration", "time", "schedule", "cidr", "port", "version", "instance_type",
    "choice", "text", "domain", "arn", "list",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something about a service that a request may state.

    ``words`` are the phrases (English and Spanish, lower case, no accents) that point at it; ``unit`` what numbers
    are converted to (``GiB MiB seconds minutes days count percent``); ``choices`` maps words to values for a
    ``choice``; ``argument`` is the primary type's argument where setting and argument are the same thing, so that
    either name reaches it; ``default`` is what the wiring gets when nothing was said.
    """

    name: str
    kind: ParameterKind
    words: tuple[str, ...] = ()
    unit: str = ""
    choices: Mapping[str, Any] = field(default_factory=dict)
    argument: str = ""
    default: Any = None


@dataclass(frozen=True, slots=True)
class Ports:
    """What a wired component offers the others. Values are expressions of ``domain.resources``.

    ``address`` is the primary resource (``aws_sqs_queue.orders``); ``handle`` what a program needs to find it (queue
    URL, table name, endpoint) and ``handle_name`` the environment variable's suffix (``QUEUE_URL``); ``role`` the
    address of the IAM role it runs as; ``security_group`` the id of the group around it; ``port`` where it listens;
    ``access`` IAM actions by verb (``reads writes uses sends``) over ``access_arns``; ``key`` the KMS key (ARN) that
    a caller must be able to use; ``principal`` the service principal it acts as (``events.amazonaws.com``);
    ``extra`` anything else that its links need.
    """

    address: str
    arn: Any = None
    handle: Any = None
    handle_name: str = ""
    role: str = ""
    security_group: Any = None
    port: int | None = None
    access: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    access_arns: tuple[Any, ...] = ()
    key: Any = None
    principal: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a relation: the component and its ports."""

    component: Component
    ports: Ports


@dataclass(frozen=True, slots=True)
class Network:
    """Where things are placed. ``public`` and ``private`` are lists of subnet ids as expressions; ``cidr`` the VPC's
    range; ``private_route_tables`` ids; ``label`` the VPC's label."""

    vpc_id: Any
    cidr: Any
    public: Any
    private: Any
    private_route_tables: Any
    label: str
