"""What the provider requires and what it does not know."""

import pytest

from app.toolchains.terraform.hcl import Block, read_source
from app.toolchains.terraform.repair.completeness import missing, unknown


def _resource(kind: str, body: str) -> Block:
    (block,) = read_source("main.tf", f'resource "{kind}" "x" {{\n{body}\n}}').top.blocks
    return block


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("aws_instance", "ebs_block_device {\n}", {"ebs_block_device.device_name"}),
        ("aws_instance", 'ebs_block_device {\n  device_name = "a"\n}', set()),
        ("aws_instance", "metadata_options {\n}", set()),
        ("aws_instance", "lifecycle {\n}", set()),
        ("aws_eks_cluster", "encryption_config {\n}", {"encryption_config.resources", "encryption_config.provider"}),
        ("other_thing", "x {\n}", set()),
    ],
)
def test_missing(kind: str, body: str, expected: set[str]) -> None:
    assert missing(_resource(kind, body)) == expected


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("aws_instance", "ami = 1\ncount = 2", set()),
        ("aws_instance", "amy = 1", {"amy"}),
        ("aws_instance", "metadata_options {\n  http_token = 1\n}", {"metadata_options.http_token"}),
        ("aws_instance", "no_such {\n}", {"no_such"}),
        ("aws_instance", "lifecycle {\n  x = 1\n}", set()),
        ("other_thing", "x = 1", set()),
    ],
)
def test_unknown(kind: str, body: str, expected: set[str]) -> None:
    assert unknown(_resource(kind, body)) == expected
