"""Traffic that a request states, as the rules of a security group.

Entries are those of the settings ``ingress`` and ``egress``: ``first_port``, ``last_port``, ``protocol`` and
``source`` or ``target`` (a CIDR, ``network``, ``self``, ``component:<id>``, or empty: not said, which means the VPC).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import Network, Site
from app.knowledge.catalogue.entries import WATCHED, WEB_PORTS
from app.knowledge.catalogue.security_group_ports import title_of

Form = Literal["rules", "rule", "inline"]
"""One resource a rule, the older ``aws_security_group_rule``, or blocks inside the group."""
Direction = Literal["ingress", "egress"]

WORLD = frozenset({"0.0.0.0/0", "::/0"})
SIDES: Mapping[Direction, str] = {"ingress": "source", "egress": "target"}
ASKED = "The request asks for it in plain words."
EVERYWHERE_OUT = "CKV_AWS_382"
"""checkov's rule on groups that may reach everything."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A security group whose rules are written: ``component`` states them, ``group_of`` gives the group around another
    component (by id) or None."""

    component: Component
    group: Ref
    network: Network
    form: Form
    group_of: Callable[[str], Ref | None]


def write_rules(site: Site, gate: Gate, direction: Direction, entries: Sequence[Mapping[str, Any]]) -> None:
    """One rule for each entry."""
    for entry in entries:
        peer = peer_of(site, gate, direction, entry)
        if gate.form == "inline":
            address = gate.group.address
            site.append(address, direction, _block(gate, direction, entry, peer))
        elif gate.form == "rule":
            address = _older_rule(site, gate, direction, entry, peer)
        else:
            address = _rule(site, gate, direction, entry, peer)
        _accept(site, direction, entry, peer, address)


def _rule(site: Site, gate: Gate, direction: Direction, entry: Mapping[str, Any], peer: Any) -> str:
    add = site.ingress if direction == "ingress" else site.egress
    ports = (entry["first_port"], entry["last_port"])
    return add(gate.group, ports, peer, _description(gate, direction, entry, peer), entry["protocol"])


def peer_of(site: Site, gate: Gate, direction: Direction, entry: Mapping[str, Any]) -> Any:
    """The other side of a rule, as an expression."""
    said = entry[SIDES[direction]]
    if said in WORLD:
        return said if direction == "egress" or _may_be_open(site, gate, entry) else gate.network.cidr
    if said == "self":
        return gate.group
    if said.startswith("component:"):
        group = gate.group_of(said.removeprefix("component:"))
        return gate.network.cidr if group is None else group
    if not said and direction == "egress":
        return "0.0.0.0/0"
    if not said and web(entry) and site.setting(gate.component, "public"):
        return "0.0.0.0/0"
    return gate.network.cidr if said in {"", "network"} else said


def web(entry: Mapping[str, Any]) -> bool:
    """Whether an entry is for a port that may be open to everyone."""
    same = entry["first_port"] == entry["last_port"] and entry["protocol"] == "tcp"
    return same and entry["first_port"] in WEB_PORTS


def _may_be_open(site: Site, gate: Gate, entry: Mapping[str, Any]) -> bool:
    if web(entry) or site.allowed("open_ingress"):
        return True
    title = title_of(entry["first_port"], entry["last_port"], entry["protocol"])
    site.settle(
        f"{title} of {gate.component.label} open to everyone",
        "open inside the VPC only",
        "only ports 80 and 443 are opened to everyone where the request does not ask for more in plain words",
    )
    return False


def _description(gate: Gate, direction: Direction, entry: Mapping[str, Any], peer: Any) -> str:
    title = title_of(entry["first_port"], entry["last_port"], entry["protocol"])
    word = "from" if direction == "ingress" else "to"
    if peer in WORLD:
        return f"{title} {word} anywhere"
    if peer == gate.group:
        return f"{title} {word} members of this group"
    if isinstance(peer, Ref) and peer.address.startswith("aws_security_group."):
        return f"{title} {word} {peer.address.rpartition('.')[2]}"
    return f"{title} {word} {peer}" if isinstance(peer, str) else f"{title} {word} the VPC"


def _accept(site: Site, direction: Direction, entry: Mapping[str, Any], peer: Any, address: str) -> None:
    """Accept what a scanner says of doors that were asked for and may be open; others stay findings."""
    if direction == "egress":
        if peer in WORLD and entry["protocol"] == "-1":
            site.accept(EVERYWHERE_OUT, ASKED, address)
        return
    rule = WATCHED.get(entry["first_port"])
    if rule is None or entry["first_port"] != entry["last_port"]:
        return
    if peer in WORLD and web(entry):
        site.accept(rule, ASKED, address)
    elif isinstance(peer, Ref):
        site.accept(rule, f"{ASKED} The rule admits no public address.", address)


def _sides(gate: Gate, peer: Any) -> dict[str, Any]:
    """The other side as the older forms write it."""
    own = peer == gate.group
    group = isinstance(peer, Ref) and peer.address.startswith("aws_security_group.") and not own
    version6 = isinstance(peer, str) and ":" in peer
    return {
        "cidr_blocks": None if own or group or version6 else [peer],
        "ipv6_cidr_blocks": [peer] if version6 else None,
        "group": peer if group else None,
        "self": True if own else None,
    }


def _block(gate: Gate, direction: Direction, entry: Mapping[str, Any], peer: Any) -> dict[str, Any]:
    """An ``ingress`` or ``egress`` block; the provider wants every argument of it."""
    sides = _sides(gate, peer)
    return {
        "description": _description(gate, direction, entry, peer),
        "from_port": entry["first_port"],
        "to_port": entry["last_port"],
        "protocol": entry["protocol"],
        "cidr_blocks": sides["cidr_blocks"] or [],
        "ipv6_cidr_blocks": sides["ipv6_cidr_blocks"] or [],
        "prefix_list_ids": [],
        "security_groups": [sides["group"]] if sides["group"] is not None else [],
        "self": bool(sides["self"]),
    }


def _older_rule(site: Site, gate: Gate, direction: Direction, entry: Mapping[str, Any], peer: Any) -> str:
    sides = _sides(gate, peer)
    first, last, protocol = entry["first_port"], entry["last_port"], entry["protocol"]
    ports = "all" if protocol == "-1" else protocol if first < 0 else str(first) if first == last else f"{first}_{last}"
    word = "anywhere" if peer in WORLD else "self" if sides["self"] else "peer"
    label = "_".join((gate.group.address.rpartition(".")[2], direction, word, ports))
    return site.add(
        "aws_security_group_rule",
        label,
        {
            "type": direction,
            "description": _description(gate, direction, entry, peer),
            "security_group_id": gate.group,
            "from_port": first,
            "to_port": last,
            "protocol": protocol,
            "cidr_blocks": sides["cidr_blocks"],
            "ipv6_cidr_blocks": sides["ipv6_cidr_blocks"],
            "source_security_group_id": sides["group"],
            "self": sides["self"],
        },
        component=gate.component,
        concern="network",
    )
