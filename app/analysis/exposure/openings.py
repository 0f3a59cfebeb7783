"""What the rules open to the internet come to: where each leads, and how bad that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.analysis.base import Observations
from app.analysis.exposure.addresses import Ports
from app.analysis.exposure.balancers import SECURE, Door, doors
from app.analysis.exposure.machines import Machine, machines, port_of, reach
from app.analysis.exposure.network import Network, Opening
from app.domain.exposure import EntryPoint
from app.domain.finding import Severity
from app.domain.planned import Planned

ADMIN, DATABASE, ALL, PORT = (
    "AGT_NET_ADMIN_PORT", "AGT_NET_DATABASE_PORT", "AGT_NET_ALL_PORTS", "AGT_NET_OPEN_PORT",
)  # fmt: skip
DIRECT, UNREACHED, PUBLIC_STORE = "AGT_NET_DIRECT_WEB", "AGT_NET_OPEN_UNREACHED", "AGT_NET_PUBLIC_DATABASE"
SHOWN = 3


@dataclass(slots=True)
class _Route:
    """Where one opening leads, all of it. ``sure``: the plan tells every step of one of the paths."""

    paths: list[str]
    sure: bool


def observe(planned: Planned, seen: Observations) -> list[EntryPoint]:
    """Every rule open to the internet, every machine with a public address, every listener that faces it."""
    network = Network(planned)
    entries: list[EntryPoint] = []
    routes: dict[Opening, _Route] = {}
    for door in doors(planned, network):
        entries += _through_door(planned, door, seen)
        if door.via:
            routes.setdefault(door.via, _Route([], sure=True))
    for machine in machines(planned):
        reached, openings = reach(network, machine)
        for opening in openings:
            path = f"internet → {machine.resource.address}:{opening.ports} ({opening})"
            route = routes.setdefault(opening, _Route([], sure=False))
            route.paths.append(path)
            route.sure |= reached is True
        if machine.stores:
            _store(machine, reached, openings, seen)
        entries += _entries(planned, machine, reached, openings)
    for opening in network.openings:
        _judge(opening, routes.get(opening), seen)
    if planned.of_type("aws_security_group"):
        seen.looked(ADMIN, DATABASE, ALL, PORT)
    return entries


def _through_door(planned: Planned, door: Door, seen: Observations) -> Iterator[EntryPoint]:
    """The entry of a listener, and what there is to say where it serves no pages."""
    port = door.ports.first
    address = door.via.address if door.via else door.listener.address
    admin, store = door.ports.listening("administration"), door.ports.listening("database")
    if admin or store:
        rule, name = (ADMIN, admin[port]) if admin else (DATABASE, store[port])
        seen.object(rule, address, f"{name} ({door.ports}) is open to the internet", f"Path: {door.route}.")
    elif not door.ports.is_web:
        severity = Severity.LOW if door.protocol in SECURE else None
        seen.object(PORT, address, f"Port {door.ports} is open to the internet", f"Path: {door.route}.", severity)
    intended = door.ports.is_web or (door.protocol in SECURE and not admin and not store)
    yield EntryPoint(door.balancer.address, str(door.ports), door.route, intended, planned.stack)


def _entries(
    planned: Planned, machine: Machine, reached: bool | None, openings: Sequence[Opening]
) -> Iterator[EntryPoint]:
    if reached is False:
        return
    for opening in openings:
        if opening.ports.has_ports:
            route = f"internet → {machine.resource.address}:{opening.ports} ({opening})"
            yield EntryPoint(machine.resource.address, str(opening.ports), route, opening.ports.is_web, planned.stack)


def _store(machine: Machine, reached: bool | None, openings: Sequence[Opening], seen: Observations) -> None:
    """A data store that asks for a public address: worse where a rule lets the internet in to its port."""
    seen.looked(PUBLIC_STORE)
    if not machine.public:
        return
    port = port_of(machine)
    letting = [one for one in openings if port is None or port.first in one.ports]
    address = machine.resource.address
    severity: Severity | None
    if letting and reached is not False:
        severity = Severity.CRITICAL
        more = f"Path: internet → {address}:{port or letting[0].ports} ({letting[0]})."
    elif reached is False:
        severity = Severity.MEDIUM
        more = "The subnets have no route to the internet now; the address alone is one step."
    else:
        severity = None
        more = "No rule in this stack lets the internet in to it now."
    seen.object(PUBLIC_STORE, address, "Data store with a public address", more, severity)


def _judge(opening: Opening, route: _Route | None, seen: Observations) -> None:
    """One rule open to the internet: by what it opens and by what it leads to."""
    what = f"{_what(opening.ports)} open to the internet"
    if not opening.ports.has_ports:
        return
    if route is None:
        if not opening.ports.is_web:
            seen.object(UNREACHED, opening.address, f"{what}, though nothing is reached now")
    elif route.paths:
        _led(opening, route, what, seen)
    elif opening.ports.first != opening.ports.last:  # a balancer's, wider than its listeners
        seen.object(UNREACHED, opening.address, f"{what}, more than what listens")


def _led(opening: Opening, route: _Route, what: str, seen: Observations) -> None:
    """A rule that leads to machines."""
    ports, unsure = opening.ports, None if route.sure else Severity.HIGH
    rest = f"; and {len(route.paths) - SHOWN} more" if route.paths[SHOWN:] else ""
    more = f"Path: {'; '.join(route.paths[:SHOWN])}{rest}."
    if not route.sure:
        more += " Whether its network has a public address is not told by this plan."
    if ports.is_all:
        seen.object(ALL, opening.address, what, more, unsure)
    elif ports.listening("administration"):
        seen.object(ADMIN, opening.address, what, more, unsure)
    elif ports.listening("database"):
        seen.object(DATABASE, opening.address, what, more, unsure)
    elif not ports.is_web:
        seen.object(PORT, opening.address, what, more, Severity.LOW if ports.protocol == "udp" else None)
    elif route.sure:
        seen.object(DIRECT, opening.address, f"Port {ports} of a machine open to the internet", more)


def _what(ports: Ports) -> str:
    """``SSH (22)``, ``Ports 20-3400 (FTP, SSH, …)``, ``Every port``."""
    if ports.is_all:
        return "Every port"
    names = list(dict.fromkeys([*ports.listening("administration").values(), *ports.listening("database").values()]))
    if ports.first == ports.last and names:
        return f"{names[0]} ({ports})"
    listed = f" ({', '.join(names[:SHOWN])}{', …' if names[SHOWN:] else ''})" if names else ""
    return f"Port{'' if ports.first == ports.last else 's'} {ports}{listed}"
