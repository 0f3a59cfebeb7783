"""Made-up identifiers that never change: each is a digest of what the object is, so two runs give the same bytes."""

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from typing import Any

from app.toolchains.simulator.values import Unknown

BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
# The one moment at which everything simulated was made: plans and states must not depend on the clock.
NOW = "2025-01-01T00:00:00Z"
SPECIFICATION = re.compile(r"(?P<kind>hexpairs|hex|HEX|digits|b36_|BASE36_|base32_|BASE32_|mixed_|b64_)(?P<size>\d+)")


def seed_of(kind: str, values: Mapping[str, Any], ordinal: int = 0) -> str:
    """The seed of an object: its type, what is known of it, and which of several equal ones it is."""
    text = json.dumps(values, sort_keys=True, default=_opaque, separators=(",", ":"))
    return hashlib.sha256(f"{kind}\n{text}\n{ordinal}".encode()).hexdigest()


def _opaque(value: Any) -> str:
    return "?" if isinstance(value, Unknown) else value.hex() if isinstance(value, bytes) else str(value)


class Tokens:
    """Identifiers drawn from one seed; the same specification always gives the same text."""

    def __init__(self, seed: str) -> None:
        self.seed = seed

    def bytes(self, label: str, size: int) -> bytes:
        """As many bytes as wanted."""
        out = b""
        block = 0
        while len(out) < size:
            out += hashlib.sha256(f"{self.seed}/{label}/{block}".encode()).digest()
            block += 1
        return out[:size]

    def letters(self, label: str, alphabet: str, size: int) -> str:
        """Text over an alphabet, every letter about equally likely."""
        number = int.from_bytes(self.bytes(label, size + 8), "big")
        out = []
        for _ in range(size):
            number, letter = divmod(number, len(alphabet))
            out.append(alphabet[letter])
        return "".join(out)

    def number(self, label: str, below: int) -> int:
        """A number from 0 up to, not including, ``below``."""
        return int.from_bytes(self.bytes(label, 16), "big") % below

    def uuid(self, label: str = "uuid") -> str:
        """A version 4 UUID."""
        return str(uuid.UUID(bytes=self.bytes(label, 16), version=4))

    def text(self, specification: str) -> str | None:
        """The token a template asks for: ``hex17``, ``b36_10``, ``uuid``, ``byte``…, None for another word."""
        if specification == "uuid":
            return self.uuid()
        if specification in {"byte", "byte2"}:
            return str(10 + self.number(specification, 200))
        if specification == "two":
            return f"{self.number('two', 64):02d}"
        match = SPECIFICATION.fullmatch(specification)
        return self._sized(match["kind"], int(match["size"])) if match else None

    def _sized(self, kind: str, size: int) -> str:
        label = f"{kind}{size}"
        if kind == "hexpairs":
            return ":".join(f"{byte:02x}" for byte in self.bytes(label, size))
        if kind == "b64_":
            return base64.b64encode(self.bytes(label, size)).decode()
        if kind in {"hex", "HEX"}:
            text = self.bytes(label, (size + 1) // 2).hex()[:size]
            return text.upper() if kind == "HEX" else text
        if kind == "digits":
            # The first digit is never zero: identifiers of this shape are numbers and times.
            return "2" + self.letters(label, "0123456789", size - 1)
        alphabets = {"b36_": BASE36, "BASE36_": BASE36.upper(), "mixed_": MIXED}
        return self.letters(label, alphabets.get(kind, BASE32), size)
