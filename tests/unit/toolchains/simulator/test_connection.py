"""Connections: who is configured how, which identifiers are taken."""

import pytest

from app.toolchains.simulator.connection import MAXIMUM, Connection, Connections, packed, tokens_for, unpacked
from app.toolchains.simulator.place import Place


def test_equal_objects_get_different_ordinals() -> None:
    connection = Connection(Place())
    assert [connection.claim("a"), connection.claim("a"), connection.claim("b")] == [0, 1, 0]


def test_existing_objects_keep_theirs() -> None:
    connection = Connection(Place())
    connection.remember(packed("a", 0))
    connection.remember(b"")
    assert connection.claim("a") == 1


@pytest.mark.parametrize("private", [b"", b"not json", b"[]", b'{"seed": 1}', b'{"imported": true}'])
def test_foreign_private_data_has_no_seed(private: bytes) -> None:
    assert unpacked(private) == ("", 0)


def test_private_data_round_trip() -> None:
    assert unpacked(packed("seed", 3)) == ("seed", 3)


def test_tokens_differ_by_ordinal() -> None:
    assert tokens_for("k", "s", 0).seed != tokens_for("k", "s", 1).seed


def test_peers_are_told_apart() -> None:
    connections = Connections(Place())
    connections.configure("one", Place(region="eu-west-1"))
    assert connections.of("one").place.region == "eu-west-1"
    assert connections.of("two").place.region == "us-east-1"


def test_oldest_peers_are_forgotten() -> None:
    connections = Connections(Place())
    for number in range(MAXIMUM + 1):
        connections.configure(str(number), Place(region="eu-west-1"))
    assert connections.of("0").place.region == "us-east-1"
    assert connections.of(str(MAXIMUM)).place.region == "eu-west-1"
