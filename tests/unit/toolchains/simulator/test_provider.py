"""A provider puts schema, overlay and behaviour together."""

from pathlib import Path

from tfplugin_proto import tfplugin5_5_pb2 as pb

from app.toolchains.simulator.place import place_of
from app.toolchains.simulator.provider import Behaviour, Files, Provider


def test_place_knows_the_files() -> None:
    place = Provider("null", Behaviour()).place({}, Files(Path("/w/stack"), Path("/w")))
    assert (place.directory, place.root) == (Path("/w/stack"), Path("/w"))


def test_place_of_the_behaviour_is_used() -> None:
    assert Provider("aws", Behaviour(place=place_of)).place({"region": "eu-west-2"}, Files()).region == "eu-west-2"


def test_schema_message_is_made_once() -> None:
    provider = Provider("random", Behaviour(provider_meta=True))
    assert provider.schema_message() is provider.schema_message()
    answer = pb.GetProviderSchema.Response.FromString(provider.schema_message())
    assert "random_password" in answer.resource_schemas
    assert answer.provider_meta.block.attributes


def kinds(provider: Provider, directory: Path) -> set[str]:
    return set(pb.GetProviderSchema.Response.FromString(provider.schema_message(directory)).resource_schemas)


def test_only_used_types_are_sent(tmp_path: Path) -> None:
    provider = Provider("random", Behaviour())
    (tmp_path / "main.tf").write_text('resource "random_id" "a" {}', encoding="utf-8")
    assert kinds(provider, tmp_path) == {"random_id"}
    (tmp_path / "more.tf").write_text('resource "random_pet" "b" {}', encoding="utf-8")
    assert kinds(provider, tmp_path) == {"random_id", "random_pet"}, "files may come later"


def test_an_unknown_type_needs_all_for_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "random_idd" "a" {}', encoding="utf-8")
    assert len(kinds(Provider("random", Behaviour()), tmp_path)) == 8
