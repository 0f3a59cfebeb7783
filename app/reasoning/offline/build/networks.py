"""Networks: what the service that builds them must offer."""

from app.knowledge.catalogue.base import End, Network
from app.reasoning.offline.build.errors import WiringError


def network_of(end: End) -> Network:
    """The network of a wired component; raises WiringError where its ports have none."""
    network = end.ports.extra.get("network")
    if not isinstance(network, Network):
        raise WiringError(f"the ports of {end.component.id} have no network")
    return network
