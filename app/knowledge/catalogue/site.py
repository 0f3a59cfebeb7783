"""What the wiring of a service may ask of the site it is built on."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from app.domain.architecture import Decision
from app.domain.request import Component, Request
from app.domain.resources import Local, Ref, Validation
from app.knowledge.catalogue.ports import End, Network


class Site(Protocol):
    """Where an architecture is built. All methods may be called in any order; the result is sorted at the end."""

    @property
    def request(self) -> Request:
        """The whole request, for constraints."""
        ...

    @property
    def production(self) -> bool:
        """Whether the strict defaults apply (the environment is production or none was named)."""
        ...

    def refused(self, word: str) -> bool:
        """Whether the request says no to it: ``site.refused("nat")``."""
        ...

    def allowed(self, word: str) -> bool:
        """Whether the request asks in plain words for something risky: ``site.allowed("public_bucket")``."""
        ...

    def setting(self, component: Component, name: str) -> Any:
        """A setting of a component, or its service's default."""
        ...

    def stated(self, component: Component, name: str) -> bool:
        """Whether the request gave that setting."""
        ...

    # -- building blocks ---------------------------------------------------------------------------------------

    def add(
        self,
        kind: str,
        label: str,
        body: Mapping[str, Any],
        *,
        component: Component | None = None,
        concern: str = "",
        data: bool = False,
        count: Any = None,
        for_each: Any = None,
        provider: str = "",
        depends_on: Sequence[str] = (),
        lifecycle: Mapping[str, Any] | None = None,
        comment: str = "",
    ) -> str:
        """Add a resource and return its address.

        None values in the body are left out. A resource of this type that the request names takes over: its label,
        name and arguments win, which is why the address returned counts and not the label asked for. The same
        type, label and component twice is one resource.
        """
        ...

    def set(self, address: str, path: str, value: Any) -> None:
        """Set what stands at a dotted path of a resource added before; lists of blocks are replaced."""
        ...

    def append(self, address: str, path: str, value: Any) -> None:
        """Append to the list (of blocks or values) at a dotted path of a resource added before."""
        ...

    def name(self, component: Component, suffix: str = "", limit: int = 0) -> Any:
        """The physical name: the one the user gave, else ``"${local.name}-<label>[-suffix]"``.

        ``limit`` is the service's longest name; a longer one is cut with ``substr``.
        """
        ...

    def variable(
        self,
        name: str,
        kind: str,
        description: str,
        default: Any = None,
        validations: Sequence[Validation] = (),
        by_environment: Mapping[str, Any] | None = None,
    ) -> Any:
        """Declare an input once and return the reference.

        What varies with the environment alone (``by_environment``) is an input only where the stack has several
        environments; with one it is that environment's value, which is returned.
        """
        ...

    def local(self, name: str, value: Any) -> Local:
        """Declare a local value once and return the reference."""
        ...

    def output(self, name: str, value: Any, description: str, *, sensitive: bool = False) -> None:
        """Declare an output."""
        ...

    def file(self, path: str, text: str) -> None:
        """Put a text file beside the code (``src/orders/index.py``)."""
        ...

    def environment(self, component: Component) -> dict[str, Any]:
        """The live environment variables of a component; links add to it, ``finish`` may read it."""
        ...

    # -- shared infrastructure ---------------------------------------------------------------------------------

    def require(self, service: str, **settings: Any) -> End:
        """The component of that service in this architecture, adding an implied one where there is none."""
        ...

    def of_kind(self, service: str) -> tuple[End, ...]:
        """The components of that service that are wired already."""
        ...

    def resources_of(self, kind: str, near: Component | None = None) -> tuple[str, ...]:
        """Addresses of the single (uncounted) resources of a provider type that are there already: the component's
        own first, then those of related components, then the others, in the order they were added."""
        ...

    def related(self, component: Component, kind: str, *, incoming: bool = False) -> tuple[Component, ...]:
        """Components at the other end of this component's relations of a kind."""
        ...

    def network(self, component: Component | None = None) -> Network:
        """The VPC to place things in (the one the component is ``in``, else the only one, else an implied one)."""
        ...

    def role(
        self,
        component: Component,
        principal: str | Sequence[str],
        *,
        label: str = "",
        managed: Sequence[str] = (),
    ) -> str:
        """An IAM role that only ``principal`` may assume; returns its address. ``managed`` are AWS policy names."""
        ...

    def allow(
        self,
        role: str,
        actions: Sequence[str],
        resources: Sequence[Any],
        *,
        sid: str = "",
        conditions: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Add a least-privilege statement to a role's own policy (written once, when all statements are known)."""
        ...

    def document(self, label: str, statements: Sequence[Mapping[str, Any]], *, component: Component) -> Ref:
        """A ``data.aws_iam_policy_document``; returns the reference to its ``json``.

        A statement has ``sid``, ``effect`` (default Allow), ``actions``, ``resources``, ``principals``
        (``[{"type", "identifiers"}]``) and ``condition`` (``[{"test", "variable", "values"}]``).
        """
        ...

    def security_group(self, component: Component, description: str, *, label: str = "") -> Ref:
        """A security group in the component's network, with no rules; returns the reference to its id."""
        ...

    def ingress(
        self, group: Ref, port: int | tuple[int, int], source: Any, description: str, protocol: str = "tcp"
    ) -> str:
        """Let ``source`` in: a CIDR string or expression, or the reference to a security group's id. Returns
        the rule's address."""
        ...

    def egress(
        self, group: Ref, port: int | tuple[int, int], target: Any, description: str, protocol: str = "tcp"
    ) -> str:
        """Let the group reach ``target`` (port 0 with protocol ``-1`` is everything)."""
        ...

    def log_group(self, component: Component, name: Any, *, label: str = "") -> Ref:
        """An encrypted log group with the retention of the request; returns the reference to its ARN."""
        ...

    def key(self, *principals: str) -> Ref:
        """The stack's customer-managed KMS key (ARN); service principals that must use it are added to its policy."""
        ...

    def account(self) -> Ref:
        """The account id (``data.aws_caller_identity``)."""
        ...

    def region(self) -> Ref:
        """The region's name (``data.aws_region``)."""
        ...

    def partition(self) -> Ref:
        """The partition (``aws``), for ARNs (``data.aws_partition``)."""
        ...

    # -- what the reviewer is told -----------------------------------------------------------------------------

    def decide(self, decision: Decision) -> None:
        """Record a choice with the alternatives weighed."""
        ...

    def settle(self, conflict: str, decision: str, why: str) -> None:
        """Record how two wishes that disagree were settled."""
        ...

    def accept(self, rule: str, reason: str, address: str = "") -> None:
        """Accept a finding of a scanner with the reason that the report shows. A good reason, or none at all."""
        ...
