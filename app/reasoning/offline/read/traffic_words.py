"""Traffic in words: "SSH only from 10.0.0.0/8", "ports 80 and 443 from anywhere", "all outbound traffic"."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.knowledge.catalogue.security_group_ports import NAMED_PORTS, PortRange
from app.reasoning.offline.read.tokens import Token
from app.reasoning.offline.read.traffic_tokens import denies, named_at, phrase_at, port_number

EVERYTHING: PortRange = (0, 0, "-1")
ANYWHERE = "0.0.0.0/0"
NETWORK = "network"
SELF = "self"

_CIDR = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}/\d{1,2}|[0-9a-f:]*::?[0-9a-f:]*/\d{1,3}")
_JOINED = re.compile(r"(tcp|udp)/(\d{1,5})")

Words = Mapping[str, Sequence[str]]
Peers = Callable[[int], tuple[str, int] | None]
"""The component that is named from a token on, as a peer, and where its words end."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """One permission. ``peer`` is a CIDR, ``network``, ``self``, ``draft:<number>`` or empty where none was said;
    ``plain`` is false where the peer stood in quotes."""

    direction: str
    ports: PortRange
    peer: str = ""
    plain: bool = True


class Walk:
    """Walks over the tokens of a sentence from ``start`` on; ``rules`` and ``used`` (tokens) are what it found.

    ``covered`` are tokens that name components: they are no service names.
    """

    def __init__(self, tokens: Sequence[Token], start: int, words: Words, peers: Peers, covered: set[int]) -> None:
        self.tokens = tokens
        self.words = words
        self.peers = peers
        self.covered = covered
        self.rules: list[Traffic] = []
        self.used: set[int] = set()
        self.direction = ""
        self._ports: list[PortRange] = []
        self._before: list[PortRange] = []
        self._named: tuple[int, int] = (-1, 0)
        self._numbered = -1
        self._held: list[tuple[str, bool]] = []
        self._waiting: set[int] = set()
        self._way = ""
        self._next = "tcp"
        self._denied = self._opened = False
        index = start
        while index < len(tokens):
            index = self._step(index)
        self._flush()

    def _step(self, index: int) -> int:
        """Read what stands at a token; returns where to go on."""
        for read in (
            self._everything, self._joined, self._list_of_ports, self._service, self._peer, self._bare_range,
            self._protocol,
        ):  # fmt: skip
            after = read(index)
            if after:
                return after
        self._word(self.tokens[index].low, index)
        return index + 1

    def _word(self, low: str, index: int) -> None:
        self._opened |= low in {*self.words["in"], *self.words["allow"]}
        if low in self.words["in"]:
            self._turn("ingress")
        elif low in self.words["out"]:
            self._turn("egress")
        elif low in self.words["allow"]:
            if self.rules and not self._ports and not self._passive(index):
                self._turn("ingress")
        elif denies(self.tokens, index, self.words):
            if not self._opened:
                self._ports = []  # "SSH is not allowed"
            self._flush()
            self._denied = True
        elif self._denied and low in {*self.words["only"], *self.words["but"]}:
            self._flush()
            self._denied = False
        elif low in self.words["ways"]:
            if self._ports and self._way and self._way != low and not self._held:
                self._flush()
            self._way = low

    def _passive(self, index: int) -> bool:
        return index > 0 and self.tokens[index - 1].low in {"is", "are", "be", "esta", "estan", "sea"}

    def _turn(self, direction: str) -> None:
        if self.direction and self.direction != direction:
            self._flush()
        self.direction = direction

    def _everything(self, index: int) -> int:
        length = phrase_at(self.tokens, index, self.words["everything"])
        if not length:
            return 0
        piece = [token.low for token in self.tokens[index : index + length]]
        for low in piece:
            if low in {*self.words["in"], *self.words["out"]}:
                self._turn("ingress" if low in self.words["in"] else "egress")
        following = self.tokens[index + length : index + length + 1]
        sided = piece[-1] in {*self.words["in"], *self.words["out"]}
        if sided and following and following[0].low not in {*self.words["traffic"], *self.words["to"], ",", ".", ";"}:
            return index + length
        for token in self.tokens[index + length : index + length + 2]:
            if token.low in self.words["out"]:
                self._turn("egress")
        if EVERYTHING not in self._ports:
            self._ports.append(EVERYTHING)
        self._take(index, index + length)
        return index + length

    def _joined(self, index: int) -> int:
        found = _JOINED.fullmatch(self.tokens[index].low)
        if not found:
            return 0
        self._ports.append((int(found[2]), int(found[2]), found[1]))
        self._take(index, index + 1)
        return index + 1

    def _list_of_ports(self, index: int) -> int:
        """ "Port 80", "ports 80, 443 and 8000-8100", "from port 80 to port 80", "on 80 and 443"."""
        at = index
        while at < len(self.tokens) and self.tokens[at].low in {*self.words["ports"], "(", ":", "="}:
            at += 1
        before = self.tokens[index - 1].low if index else ""
        introduced = at > index or before in {*self.words["ways"], *self.words["in"], *self.words["out"], "tcp", "udp"}
        if not introduced or at >= len(self.tokens) or port_number(self.tokens[at]) is None:
            return 0
        if self._named[0] >= 0 and index - self._named[0] <= 2 and self._named[1]:
            del self._ports[-self._named[1] :]
        while at < len(self.tokens) and (first := port_number(self.tokens[at])) is not None:
            last, after = self._range(at, first)
            after = self._with_protocol(first, last, after)
            self._take(index, after)
            self._numbered = after
            index = at = after
            while at < len(self.tokens) and self.tokens[at].low in {*self.words["and"], *self.words["ports"]}:
                at += 1
            if at == after:
                break
        self._named, self._next = (-1, 0), "tcp"
        return index

    def _range(self, at: int, first: int) -> tuple[int, int]:
        after = at + 1
        if after < len(self.tokens) and self.tokens[after].low in self.words["until"]:
            there = after + 1
            while there < len(self.tokens) and self.tokens[there].low in self.words["ports"]:
                there += 1
            last = port_number(self.tokens[there]) if there < len(self.tokens) else None
            if last is not None and last >= first:
                return last, there + 1
        return first, after

    def _with_protocol(self, first: int, last: int, after: int) -> int:
        """Add a range; "80/tcp" and "80 tcp" say the protocol right away."""
        low = self.tokens[after].low.lstrip("/") if after < len(self.tokens) else ""
        known = low if low in {"tcp", "udp"} else ""
        ports = (first, last, known or self._next)
        if ports not in self._ports:
            self._ports.append(ports)
        return after + 1 if known else after

    def _service(self, index: int) -> int:
        name, length = named_at(self.tokens, index)
        if not length or index in self.covered:
            return 0
        after = index + length
        self._take(index, after)
        aside = self._numbered == index - 1 and self.tokens[index - 1].low in {"(", "for", "para"}
        if aside or (self._numbered == index and self._ports):
            return after
        fresh = [ports for ports in NAMED_PORTS[name] if ports not in self._ports]
        self._ports += fresh
        self._named = (after, len(fresh))
        return after

    def _peer(self, index: int) -> int:
        """What follows "from" (or "to", on the way out)."""
        low = self.tokens[index].low
        open_to = self._ports and phrase_at(self.tokens, index + 1, self.words["anywhere"])
        governs = low in self.words["from"] or (low in self.words["to"] and (self.direction == "egress" or open_to))
        within = phrase_at(self.tokens, index, self.words["within"])
        if within:
            self._give([(NETWORK, True)], set(range(index, index + within)))
            return index + within
        if not governs:
            return 0
        peers: list[tuple[str, bool]] = []
        at = after = index + 1
        while (found := self._one_peer(at)) is not None:
            peers.append(found[0])
            at = after = found[1]
            while at < len(self.tokens) and self.tokens[at].low in {*self.words["and"], *self.words["from"]}:
                at += 1
            if at == after:
                break
        if not peers:
            return 0
        self._give(peers, set(range(index, after)))
        return after

    def _one_peer(self, at: int) -> tuple[tuple[str, bool], int] | None:
        if at < len(self.tokens) and self.tokens[at].low in self.words["only"]:
            at += 1
        if at >= len(self.tokens):
            return None
        token = self.tokens[at]
        if _CIDR.fullmatch(token.low):
            return (token.low, token.kind != "quoted"), at + 1
        choices = ((SELF, "self"), (ANYWHERE, "anywhere"), (NETWORK, "network"))
        sizes = [(phrase_at(self.tokens, at, self.words[topic]), peer) for peer, topic in choices]
        length, peer = max(sizes, key=lambda pair: pair[0])
        found = self.peers(at)
        if found is not None and found[1] > at + length:
            return (found[0], True), found[1]
        return ((peer, True), at + length) if length else None

    def _bare_range(self, index: int) -> int:
        """A range that stands beside ports without a preposition: "SSH (10.0.0.0/8)"."""
        token = self.tokens[index]
        if not self._ports or index in self.covered or not _CIDR.fullmatch(token.low):
            return 0
        self._give([(token.low, token.kind != "quoted")], {index})
        return index + 1

    def _protocol(self, index: int) -> int:
        low = self.tokens[index].low
        if low in self.words["protocol"]:
            piece = "".join(token.text for token in self.tokens[index + 1 : index + 3])
            if piece.startswith("-1"):
                self._take(index, index + 3)
                self._ports = [EVERYTHING]
                return index + 3
        if low not in {"tcp", "udp"}:
            return 0
        self._take(index, index + 1)
        reach = index + (2 if self._ports else 4)
        following = self.tokens[index + 1 : reach]
        if any(token.low in self.words["ports"] for token in following) or (
            not self._ports and following and port_number(following[0]) is not None
        ):
            self._next = low
            return index + 1
        self._ports = [(first, last, low if kind != "-1" else kind) for first, last, kind in self._ports]
        if not self._ports and self.rules:
            one = self.rules[-1]
            if one.ports[2] in {"tcp", "udp"}:
                self.rules[-1] = Traffic(one.direction, (*one.ports[:2], low), one.peer, one.plain)
        return index + 1

    def _give(self, peers: list[tuple[str, bool]], tokens: set[int]) -> None:
        """Peers for the ports that wait, else for those just written, else for what is to come."""
        if self._ports and self._held:
            self._write(self._ports, self._held)
            self._held, self._waiting = peers, tokens
        elif self._ports:
            self._write(self._ports, peers)
            self.used |= tokens
        else:
            self._held, self._waiting = [*self._held, *peers], self._waiting | tokens

    def _write(self, ports: Sequence[PortRange], peers: Sequence[tuple[str, bool]]) -> None:
        direction = self.direction or "ingress"
        for one in () if self._denied else ports:
            self.rules += [Traffic(direction, one, peer, plain) for peer, plain in peers]
        self.used |= self._waiting
        self._ports, self._held, self._waiting = [], [], set()
        self._named, self._numbered, self._way = (-1, 0), -1, ""

    def _flush(self) -> None:
        """Write what waits. Ports without a peer stand alone; a peer without ports is everything on the way out."""
        if self._ports:
            self._write(self._ports, self._held or [("", True)])
        elif self._held and self.direction == "egress":
            self._write([EVERYTHING], self._held)
        self._held, self._waiting = [], set()

    def _take(self, first: int, last: int) -> None:
        self.used.update(range(first, last))
