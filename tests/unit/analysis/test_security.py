"""The whole analysis, on what Terraform really plans: modules, count, for_each, locals, data sources."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings, strategies

from app.analysis.base import Analysis
from app.analysis.security import analyse_all
from app.bootstrap import Parts
from app.domain.planned import Planned
from app.domain.policy import Policy
from app.settings import read_settings
from tests.unit.analysis.graphs import allow, graph, resource, role

ROOT = """
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

locals {
  world = ["0.0.0.0/0"]
  doors = { ssh = 22, postgres = 5432 }
}

module "network" {
  source  = "./network"
  subnets = 2
}

resource "aws_security_group" "machine" {
  name   = "machine"
  vpc_id = module.network.vpc_id

  dynamic "ingress" {
    for_each = local.doors
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = local.world
    }
  }
}

resource "aws_instance" "machine" {
  count                       = 2
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = module.network.subnet_ids[count.index]
  vpc_security_group_ids      = [aws_security_group.machine.id]
  associate_public_ip_address = true
}

module "roles" {
  source   = "./roles"
  for_each = toset(["build", "deploy"])
  name     = each.key
  pass     = each.key == "build" ? "*" : "arn:aws:iam::123456789012:role/task"
}
"""
NETWORK = """
variable "subnets" {
  type = number
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_subnet" "this" {
  count      = var.subnets
  vpc_id     = aws_vpc.this.id
  cidr_block = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
}

resource "aws_route_table_association" "this" {
  count          = var.subnets
  subnet_id      = aws_subnet.this[count.index].id
  route_table_id = aws_route_table.this.id
}

output "vpc_id" {
  value = aws_vpc.this.id
}

output "subnet_ids" {
  value = aws_subnet.this[*].id
}
"""
ROLES = """
variable "name" {
  type = string
}

variable "pass" {
  type = string
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["codebuild.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "this" {
  statement {
    actions   = ["iam:PassRole"]
    resources = [var.pass]
  }
  statement {
    actions   = ["ec2:RunInstances", "ec2:Describe*"]
    resources = ["*"]
  }
}

resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "this" {
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}
"""


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """The graph of a stack with two modules."""
    folder = tmp_path_factory.mktemp("stack")
    for name, text in {"main.tf": ROOT, "network/main.tf": NETWORK, "roles/main.tf": ROLES}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    parts = Parts(read_settings({}))
    stacks = [one for one in parts.find(folder, Policy()) if one.path == "."]
    (result,) = parts.deployment.resolve(folder, stacks)
    assert result.planned is not None, result.why
    return result.planned


@pytest.fixture(scope="module")
def analysis(planned: Planned) -> Analysis:
    """What is said of it."""
    return analyse_all(planned)


def test_ways_in_are_followed_through_modules_and_instances(analysis: Analysis) -> None:
    routes = {one.route for one in analysis.entry_points}
    assert routes == {
        f"internet → aws_instance.machine[{number}]:{port} (aws_security_group.machine ingress 0.0.0.0/0)"
        for number in (0, 1)
        for port in (22, 5432)
    }
    rules = {one.rule for one in analysis.findings if one.resource == "aws_security_group.machine"}
    assert rules == {"AGT_NET_ADMIN_PORT", "AGT_NET_DATABASE_PORT"}


def test_permissions_are_read_in_each_instance_of_a_module(analysis: Analysis) -> None:
    found = {one.rule: one.resource for one in analysis.findings if one.rule.startswith("AGT_IAM")}
    place = 'module.roles["build"].data.aws_iam_policy_document.this'
    assert found["AGT_IAM_ESCALATION"] == found["AGT_IAM_PASSROLE_ANY"] == place
    assert not [one for one in analysis.findings if 'module.roles["deploy"]' in one.resource and "PASSROLE" in one.rule]


def test_findings_name_the_stack_and_no_line(analysis: Analysis) -> None:
    assert {(one.path, one.line, one.source) for one in analysis.findings} == {(".", None, "analysis")}
    assert "AGT_IAM_ADMIN" in analysis.passed
    assert not {one.rule for one in analysis.findings} & set(analysis.passed)


def test_a_rule_that_fails_in_one_area_passes_in_none() -> None:
    nodes = resource("aws_eks_node_group.n", remote_access=[{"ec2_ssh_key": "k"}])
    result = analyse_all(graph(*role("r", allow("*")), nodes))
    assert {"AGT_IAM_ADMIN", "AGT_NET_ADMIN_PORT"} <= {one.rule for one in result.findings}
    assert not {"AGT_IAM_ADMIN", "AGT_NET_ADMIN_PORT"} & set(result.passed)


JUNK: tuple[Any, ...] = (
    None, "", [], {}, 0, -1, True, False, "x", "(sensitive)", [None], [{}], {"a": None}, 1.5, "443", [[]], "0.0.0.0/0",
    '{"Statement": [null, {"Effect": "Allow", "Principal": {"AWS": [null, "*"]}, "Condition": {"Bool": null}}]}',
)  # fmt: skip


def disturbed(value: Any, random: Random) -> Any:
    """The value with some of its parts replaced by anything."""
    if random.random() < 0.15:
        return random.choice(JUNK)
    if isinstance(value, dict):
        return {key: disturbed(one, random) for key, one in value.items()}
    return [disturbed(one, random) for one in value] if isinstance(value, list) else value


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(random=strategies.randoms(use_true_random=False))
def test_no_value_breaks_it(planned: Planned, random: Random) -> None:
    resources = [replace(one, values=disturbed(dict(one.values), random) or {}) for one in planned]
    analyse_all(Planned(".", tuple(one for one in resources if isinstance(one.values, dict))))


def test_an_empty_stack_says_nothing() -> None:
    assert analyse_all(graph()) == Analysis()
