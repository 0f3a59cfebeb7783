"""Bytes written directly are what the generated classes read."""

import pytest
from tfplugin_proto import tfplugin5_5_pb2 as pb

from app.toolchains.simulator.protobuf import entry, flag, integer, message, text, varint


@pytest.mark.parametrize(("number", "expected"), [(0, b"\x00"), (127, b"\x7f"), (128, b"\x80\x01"), (300, b"\xac\x02")])
def test_varint(number: int, expected: bytes) -> None:
    assert varint(number) == expected


def test_fields_read_back() -> None:
    body = text(1, "name") + message(2, b'"string"') + flag(4, True) + flag(5, False)
    attribute = pb.Schema.Attribute.FromString(body)
    assert (attribute.name, attribute.type, attribute.required, attribute.optional) == (
        "name",
        b'"string"',
        True,
        False,
    )


def test_defaults_take_no_room() -> None:
    assert text(1, "") + flag(2, False) + integer(3, 0) == b""


def test_map_entries() -> None:
    schema = message(2, text(4, "what it is"))
    read = pb.GetProviderSchema.Response.FromString(entry(2, "a_b", schema) + entry(2, "a_c", schema))
    assert sorted(read.resource_schemas) == ["a_b", "a_c"]
    assert read.resource_schemas["a_c"].block.description == "what it is"
