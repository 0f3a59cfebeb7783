"""Ways in from the internet: which ports may be open to everyone, and why a scanner's word on them is accepted."""

from app.domain.resources import Ref
from app.knowledge.catalogue.base import Site

WEB_PORTS = (80, 443)
"""Ports that may be open to everyone without being asked for in so many words."""

WATCHED = {22: "CKV_AWS_24", 80: "CKV_AWS_260", 3389: "CKV_AWS_25"}
"""Ports whose openness checkov looks at, with its rule."""

BETWEEN_GROUPS = (
    "The rule admits one security group or prefix list only; the scanner takes a rule without an address range for an "
    "open one."
)


def open_to_everyone(site: Site, group: Ref, port: int, description: str, reason: str) -> None:
    """Let everyone in on a port, for the reason that the report shows."""
    site.ingress(group, port, "0.0.0.0/0", description)
    if port in WATCHED:
        site.accept(WATCHED[port], reason, _rule(group, "anywhere", port))


def let_group_in(site: Site, group: Ref, port: int, source: Ref, description: str) -> None:
    """Let another security group (or a prefix list) in on a port."""
    site.ingress(group, port, source, description)
    if port in WATCHED:
        word = "self" if source == group else source.address.rpartition(".")[2]
        site.accept(WATCHED[port], BETWEEN_GROUPS, _rule(group, word, port))


def _rule(group: Ref, source: str, port: int) -> str:
    return f"aws_vpc_security_group_ingress_rule.{group.address.rpartition('.')[2]}_from_{source}_{port}"
