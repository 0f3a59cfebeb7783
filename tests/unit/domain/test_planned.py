"""The graph of what a plan leaves standing."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.planned import Planned, PlannedResource, block_of


def made(address: str, **more: Any) -> PlannedResource:
    """A resource of that address."""
    type_, _, name = address.rpartition(".")[0].rpartition(".")[2], "", address.rpartition(".")[2]
    return PlannedResource(address, type_, name, **more)


VOLUME = made(
    "aws_instance.web",
    values={
        "root_block_device": [{"volume_size": 20, "tags": None}],
        "ebs_block_device": [{"volume_size": 1}, {"volume_size": 2}],
        "tags": {"a": 1},
        "monitoring": None,
    },
    unknown={"root_block_device": [{"kms_key_id": True}], "id": True},
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("root_block_device.0.volume_size", 20),
        ("root_block_device.volume_size", 20),
        ("ebs_block_device.1.volume_size", 2),
        ("ebs_block_device.7.volume_size", "none"),
        ("monitoring", "none"),
        ("tags.a", 1),
        ("tags.a.b", "none"),
    ],
)
def test_values_are_found_by_dotted_paths(path: str, value: object) -> None:
    assert VOLUME.get(path, "none") == value


@pytest.mark.parametrize(
    ("path", "unknown"),
    [
        ("id", True),
        ("root_block_device.kms_key_id", True),
        ("root_block_device.0.kms_key_id", True),
        ("root_block_device.volume_size", False),
        ("nothing.at.all", False),
    ],
)
def test_unknown_says_what_only_the_apply_tells(path: str, unknown: bool) -> None:
    assert VOLUME.is_unknown(path) is unknown


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("aws_instance.web", "aws_instance.web"),
        ("aws_instance.web[0]", "aws_instance.web"),
        ('module.a["x.y[0]"].aws_instance.web["\\"]"]', "module.a.aws_instance.web"),
    ],
)
def test_instances_of_a_block_share_its_address(address: str, block: str) -> None:
    assert block_of(address) == block
    assert block_of("aws_instance.web[3]", "[*]") == "aws_instance.web[*]"


def test_blocks_are_listed_whether_one_or_many() -> None:
    assert [block["volume_size"] for block in VOLUME.blocks("ebs_block_device")] == [1, 2]
    assert VOLUME.blocks("network_interface") == []
    assert made("aws_x.y", values={"block": {"a": 1}}).blocks("block") == [{"a": 1}]


def test_all_tags_count_whatever_they_are_called() -> None:
    assert VOLUME.tags == {"a": "1"}
    assert made("aws_x.y", values={"tags": {"a": "1"}, "tags_all": {"a": "1", "b": "2"}}).tags == {"a": "1", "b": "2"}
    assert made("google_x.y", values={"labels": {"c": "3"}}).tags == {"c": "3"}
    assert made("aws_x.y", values={"tags": "odd"}).tags == {}


VPC = made("aws_vpc.main", values={"id": "vpc-1"})
SUBNET = made("aws_subnet.a", values={"id": "subnet-1", "vpc_id": "vpc-1"})
NAMED = made("aws_subnet.b", references={"vpc_id": ("aws_vpc.main",)})
BUCKET = made("aws_s3_bucket.logs", values={"id": "logs", "arn": "arn:aws:s3:::logs"})
RULES = made("aws_s3_bucket_policy.logs", values={"id": "logs", "bucket": "logs"})
DATA = PlannedResource("data.aws_vpc.other", "aws_vpc", "other", mode="data", values={"id": "vpc-2"})
GRAPH = Planned("stacks/web", (RULES, VPC, SUBNET, NAMED, BUCKET, DATA))


def test_resources_are_found_by_address_and_type() -> None:
    assert GRAPH.get("aws_vpc.main") is VPC
    assert GRAPH.get("aws_vpc.none") is None
    assert GRAPH.of_type("aws_vpc", "aws_subnet") == [VPC, SUBNET, NAMED]
    assert next(iter(GRAPH)) is RULES


def test_what_an_attribute_points_to_is_told_by_its_expression_or_its_value() -> None:
    assert GRAPH.referred(NAMED, "vpc_id") == [VPC]
    assert GRAPH.referred(SUBNET, "vpc_id") == [VPC]
    assert GRAPH.referred(RULES, "bucket") == [BUCKET]  # not the policy, whose id is the same
    assert GRAPH.referred(VPC, "vpc_id") == []


def test_what_points_to_a_resource() -> None:
    assert GRAPH.referring(VPC, "aws_subnet") == [NAMED, SUBNET]
    assert GRAPH.referring(VPC) == [NAMED]
    assert GRAPH.referring(BUCKET, "aws_s3_bucket_policy") == [RULES]
    assert GRAPH.referring(BUCKET, "aws_subnet") == []


def test_a_changed_resource_is_still_pointed_to() -> None:
    changed = GRAPH.with_all({VPC.address: replace(VPC, values={"id": "vpc-1", "cidr_block": "10.0.0.0/16"})})
    assert [one.address for one in changed] == [one.address for one in GRAPH]
    assert changed.referring(changed.get(VPC.address) or VPC, "aws_subnet") == [NAMED, SUBNET]
    subnet = NAMED.address
    moved = changed.with_all({subnet: replace(NAMED, values={"id": "s-9"})})
    assert moved.referring(changed.get(VPC.address) or VPC) == [moved.get(subnet)]
    assert moved.referred(SUBNET, "vpc_id") == [changed.get(VPC.address)] == moved.of_type("aws_vpc")
    # The price of what might be is asked in the plan as it is.
    assert GRAPH.referring(replace(VPC, values={}), "aws_subnet") == [NAMED, SUBNET]


def test_of_many_each_is_pointed_to_by_its_own() -> None:
    many = [made(f"aws_subnet.n{n}", values={"id": f"s-{n}", "vpc_id": f"vpc-{n}"}) for n in range(200)]
    many += [made(f"aws_vpc.n{n}", values={"id": f"vpc-{n}"}) for n in range(200)]
    graph = Planned(".", tuple(many))
    pointing = [graph.referring(one, "aws_subnet") for one in graph.of_type("aws_vpc")]
    assert [[one.name for one in found] for found in pointing] == [[f"n{n}"] for n in range(200)]
