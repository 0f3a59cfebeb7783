"""Protocol-buffer bytes written directly.

Used where the generated classes are too slow (the schema of a provider has some 60,000 parts) or too old (messages that
protocol 5 gained after 5.5: ephemeral resources, write-only arguments, function errors).
"""

VARINT = 0
LENGTH = 2


def varint(number: int) -> bytes:
    """A non-negative integer, seven bits a byte, lowest first."""
    if number < 0x80:
        return bytes((number,))
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def flag(field: int, value: bool) -> bytes:
    """A boolean field; false is the default and takes no room."""
    return varint(field << 3 | VARINT) + b"\x01" if value else b""


def integer(field: int, value: int) -> bytes:
    """An integer field; zero is the default and takes no room."""
    return varint(field << 3 | VARINT) + varint(value) if value else b""


def text(field: int, value: str) -> bytes:
    """A string field; empty is the default and takes no room."""
    return message(field, value.encode()) if value else b""


def message(field: int, value: bytes) -> bytes:
    """A field with bytes or an embedded message."""
    return varint(field << 3 | LENGTH) + varint(len(value)) + value


def entry(field: int, key: str, value: bytes) -> bytes:
    """One entry of a map from string to message."""
    return message(field, text(1, key) + message(2, value))
