"""Security groups and their rules, each rule a resource of its own with a description."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref
from app.reasoning.offline.build.ledger import Ledger


def _peer(peer: Any) -> tuple[str, str]:
    """The argument for the other side of a rule and a word for its label."""
    if isinstance(peer, Ref):
        kind, _, label = peer.address.removeprefix("data.").partition(".")
        if "prefix_list" in kind or "prefix_list" in peer.path:
            return "prefix_list_id", label
        if kind == "aws_security_group" or "security_group" in peer.path:
            return "referenced_security_group_id", label
        return "cidr_ipv4", label
    if isinstance(peer, str):
        word = {"0.0.0.0/0": "anywhere", "::/0": "anywhere_ipv6"}.get(peer)
        slug = "".join(c if c.isalnum() else "_" for c in peer).strip("_")
        return ("cidr_ipv6" if ":" in peer else "cidr_ipv4"), word or slug
    return "cidr_ipv4", "network"


def add_group(
    ledger: Ledger, component: Component, service: str, label: str, body: dict[str, Any], provider: str
) -> Ref:
    """A security group without rules; returns the reference to its id."""
    address = ledger.add(
        "aws_security_group", label, body, owner=component, service=service, concern="network", provider=provider
    )
    return Ref(address, "id")


def add_rule(
    ledger: Ledger,
    direction: str,
    group: Ref,
    port: int | tuple[int, int],
    peer: Any,
    description: str,
    protocol: str,
) -> str:
    """One rule of a group, and its address; the same rule twice is one. ``direction`` is ``ingress`` or ``egress``."""
    argument, word = _peer(peer)
    first, last = port if isinstance(port, tuple) else (port, port)
    every = protocol == "-1"
    draft = ledger.get(group.address) if group.address in ledger else None
    owner = draft.owner if draft else None
    base = draft.label if draft else group.address.rpartition(".")[2]
    target = "self" if peer == group else word
    ports = "all" if every else protocol if first < 0 else str(first) if first == last else f"{first}_{last}"
    ports += "_udp" if protocol == "udp" else ""
    return ledger.add(
        f"aws_vpc_security_group_{direction}_rule",
        "_".join((base, "from" if direction == "ingress" else "to", target, ports)),
        {
            "security_group_id": group,
            "description": description[:255],
            argument: peer,
            "ip_protocol": protocol,
            "from_port": None if every else first,
            "to_port": None if every else last,
        },
        owner=owner,
        service="",
        concern="network",
        provider=draft.provider if draft else "",
    )
