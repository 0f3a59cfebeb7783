"""Start, addresses, stop."""

import socket
from pathlib import Path
from typing import Any

import pytest

from app.toolchains.simulator.server import REGISTRIES, SIMULATED, SimulatorServer


def test_versions() -> None:
    assert SIMULATED["aws"] == "6.62.0"
    assert set(SIMULATED) == {"aws", "archive", "http", "local", "null", "random", "time", "tls"}


def test_every_provider_is_reachable_under_both_registries(tmp_path: Path) -> None:
    with SimulatorServer() as server:
        server.start(tmp_path)
        values: dict[str, Any] = server.reattach()
        assert set(values) == {f"{registry}/hashicorp/{name}" for registry in REGISTRIES for name in SIMULATED}
        for value in values.values():
            host, _, port = value["Addr"]["String"].partition(":")
            assert host == "127.0.0.1"
            socket.create_connection((host, int(port)), timeout=5).close()
            assert (value["Protocol"], value["ProtocolVersion"], value["Test"]) == ("grpc", 5, True)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, int(port)), timeout=5)
    assert server.reattach() == {}


def test_unix_sockets(tmp_path: Path) -> None:
    with SimulatorServer() as server:
        server.start(tmp_path, unix_socket=tmp_path / "s")
        values: dict[str, Any] = server.reattach()
        path = Path(values["registry.terraform.io/hashicorp/aws"]["Addr"]["String"])
        assert path.is_socket()
    assert not path.exists()


def test_stop_twice_is_harmless() -> None:
    server = SimulatorServer()
    server.start(None)
    server.stop()
    server.stop()
