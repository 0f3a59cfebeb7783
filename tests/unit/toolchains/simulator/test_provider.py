"""A provider puts schema, overlay and behaviour together."""

from pathlib import Path

from tfplugin_proto import tfplugin5_5_pb2 as pb

from app.toolchains.simulator.place import place_of
from app.toolchains.simulator.provider import Behaviour, Code, Files, Provider


def test_place_knows_the_files() -> None:
    place = Provider("null", Behaviour()).place({}, Files(Path("/w/stack"), Path("/w")))
    assert (place.directory, place.root) == (Path("/w/stack"), Path("/w"))


def test_place_of_the_behaviour_is_used() -> None:
    assert Provider("aws", Behaviour(place=place_of)).place({"region": "eu-west-2"}, Files()).region == "eu-west-2"


def test_schema_message_is_made_once() -> None:
    provider = Provider("random", Behaviour(provider_meta=True))
    assert provider.schema_message is provider.schema_message
    answer = pb.GetProviderSchema.Response.FromString(provider.schema_message)
    assert "random_password" in answer.resource_schemas
    assert answer.provider_meta.block.attributes


def test_code_narrows_what_is_served() -> None:
    code = Code(words=frozenset({"random_id"}), types=frozenset({"random_id"}))
    provider = Provider("random", Behaviour(), code)
    answer = pb.GetProviderSchema.Response.FromString(provider.schema_message)
    assert set(answer.resource_schemas) == {"random_id"}
