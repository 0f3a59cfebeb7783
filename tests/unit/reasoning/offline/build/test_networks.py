import pytest

from app.knowledge.catalogue.base import End, Network, Ports
from app.reasoning.offline.build.errors import WiringError
from app.reasoning.offline.build.networks import network_of
from tests.unit.reasoning.offline.small_catalogue import component


def test_the_network_is_among_the_ports() -> None:
    network = Network("id", "10.0.0.0/16", [], [], [], "main")
    assert network_of(End(component("vpc", "main"), Ports("aws_vpc.main", extra={"network": network}))) is network


def test_ports_without_a_network_are_a_bug() -> None:
    with pytest.raises(WiringError, match="main"):
        network_of(End(component("vpc", "main"), Ports("aws_vpc.main")))
