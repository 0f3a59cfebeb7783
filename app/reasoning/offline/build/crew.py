"""The crew that works through a site: wires components, writes what has no service, links, finishes."""

from collections.abc import Callable

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Ports, Service, Site
from app.knowledge.schemas import schema_of
from app.reasoning.offline.build.errors import FAULTS, ComponentFault, RelationFault, WiringError
from app.reasoning.offline.build.fallback import connect
from app.reasoning.offline.build.outputs import complete_outputs
from app.reasoning.offline.build.overrides import Overrides
from app.reasoning.offline.build.site import KEY_SERVICE, BuildingSite
from app.reasoning.offline.build.traffic import open_ways
from app.reasoning.offline.build.wanted import declare_wanted

WriteType = Callable[[Component, Site], str]
"""Writes a component named by provider type from the schema alone; returns the address."""

ROUNDS = 50
"""More rounds of wiring than any architecture needs; beyond it two services keep asking for new things."""


class Crew:
    """Works through a site in the order: services, free-standing types, relations, finish, what is left."""

    def __init__(self, site: BuildingSite, write_type: WriteType | None) -> None:
        self._site = site
        self._write_type = write_type
        wanted = {variable.name for variable in site.request.variables}
        self.overrides = Overrides(site.ledger, {*wanted, *site.inputs.variables})
        self._linked: set[int] = set()
        self._finished: set[str] = set()
        self._written: dict[str, End] = {}
        self.inert: list[Relation] = []
        self.unwritten: list[Component] = []

    def work(self) -> None:
        """Wire, write, link and finish until nothing is left to do."""
        self._wire_services()
        self._write_types(only_free=True)
        self._settle_down()
        self.overrides.not_understood += open_ways(self._site, self._end)
        self._write_types(only_free=False)
        self._settle_down()
        self._finish(keys=True)
        self._site.identity.finish()
        self._site.keys.finish()
        self._apply_overrides()
        declare_wanted(self._site, self._end)
        complete_outputs(self._site, self._end)

    def _wire_services(self) -> None:
        """Services that the request names, then types whose own service builds them, those least likely to belong to
        another service first; the implied ones last, since they are wired on demand."""
        roster = self._site.roster
        parts = self._parts()
        everyone = list(roster.components.values())
        named = [one for one in everyone if one.kind in roster.services]
        typed = [one for one in everyone if one.kind not in roster.services and roster.service_of(one)]
        for component in sorted(named, key=lambda one: (one.implied, roster.services[one.kind].primary in parts)):
            self._site.wire(component)
        for component in sorted(typed, key=lambda one: one.kind in parts):
            if any(one.id == component.id for one in self._site.claims.open()):
                self._site.wire(component)

    def _parts(self) -> set[str]:
        """Provider types that the present services may add beside their primary ones."""
        roster = self._site.roster
        present = {service.id: service for one in roster.components.values() if (service := roster.service_of(one))}
        return {kind for service in present.values() for kind in service.types}

    def _write_types(self, *, only_free: bool) -> None:
        """Write the unclaimed types; ``only_free`` leaves those that a service may still claim."""
        parts = self._parts() if only_free else set()
        while waiting := [one for one in self._site.claims.open() if one.kind not in parts]:
            self._write(waiting[0])

    def _write(self, component: Component) -> None:
        kind = component.kind.removeprefix("data.")
        if self._write_type is None or schema_of(kind, data=component.kind.startswith("data.")) is None:
            self.unwritten.append(component)
        else:
            with self._site.progress.during(component):
                try:
                    address = self._write_type(component, self._site)
                except FAULTS as error:
                    raise ComponentFault(component, error) from error
            self._written[component.id] = End(self._site.roster.components[component.id], ports_of(address))
        self._site.claims.take_all(component)

    def _settle_down(self) -> None:
        """Link and finish in turns: each may bring new components that must be linked and finished as well."""
        for _ in range(ROUNDS):
            before = (len(self._linked), len(self._finished), len(self._site.progress.ends))
            self._link()
            self._finish(keys=False)
            if before == (len(self._linked), len(self._finished), len(self._site.progress.ends)):
                return
        raise WiringError("the services keep asking for new components")

    def _link(self) -> None:
        for number, relation in enumerate(list(self._site.roster.relations)):
            source, target = self._end(relation.source), self._end(relation.target)
            if number in self._linked or source is None or target is None:
                continue
            self._linked.add(number)
            self._relate(source, target, relation)

    def _relate(self, source: End, target: End, relation: Relation) -> None:
        if relation.source == relation.target:
            self.inert.append(relation)
            return
        if self._same_owner(source, target):
            return
        from_service = self._site.roster.service_of(source.component)
        to_service = self._site.roster.service_of(target.component)
        link = (from_service.links.get(relation.kind) if from_service else None) or (
            to_service.linked.get(relation.kind) if to_service else None
        )
        with self._site.progress.during(source.component):
            try:
                if link is not None:
                    link(source, target, relation, self._site)
                elif not connect(source, target, relation, self._site, tell=not _watches(to_service)):
                    self.inert.append(relation)
            except FAULTS as error:
                raise RelationFault(relation, error) from error

    def _same_owner(self, source: End, target: End) -> bool:
        """Whether one end was taken over by the other's wiring, which has related the two already."""
        owners = set()
        for end in (source, target):
            draft = self._site.ledger.get(end.ports.address) if end.ports.address in self._site.ledger else None
            owners.add(draft.owner.id if draft is not None and draft.owner is not None else end.component.id)
        return len(owners) == 1

    def _finish(self, *, keys: bool) -> None:
        """Finish what is wired: keys, or everything else. Any other finish may name one more user of a key."""
        for end in list(self._site.progress.ends.values()):
            service = self._site.roster.service_of(end.component)
            if service is None or end.component.id in self._finished or (service.id == KEY_SERVICE) != keys:
                continue
            self._finished.add(end.component.id)
            if service.finish is not None:
                with self._site.progress.during(end.component):
                    try:
                        service.finish(end, self._site)
                    except FAULTS as error:
                        raise ComponentFault(end.component, error) from error

    def _end(self, component: str) -> End | None:
        return self._site.progress.ends.get(component) or self._written.get(component) or self._claimed(component)

    def _claimed(self, component: str) -> End | None:
        """The resource that took a named component over, as an end of relations."""
        for draft in self._site.ledger:
            if draft.asked is not None and draft.asked.id == component:
                return End(self._site.roster.components[component], ports_of(draft.address))
        return None

    def _apply_overrides(self) -> None:
        site = self._site
        for draft in list(site.ledger):
            if draft.asked is not None and draft.asked.id in self._written:
                self.overrides.tag(draft.asked, draft)
                self.overrides.report(draft.asked, draft)
            elif draft.asked is not None:
                self.overrides.apply(draft.asked, draft)
        for end in site.progress.ends.values():
            if end.ports.address in site.ledger:
                draft = site.ledger.get(end.ports.address)
                if draft.asked is None or draft.asked.id != end.component.id:
                    self.overrides.apply(end.component, draft, site.ledger.owned(end.component))


def _watches(service: Service | None) -> bool:
    """Whether a service watches others; a program that were told of its own alarm would need what needs it."""
    return service is not None and service.shape == "operations"


def ports_of(address: str) -> Ports:
    """What a resource written from the schema offers: its address and, where it has one, its ARN."""
    kind = address.removeprefix("data.").partition(".")[0]
    block = schema_of(kind, data=address.startswith("data."))
    arn = Ref(address, "arn") if block is not None and "arn" in block.attributes else None
    return Ports(address=address, arn=arn, role=address if kind == "aws_iam_role" else "")
