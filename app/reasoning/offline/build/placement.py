"""Where components stand: in the public or the private part of which network."""

from typing import Any

from app.domain.resources import Ref
from app.knowledge.catalogue.base import Network
from app.reasoning.offline.build.check import expressions
from app.reasoning.offline.build.site import BuildingSite


def placements(site: BuildingSite) -> dict[str, tuple[str, str]]:
    """For each component in a network: (``public`` or ``private``, the network's component id)."""
    networks = [
        (end.component.id, network)
        for end in site.progress.ends.values()
        if isinstance(network := end.ports.extra.get("network"), Network)
    ]
    placed: dict[str, tuple[str, str]] = {}
    for end in site.progress.ends.values():
        bodies = [draft.body for draft in site.ledger.owned(end.component)]
        used = _refs(bodies)
        for network_id, network in networks:
            if end.component.id == network_id:
                continue
            if used & _refs([network.public]):
                placed.setdefault(end.component.id, ("public", network_id))
            elif used & _refs([network.private]) or (
                end.ports.security_group is not None and used & _refs([network.vpc_id])
            ):
                placed.setdefault(end.component.id, ("private", network_id))
    return placed


def _refs(values: Any) -> set[str]:
    return {one.address for one in expressions(values) if isinstance(one, Ref)}
