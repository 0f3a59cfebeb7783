import json

import pytest

from app.toolchains.terraform.hcl_json import read_json


def test_blocks_of_the_json_form() -> None:
    text = json.dumps(
        {
            "//": "comment",
            "terraform": {"backend": {"s3": {"bucket": "b"}}},
            "resource": {"aws_vpc": {"a": {"cidr_block": "10.0.0.0/16", "lifecycle": {"prevent_destroy": True}}}},
            "module": [{"m": {"source": "./m"}}],
            "locals": {"x": 1},
        },
        indent=1,
    )
    source = read_json("main.tf.json", text)
    assert source.error is None
    found = {(block.type, block.labels): block for block in source.top.blocks}
    backend = next(found[("terraform", ())].blocks_of("backend"))
    assert backend.labels == ("s3",)
    vpc = found[("resource", ("aws_vpc", "a"))]
    assert vpc.literal("cidr_block") == "10.0.0.0/16"
    assert vpc.attributes["cidr_block"].line == 13
    assert [inner.type for inner in vpc.blocks] == ["lifecycle"]
    assert found[("module", ("m",))].literal("source") == "./m"
    assert found[("locals", ())].attributes["x"].expression == "1"


def test_variables_files() -> None:
    source = read_json("a.auto.tfvars.json", '{"region": "eu-west-1", "tags": {"a": "b"}}')
    assert set(source.top.attributes) == {"region", "tags"}


@pytest.mark.parametrize("text", ["", "[1]", "{", '{"resource": 1}', '{"resource": {"a": [1]}}', "[" * 5000])
def test_odd_text_never_raises(text: str) -> None:
    assert read_json("main.tf.json", text).top.blocks == []


def test_errors_name_the_line() -> None:
    source = read_json("main.tf.json", '{\n "a": }')
    assert source.error is not None
    assert source.error.line == 2


def test_deep_nesting_is_an_error() -> None:
    text = '{"a":' * 500 + "1" + "}" * 500
    source = read_json("x.tfvars.json", text)
    assert source.error is not None
