"""The site: the ``Site`` of the catalogue, put together from its ledger, roster and shared infrastructure.

Components are wired when first asked for, so that the order of a request does not matter; a cycle of demands is a bug
of the catalogue and named as one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.repo import Conventions
from app.domain.request import Component, Request
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Network
from app.reasoning.offline.build.claims import Claims
from app.reasoning.offline.build.encryption import Keys
from app.reasoning.offline.build.errors import FAULTS, ComponentFault, WiringError
from app.reasoning.offline.build.facts import Facts
from app.reasoning.offline.build.groups import add_group, add_rule
from app.reasoning.offline.build.identity import Identity
from app.reasoning.offline.build.inputs import Inputs, environments_of, is_production, is_thrifty, main_environment
from app.reasoning.offline.build.ledger import Ledger, take_name
from app.reasoning.offline.build.logs import log_group_body
from app.reasoning.offline.build.naming import DASH_ONLY, given_name, physical_name
from app.reasoning.offline.build.networks import network_of
from app.reasoning.offline.build.progress import Progress
from app.reasoning.offline.build.regions import Regions
from app.reasoning.offline.build.roles import ROLE_SERVICE, named_role
from app.reasoning.offline.build.roster import Roster

NETWORK_SERVICE = "vpc"
KEY_SERVICE = "kms"
"""The services that the site itself builds on."""


class BuildingSite:
    """Implements ``app.knowledge.catalogue.base.Site``; see there for what each method promises."""

    def __init__(self, request: Request, roster: Roster, conventions: Conventions, regions: Regions) -> None:
        environments = environments_of(request, conventions)
        self._request = request
        self.roster = roster
        self.regions = regions
        self.environments = environments
        main = request.constraints.environment or main_environment(environments)
        asked = {variable.name for variable in request.variables}
        self.inputs = Inputs(main, environments, thrifty=is_thrifty(request), wanted=asked | {"environment"})
        self.claims = Claims(
            (c for c in roster.components.values() if c.kind not in roster.services),
            roster.relations,
            roster.primary_of,
            roster.lent_to(),
        )
        self.ledger = Ledger(self.claims)
        self._separator = conventions.name_separator
        self._prefix_length = 25 + max(len(name) for name in environments)
        self._facts = Facts(self.ledger)
        self.keys = Keys(self.ledger, self.inputs, self._facts)
        self.identity = Identity(
            self.ledger, self._facts, regions.home, separator=self._separator, prefix_length=self._prefix_length
        )
        self.progress = Progress()
        # What one part does alone is that part's own method.
        self.set, self.append = self.ledger.set, self.ledger.append
        self.variable, self.local, self.output = self.inputs.variable, self.inputs.local, self.inputs.output
        self.file, self.accept = self.inputs.file, self.inputs.accept
        self.decide, self.settle = self.inputs.decide, self.inputs.settle
        self.account, self.partition = self._facts.account, self._facts.partition
        self.allow, self.related = self.identity.allow, self.roster.related

    # -- the request -------------------------------------------------------------------------------------------

    @property
    def request(self) -> Request:
        """The whole request."""
        return self._request

    @property
    def production(self) -> bool:
        """Whether the strict defaults apply."""
        return is_production(self._request.constraints.environment)

    def refused(self, word: str) -> bool:
        """Whether the request says no to it."""
        return word in self._request.constraints.refused

    def allowed(self, word: str) -> bool:
        """Whether the request asks for a risky thing in plain words."""
        return word in self._request.constraints.allowed

    def setting(self, component: Component, name: str) -> Any:
        """A setting, or the argument that means the same, or the service's default."""
        if name in component.settings:
            return component.settings[name]
        service = self.roster.service_of(component)
        parameter = service.parameter(name) if service else None
        if parameter is None:
            return None
        if parameter.argument and parameter.argument in component.arguments:
            return component.arguments[parameter.argument]
        return parameter.default

    def stated(self, component: Component, name: str) -> bool:
        """Whether the request gave that setting, by its own name or by the argument's."""
        if name in component.settings:
            return True
        service = self.roster.service_of(component)
        parameter = service.parameter(name) if service else None
        return bool(parameter and parameter.argument in component.arguments)

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
        """Add a resource and return its address."""
        owner = component or self.progress.current
        service = self.roster.service_of(owner) if owner else None
        shared = data and component is None
        address = self.ledger.add(
            kind,
            label,
            body,
            owner=None if shared else owner,
            service=service.id if service else "",
            concern=concern or (service.concern if service else "operations"),
            data=data,
            count=count,
            for_each=for_each,
            provider=self.regions.alias(provider) if provider else self._alias(owner),
            depends_on=depends_on,
            lifecycle=lifecycle,
            comment=comment,
        )
        take_name(self.ledger.get(address))
        return address

    def name(self, component: Component, suffix: str = "", limit: int = 0) -> Any:
        """The physical name."""
        service = self.roster.service_of(component)
        if component.name:
            kind = service.primary if service else component.kind
            return given_name(kind, component.name, suffix, self._separator, limit)
        return physical_name(
            f"{component.label}_{suffix}" if suffix else component.label,
            separator=self._separator,
            limit=limit,
            prefix_length=self._prefix_length,
            dash_only=service is not None and service.primary in DASH_ONLY,
        )

    def environment(self, component: Component) -> dict[str, Any]:
        """The live environment variables of a component."""
        return self.progress.environments.setdefault(component.id, {})

    # -- shared infrastructure ---------------------------------------------------------------------------------

    def require(self, service: str, **settings: Any) -> End:
        """The component of that service, wired; an implied one where there is none."""
        found = self.roster.find(service, settings)
        return self.wire(found or self.roster.imply(service, settings, self.progress.current))

    def of_kind(self, service: str) -> tuple[End, ...]:
        """The components of that service that are wired already."""
        ends = ((end, self.roster.service_of(end.component)) for end in self.progress.ends.values())
        return tuple(end for end, builder in ends if builder is not None and builder.id == service)

    def resources_of(self, kind: str, near: Component | None = None) -> tuple[str, ...]:
        """Addresses of the single resources of a type, the nearest first."""
        close = self.roster.neighbours(near) if near else frozenset()
        return self.ledger.nearest(kind, near.id if near else None, close)

    def network(self, component: Component | None = None) -> Network:
        """The VPC to place things in."""
        place = component or self.progress.current
        for other in self.roster.related(place, "in") if place else ():
            builder = self.roster.service_of(other)
            if builder is not None and builder.id == NETWORK_SERVICE:
                return network_of(self.wire(other))
        candidates = [c for c in self.roster.of_service(NETWORK_SERVICE) if not place or c.region == place.region]
        end = self.wire(candidates[0]) if candidates else self.require(NETWORK_SERVICE)
        return network_of(end)

    def role(
        self, component: Component, principal: str | Sequence[str], *, label: str = "", managed: Sequence[str] = ()
    ) -> str:
        """An IAM role that only ``principal`` may assume."""
        principals = [principal] if isinstance(principal, str) else list(principal)
        service = self._service_id(component)
        suffix = label.removeprefix(component.label).strip("_-")
        named = None if service == ROLE_SERVICE else named_role(self.roster, component, principals, suffix)
        if named is not None and named.id not in self.progress.ends:
            address = self.wire(named).ports.role
            self.identity.attach(component, service, address, managed)
            return address
        address = self.identity.role(component, service, principals, label, managed)
        take_name(self.ledger.get(address))
        return address

    def document(self, label: str, statements: Sequence[Mapping[str, Any]], *, component: Component) -> Ref:
        """A policy document; returns the reference to its JSON."""
        service = self.roster.service_of(component)
        concern = service.concern if service else "identity"
        return self.identity.document(label, statements, component, self._service_id(component), concern)

    def security_group(self, component: Component, description: str, *, label: str = "") -> Ref:
        """A security group in the component's network, with no rules."""
        wanted = label or component.label
        network = self.network(component)
        body = {"description": description[:255], "vpc_id": network.vpc_id}
        group = add_group(self.ledger, component, self._service_id(component), wanted, body, self._alias(component))
        draft = self.ledger.get(group.address)
        name = physical_name(draft.label, separator=self._separator, limit=255, prefix_length=self._prefix_length)
        draft.body.setdefault("name", name)
        take_name(draft)
        return group

    def ingress(
        self, group: Ref, port: int | tuple[int, int], source: Any, description: str, protocol: str = "tcp"
    ) -> str:
        """Let ``source`` in."""
        return add_rule(self.ledger, "ingress", group, port, source, description, protocol)

    def egress(
        self, group: Ref, port: int | tuple[int, int], target: Any, description: str, protocol: str = "tcp"
    ) -> str:
        """Let the group reach ``target``."""
        return add_rule(self.ledger, "egress", group, port, target, description, protocol)

    def log_group(self, component: Component, name: Any, *, label: str = "") -> Ref:
        """An encrypted log group; returns the reference to its ARN."""
        body = log_group_body(self, component, name)
        address = self.add(
            "aws_cloudwatch_log_group", label or component.label, body, component=component, concern="observability"
        )
        return Ref(address, "arn")

    def key(self, *principals: str) -> Ref:
        """The stack's customer-managed KMS key (ARN) in the region of the component being wired."""
        current = self.progress.current
        alias = self._alias(current)
        named = self._named_key(current.region if current else None)
        if named is None:
            return self.keys.key(alias, principals)
        self.keys.lend(alias, named, principals)
        return Ref(named.ports.address, "arn")

    def _named_key(self, region: str | None) -> End | None:
        """The key that the request names, where it names exactly one that can encrypt; it is then the stack's."""
        named = [one for one in self.roster.of_service(KEY_SERVICE) if one.region == region]
        if len(named) != 1 or self.setting(named[0], "usage") == "SIGN_VERIFY" or named[0] in self.progress.open:
            return None
        end = self.wire(named[0])
        return end if "statements" in end.ports.extra else None

    def region(self) -> Ref:
        """The region's name, of the component being wired."""
        return self._facts.region(self._alias(self.progress.current))

    # -- for the composer --------------------------------------------------------------------------------------

    def wire(self, component: Component) -> End:
        """Wire a component, once."""
        if component.id in self.progress.ends:
            return self.progress.ends[component.id]
        service = self.roster.service_of(component)
        if service is None:
            raise WiringError(f"no service builds {component.kind}")
        if component.kind not in self.roster.services:
            self.claims.take_all(component)
        with self.progress.during(component):
            try:
                end = End(component, service.wire(component, self))
            except ComponentFault as fault:
                raise ComponentFault(component, fault) if fault.component.implied else fault from fault
            except FAULTS as error:
                raise ComponentFault(component, error) from error
        self.progress.ends[component.id] = end
        return end

    def _alias(self, component: Component | None) -> str:
        return self.regions.alias(component.region) if component and component.region else ""

    def _service_id(self, component: Component) -> str:
        service = self.roster.service_of(component)
        return service.id if service else ""
