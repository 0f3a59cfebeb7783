"""Descriptions of security groups and their rules, made from what the rules say."""

from collections.abc import Iterator, Mapping

from app.toolchains.terraform.hcl import Block, string_value
from app.toolchains.terraform.repair.hcl_edit import Document

RULES = ("ingress", "egress")
PORTS: Mapping[str, str] = {
    "22": "SSH",
    "25": "SMTP",
    "53": "DNS",
    "80": "HTTP",
    "443": "HTTPS",
    "2049": "NFS",
    "3306": "MySQL",
    "3389": "RDP",
    "5432": "PostgreSQL",
    "6379": "Redis",
    "11211": "Memcached",
}
"""Names of well-known ports, from the IANA registry."""
SOURCES = ("cidr_blocks", "cidr_ipv4", "cidr_ipv6", "ipv6_cidr_blocks", "source_security_group_id", "security_groups")
ANYWHERE = ("0.0.0.0/0", "::/0")


def describe(document: Document, address: str) -> None:
    """Describe the group or rule at an address, and the group's own rules, wherever a description is missing."""
    trail = document.trail(address)
    for inner in list(_undescribed(document.at(trail))):
        document.put((*trail, inner), "description", _words(document.at((*trail, inner))))
    block = document.at(trail)
    if "description" not in block.attributes:
        label = block.labels[-1].replace("_", " ").replace("-", " ")
        single = block.labels[0].endswith("_rule")
        document.put(trail, "description", _words(block) if single else f'"Traffic of {label}"')


def _undescribed(block: Block) -> Iterator[int]:
    for place, inner in enumerate(block.blocks):
        if inner.type in RULES and "description" not in inner.attributes:
            yield place


def _words(rule: Block) -> str:
    kind = rule.labels[0] if rule.labels else rule.type
    inward = "ingress" in kind or _plain(rule, "type") == "ingress"
    return f'"{_traffic(rule)} {"from" if inward else "to"} {_peer(rule)}"'


def _traffic(rule: Block) -> str:
    protocol = _plain(rule, "protocol") or _plain(rule, "ip_protocol")
    first, last = _plain(rule, "from_port"), _plain(rule, "to_port")
    if protocol in {"-1", "all", ""} or not first:
        return "All traffic"
    if first == last:
        return PORTS.get(first, f"{protocol.upper()} {first}")
    return f"{protocol.upper()} {first} to {last}"


def _peer(rule: Block) -> str:
    if _plain(rule, "self") == "true":
        return "the group itself"
    for name in SOURCES:
        attribute = rule.attributes.get(name)
        if attribute is None:
            continue
        if any(f'"{network}"' in attribute.expression for network in ANYWHERE):
            return "anywhere"
        if "security_group" in name:
            return "another security group"
        return "known networks"
    return "its peers"


def _plain(rule: Block, name: str) -> str:
    attribute = rule.attributes.get(name)
    if attribute is None:
        return ""
    text = string_value(attribute.expression)
    return text if text is not None else attribute.expression
