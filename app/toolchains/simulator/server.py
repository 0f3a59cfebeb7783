"""Serves all simulated providers from one process, for Terraform and OpenTofu to attach to."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import grpc

from app.domain.errors import Failure
from app.knowledge.schemas import provider_versions
from app.toolchains.simulator.provider import Code, Files, Provider
from app.toolchains.simulator.providers import BEHAVIOURS
from app.toolchains.simulator.service import ProviderService

# A schema is over 1.6 MB and a state can be any size; gRPC's own limit is 4 MB.
OPTIONS = (
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    ("grpc.so_reuseport", 0),
)
REGISTRIES = ("registry.terraform.io", "registry.opentofu.org")
SIMULATED: dict[str, str] = {name: version for name, version in provider_versions().items() if name in BEHAVIOURS}


class SimulatorServer:
    """The simulated providers as plugin servers on loopback (or on unix sockets)."""

    def __init__(self) -> None:
        self._servers: list[grpc.Server] = []
        self._addresses: dict[str, dict[str, str]] = {}
        self._pool: ThreadPoolExecutor | None = None
        self._sockets: list[Path] = []

    def start(
        self,
        directory: Path | None,
        *,
        unix_socket: Path | None = None,
        root: Path | None = None,
        code: Code | None = None,
    ) -> None:
        """Starts serving.

        ``directory`` is Terraform's working directory (None: `local_file` is refused, `archive_file` makes no
        file); what these read and write stays inside ``root``, or else inside ``directory``. With ``unix_socket`` each
        provider listens on that path with ``.NAME`` added; peers then cannot be told apart, so all aliases share
        the configuration that came last. With ``code`` only what that code can use is served, which is several times
        faster. Raises `Failure` where a socket cannot be opened.
        """
        self._pool = ThreadPoolExecutor(max_workers=12, thread_name_prefix="simulator")
        for name in SIMULATED:
            server = grpc.server(self._pool, options=OPTIONS)
            service = ProviderService(Provider(name, BEHAVIOURS[name], code), Files(directory, root))
            server.add_generic_rpc_handlers((service.handler(),))
            self._addresses[name] = self._listen(server, name, unix_socket)
            server.start()
            self._servers.append(server)

    def _listen(self, server: grpc.Server, name: str, unix_socket: Path | None) -> dict[str, str]:
        try:
            if unix_socket is not None:
                path = unix_socket.with_name(f"{unix_socket.name}.{name}")
                server.add_insecure_port(f"unix:{path}")
                self._sockets.append(path)
                return {"Network": "unix", "String": str(path)}
            port = server.add_insecure_port("127.0.0.1:0")
        except RuntimeError as error:
            self.stop()
            raise Failure("starting the simulator", str(error), "is loopback available in this sandbox?") from error
        return {"Network": "tcp", "String": f"127.0.0.1:{port}"}

    def stop(self) -> None:
        """Stops serving; calls under way are cut off."""
        for stopping in [server.stop(0) for server in self._servers]:
            stopping.wait()
        self._servers.clear()
        self._addresses.clear()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
        for path in self._sockets:
            path.unlink(missing_ok=True)
        self._sockets.clear()

    def reattach(self) -> dict[str, object]:
        """The value of ``TF_REATTACH_PROVIDERS`` (as JSON): every provider under both registries' addresses."""
        return {
            f"{registry}/hashicorp/{name}": {
                "Protocol": "grpc",
                "ProtocolVersion": 5,
                "Pid": os.getpid(),
                "Test": True,
                "Addr": address,
            }
            for name, address in self._addresses.items()
            for registry in REGISTRIES
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
