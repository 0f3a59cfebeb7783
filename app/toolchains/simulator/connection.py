"""What the server keeps for each client connection: the configured place and which identifiers are taken.

Core opens one connection per configured provider (per alias) and process, so the peer's address tells aliases
apart that share one server.
"""

import json
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from app.toolchains.simulator.place import Place
from app.toolchains.simulator.tokens import Tokens, seed_of

MAXIMUM = 512


@dataclass(slots=True)
class Connection:
    """One configured provider; ``taken`` holds for each seed the ordinals in use."""

    place: Place
    taken: dict[str, set[int]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def claim(self, seed: str) -> int:
        """The lowest free ordinal of a seed: equal objects (``count = 2``) must not share an identifier."""
        with self.lock:
            taken = self.taken.setdefault(seed, set())
            ordinal = next(number for number in range(len(taken) + 1) if number not in taken)
            taken.add(ordinal)
            return ordinal

    def remember(self, private: bytes) -> None:
        """Takes note of an object that exists."""
        seed, ordinal = unpacked(private)
        if seed:
            with self.lock:
                self.taken.setdefault(seed, set()).add(ordinal)


def packed(seed: str, ordinal: int) -> bytes:
    """The private data kept with an object: where its identifiers came from."""
    return json.dumps({"seed": seed, "ordinal": ordinal}).encode()


def unpacked(private: bytes) -> tuple[str, int]:
    """Seed and ordinal of private data; an empty seed where it is not ours."""
    try:
        data = json.loads(private or b"{}")
    except ValueError:
        return "", 0
    seed = data.get("seed") if isinstance(data, dict) else None
    return (seed, int(data.get("ordinal", 0))) if isinstance(seed, str) else ("", 0)


def tokens_for(kind: str, seed: str, ordinal: int) -> Tokens:
    """The identifiers of one object."""
    return Tokens(seed_of(kind, {"seed": seed}, ordinal))


class Connections:
    """All connections by peer; the oldest are forgotten, as a peer's port is not used again soon."""

    def __init__(self, fallback: Place) -> None:
        self._fallback = fallback
        self._open: OrderedDict[str, Connection] = OrderedDict()
        self._lock = Lock()

    def configure(self, peer: str, place: Place) -> None:
        """Starts a connection with a place."""
        with self._lock:
            self._open[peer] = Connection(place)
            while len(self._open) > MAXIMUM:
                self._open.popitem(last=False)

    def of(self, peer: str) -> Connection:
        """The connection of a peer; one that never configured itself gets the fallback."""
        with self._lock:
            if peer not in self._open:
                self._open[peer] = Connection(self._fallback)
            return self._open[peer]
