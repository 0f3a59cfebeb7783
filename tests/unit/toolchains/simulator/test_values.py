"""Values survive the wire."""

import msgpack
import pytest

from app.toolchains.simulator.values import UNKNOWN, Unknown, decode, encode, has_unknown, known


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -3,
        1.5,
        "text ñ",
        [],
        {"a": [1, {"b": None}]},
        UNKNOWN,
        {"a": UNKNOWN},
        [b'"string"', "dynamic"],
        2**63 - 1,
    ],
)
def test_round_trip(value: object) -> None:
    assert decode(encode(value)) == value


def test_empty_bytes_are_null() -> None:
    assert decode(b"") is None


def test_refinement_is_kept() -> None:
    data = msgpack.packb(msgpack.ExtType(12, b"\x81\x01\xc2"))
    value = decode(data)
    assert value == Unknown(12, b"\x81\x01\xc2")
    assert encode(value) == data


def test_large_number_travels_as_text() -> None:
    assert decode(encode({"n": 2**80, "m": [1]})) == {"n": str(2**80), "m": [1]}


def test_foreign_value_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        encode(object())


@pytest.mark.parametrize(
    ("value", "expected"), [(UNKNOWN, True), ({"a": [UNKNOWN]}, True), ({"a": [1]}, False), (None, False)]
)
def test_has_unknown(value: object, expected: bool) -> None:
    assert has_unknown(value) is expected


@pytest.mark.parametrize(("value", "expected"), [(UNKNOWN, False), (None, False), ("", True), ([UNKNOWN], True)])
def test_known(value: object, expected: bool) -> None:
    assert known(value) is expected
