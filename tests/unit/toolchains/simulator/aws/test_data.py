"""Data sources."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from app.toolchains.simulator.aws.data import READERS
from tests.unit.toolchains.simulator.subjects import subject_of


def answer(kind: str, **values: Any) -> Mapping[str, Any]:
    return READERS[kind](subject_of(kind, "data", **values))


@pytest.mark.parametrize(
    ("kind", "values", "attribute", "expected"),
    [
        ("aws_availability_zones", {}, "names", ["eu-west-1a", "eu-west-1b", "eu-west-1c"]),
        ("aws_availability_zones", {"exclude_names": ["eu-west-1a"]}, "zone_ids", ["euw1-az2", "euw1-az3"]),
        ("aws_availability_zone", {"name": "eu-west-1b"}, "zone_id", "euw1-az2"),
        ("aws_region", {}, "name", "eu-west-1"),
        ("aws_region", {"name": "us-west-2"}, "description", "US West (Oregon)"),
        ("aws_elb_service_account", {}, "arn", "arn:aws:iam::156460612806:root"),
        ("aws_iam_policy", {"arn": "arn:aws:iam::aws:policy/A"}, "name", "A"),
        ("aws_iam_policy", {"name": "mine"}, "arn", "arn:aws:iam::111122223333:policy/mine"),
        ("aws_route53_zone", {"name": "example.com."}, "name", "example.com"),
        ("aws_route53_zone", {"zone_id": "Z1"}, "arn", "arn:aws:route53:::hostedzone/Z1"),
        ("aws_rds_engine_version", {"engine": "postgres"}, "parameter_group_family", "postgres16"),
        ("aws_rds_engine_version", {"engine": "mysql", "preferred_versions": ["8.4.3"]}, "version", "8.4.3"),
        ("aws_lb_hosted_zone_id", {}, "id", "Z32O12XQLNTSW2"),
        ("aws_lb_hosted_zone_id", {"load_balancer_type": "network"}, "id", "Z2IFOLAFXWLO4F"),
        (
            "aws_cloudfront_cache_policy",
            {"name": "Managed-CachingOptimized"},
            "id",
            "658327ea-f89d-4fab-a63d-7e88639e58f6",
        ),
        ("aws_service_principal", {"service_name": "s3"}, "name", "s3.amazonaws.com"),
        ("aws_arn", {"arn": "arn:aws:iam::1:role/a:b"}, "resource", "role/a:b"),
        ("aws_vpc_endpoint_service", {"service": "s3"}, "service_type", "Gateway"),
        ("aws_vpc_endpoint_service", {"service": "sqs"}, "service_name", "com.amazonaws.eu-west-1.sqs"),
        ("aws_default_tags", {}, "tags", {"team": "a"}),
        ("aws_ecs_task_definition", {"task_definition": "web:3"}, "family", "web"),
        ("aws_vpc", {"default": True}, "cidr_block", "172.31.0.0/16"),
        ("aws_prefix_list", {"name": "com.amazonaws.eu-west-1.s3"}, "name", "com.amazonaws.eu-west-1.s3"),
    ],
)
def test_answers(kind: str, values: dict[str, Any], attribute: str, expected: object) -> None:
    assert answer(kind, **values)[attribute] == expected


@pytest.mark.parametrize(
    ("pattern", "device", "architecture"),
    [
        ("ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*", "/dev/sda1", "x86_64"),
        ("al2023-ami-*-arm64", "/dev/xvda", "arm64"),
    ],
)
def test_images_fit_their_filters(pattern: str, device: str, architecture: str) -> None:
    image = answer("aws_ami", filter=[{"name": "name", "values": [pattern]}], owners=["099720109477"])
    assert image["id"].startswith("ami-")
    assert "*" not in image["name"]
    assert (image["root_device_name"], image["architecture"]) == (device, architecture)
    assert image["owner_id"] == "099720109477"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/aws/service/ami-amazon-linux-latest/al2023", "ami-"),
        ("/aws/service/ecs/optimized-ami/amazon-linux-2/recommended", '{"image_id": "ami-'),
        ("/app/key", "simulated"),
    ],
)
def test_parameters(name: str, expected: str) -> None:
    assert answer("aws_ssm_parameter", name=name)["value"].startswith(expected)


def test_secret_reads_as_credentials() -> None:
    secret = json.loads(answer("aws_secretsmanager_secret_version", secret_id="x")["secret_string"])
    assert {"username", "password", "host", "port"} <= set(secret)


def test_all_regions() -> None:
    assert len(answer("aws_regions")["names"]) > 25
