"""Terraform values on the wire: MessagePack to Python and back.

Objects are dicts, lists and sets are lists, numbers are int, float or str (where 64 bits do not hold them), null is
None. A value of dynamic type stays the pair ``[type bytes, value]`` it arrives as. An unknown value is an `Unknown`.
"""

from dataclasses import dataclass
from typing import Any

import msgpack


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is known after apply; ``code`` and ``refinement`` are its extension type, sent back unchanged."""

    code: int = 0
    refinement: bytes = b"\x00"


UNKNOWN = Unknown()


def _extension(code: int, data: bytes) -> Unknown:
    return UNKNOWN if code == 0 else Unknown(code, data)


def _foreign(value: Any) -> msgpack.ExtType | str:
    if isinstance(value, Unknown):
        return msgpack.ExtType(value.code, value.refinement)
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"no wire form for {type(value).__name__}")


def decode(data: bytes) -> Any:
    """The value in a MessagePack message; empty bytes are null."""
    if not data:
        return None
    return msgpack.unpackb(data, ext_hook=_extension, raw=False, strict_map_key=False)


def encode(value: Any) -> bytes:
    """The MessagePack message of a value; integers beyond 64 bits travel as decimal text, as Terraform sends them."""
    return bytes(msgpack.packb(value, default=_foreign, use_bin_type=True))


def has_unknown(value: Any) -> bool:
    """Whether anything inside is unknown."""
    if isinstance(value, Unknown):
        return True
    if isinstance(value, dict):
        return any(has_unknown(inner) for inner in value.values())
    return isinstance(value, list) and any(has_unknown(inner) for inner in value)


def known(value: Any) -> bool:
    """Whether a value is set and known (the value itself, not what is inside)."""
    return value is not None and not isinstance(value, Unknown)
