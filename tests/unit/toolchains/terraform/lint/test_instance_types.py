from pathlib import Path

import pytest

from app.toolchains.terraform.lint.instance_types import wrong_with
from tests.unit.toolchains.terraform.lint.cases import hits


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("t3.micro", "ec2"),
        ("m7g.metal", "ec2"),
        ("c7i-flex.large", "ec2"),
        ("u-6tb1.112xlarge", "ec2"),
        ("mac2.metal", "ec2"),
        ("m12g.large", "ec2"),
        ("hpc7a.96xlarge", "ec2"),
        ("db.t4g.medium", "rds"),
        ("db.r6i.32xlarge", "rds"),
        ("db.r5.2xlarge.tpc1.mem2x", "rds"),
        ("db.serverless", "rds"),
        ("cache.t4g.micro", "cache"),
        ("cache.r7g.large", "cache"),
        ("r6g.large.search", "search"),
        ("t3.small.elasticsearch", "search"),
        ("or1.medium.search", "search"),
    ],
)
def test_what_exists_or_could(name: str, service: str) -> None:
    assert wrong_with(name, service) == ""


@pytest.mark.parametrize(
    ("name", "service", "why"),
    [
        ("t3.huge", "ec2", "unknown size"),
        ("t2.8xlarge", "ec2", "does not exist"),
        ("t3micro", "ec2", "malformed"),
        ("q5.large", "ec2", "unknown family"),
        ("t3.micro", "rds", "malformed"),
        ("db.t3.nope", "rds", "unknown size"),
        ("db.t3.48xlarge", "rds", "does not exist"),
        ("cache.t2.24xlarge", "cache", "does not exist"),
        ("db.t3.micro", "cache", "malformed"),
        ("r6g.large", "search", "malformed"),
        ("", "ec2", "malformed"),
    ],
)
def test_what_does_not(name: str, service: str, why: str) -> None:
    assert why in wrong_with(name, service)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ('resource "aws_instance" "a" {\n  instance_type = "t3.gigantic"\n}\n', [2]),
        ('variable "t" {\n  default = "t9x"\n}\nresource "aws_instance" "a" {\n  instance_type = var.t\n}\n', [5]),
        ('resource "aws_eks_node_group" "a" {\n  instance_types = ["t3.large", "t3.largest"]\n}\n', [2]),
        ('resource "aws_opensearch_domain" "a" {\n  cluster_config {\n    instance_type = "t3.small"\n  }\n}\n', [3]),
        ('resource "aws_instance" "a" {\n  instance_type = var.given\n}\nresource "aws_db_instance" "b" {\n}\n', []),
        ('resource "aws_instance" "a" {\n  instance_type = var.big ? "t3.large" : "t3.micro"\n}\n', []),
    ],
)
def test_the_rule(tmp_path: Path, code: str, lines: list[int]) -> None:
    assert [line for line, _ in hits("AGT_TF_INSTANCE_TYPE", tmp_path, code)] == lines
