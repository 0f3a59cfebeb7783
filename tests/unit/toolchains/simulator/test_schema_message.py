"""The serialised schema says what the data says."""

import json

import pytest
from tfplugin_proto import tfplugin5_5_pb2 as pb

from app.knowledge.schemas import ProviderSchema, provider_schema
from app.knowledge.schemas.overlays import Overlay, overlay_of
from app.toolchains.simulator.schema_message import SchemaWriter, without_alias, write_only

RAW = {
    "resources": {
        "x_a": {
            "a": {
                "name": ["string", "r"],
                "secret": ["string", "o"],
                "pass_wo": ["string", "o"],
                "pass_wo_version": ["number", "o"],
                "list": [["list", ["object", {"k": "bool"}]], "c"],
            },
            "b": {
                "many": ["set", 1, 0, {"a": {"any": ["dynamic", "o"]}}],
                "named": ["map", 1, 1, {"a": {}}],
                "one": ["list", 0, 1, {"a": {"deep": ["string", "oc"]}}],
            },
        }
    },
    "data": {},
    "ephemeral": {},
    "provider": {"a": {"alias": ["string", "o"], "region": ["string", "o"]}},
}


@pytest.fixture(name="answer")
def fixture_answer() -> pb.GetProviderSchema.Response:
    overlay = Overlay({"sensitive": {"x_a": ["secret", "one.deep"]}})
    body = SchemaWriter(ProviderSchema("x", "1.0.0", RAW), overlay).response({}, {"a": {"agent": ["string", "o"]}})
    return pb.GetProviderSchema.Response.FromString(body)


def test_attributes(answer: pb.GetProviderSchema.Response) -> None:
    attributes = {each.name: each for each in answer.resource_schemas["x_a"].block.attributes}
    assert attributes["name"].required
    assert not attributes["name"].optional
    assert attributes["secret"].sensitive
    assert not attributes["name"].sensitive
    assert json.loads(attributes["list"].type) == ["list", ["object", {"k": "bool"}]]
    assert attributes["list"].computed


def test_write_only_argument_is_marked(answer: pb.GetProviderSchema.Response) -> None:
    attributes = {each.name: each for each in answer.resource_schemas["x_a"].block.attributes}
    # Field 10 (write_only) is younger than the generated classes and stays among the unknown fields.
    assert attributes["pass_wo"].SerializeToString().endswith(b"\x50\x01")
    assert not attributes["pass_wo_version"].SerializeToString().endswith(b"\x50\x01")


def test_blocks(answer: pb.GetProviderSchema.Response) -> None:
    blocks = {each.type_name: each for each in answer.resource_schemas["x_a"].block.block_types}
    nesting = pb.Schema.NestedBlock.NestingMode
    assert (blocks["many"].nesting, blocks["many"].min_items, blocks["many"].max_items) == (nesting.SET, 1, 0)
    assert (blocks["named"].nesting, blocks["named"].min_items, blocks["named"].max_items) == (nesting.MAP, 0, 0)
    assert blocks["one"].block.attributes[0].sensitive
    assert blocks["many"].block.attributes[0].type == b'"string"', "core refuses a dynamic type inside a set"


def test_provider_block_and_meta(answer: pb.GetProviderSchema.Response) -> None:
    assert [each.name for each in answer.provider.block.attributes] == ["region"]
    assert [each.name for each in answer.provider_meta.block.attributes] == ["agent"]
    assert answer.server_capabilities.get_provider_schema_optional


def test_all_of_aws_is_served() -> None:
    schema = provider_schema("aws")
    answer = pb.GetProviderSchema.Response.FromString(SchemaWriter(schema, overlay_of("aws")).response({}))
    assert len(answer.resource_schemas) == 1711
    assert len(answer.data_source_schemas) == 679
    queue = {each.name: each for each in answer.resource_schemas["aws_sqs_queue"].block.attributes}
    assert queue["arn"].computed
    assert queue["name"].optional


def test_write_only_needs_its_counter() -> None:
    assert write_only("x_wo", {"x_wo_version": []})
    assert not write_only("x_wo", {})
    assert not write_only("x", {"x_version": []})


def test_without_alias_leaves_the_rest() -> None:
    assert without_alias({"a": {"alias": 1, "b": 2}, "b": {}}) == {"a": {"b": 2}, "b": {}}
