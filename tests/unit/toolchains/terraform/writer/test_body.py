"""Blocks: attribute or block, order, meta-arguments."""

from typing import Any

import pytest

from app.domain.resources import Acceptance, Expression, Ref, Resource, Var
from app.knowledge.schemas import schema_of
from app.toolchains.terraform.writer.body import block_items, is_block, resource_block
from app.toolchains.terraform.writer.layout import lay_out


def lines(resource: Resource) -> list[str]:
    return resource_block(resource)


@pytest.mark.parametrize(
    ("kind", "name", "value", "block"),
    [
        ("aws_instance", "metadata_options", {"http_tokens": "required"}, True),
        ("aws_instance", "tags", {"a": "b"}, False),
        ("aws_instance", "vpc_security_group_ids", ["a"], False),
        ("aws_security_group", "ingress", [{"from_port": 1}], True),
        ("aws_security_group", "ingress", [], False),
        ("aws_instance", "unknown", {"a": 1}, False),
        ("example_unknown", "rule", [{"a": 1}], True),
        ("example_unknown", "rule", {"a": 1}, False),
        ("example_unknown", "rule", [{"a b": 1}], False),
    ],
)
def test_is_block(kind: str, name: str, value: Any, block: bool) -> None:
    assert is_block(name, value, schema_of(kind) if kind.startswith("aws") else None) is block


def test_a_block_is_never_an_expression() -> None:
    with pytest.raises(ValueError, match="cannot be an expression"):
        is_block("metadata_options", Var("x"), schema_of("aws_instance"))


def test_order_inside_a_block() -> None:
    resource = Resource(
        "aws_sqs_queue",
        "q",
        {
            "tags": {"a": "b"},
            "policy": {"x": 1},
            "visibility_timeout_seconds": 30,
            "name": "q",
            "max_message_size": None,
        },
        "messaging",
        for_each=Var("names"),
        depends_on=("aws_vpc.main",),
        lifecycle={
            "prevent_destroy": True,
            "ignore_changes": "all",
            "replace_triggered_by": ["terraform_data.x"],
            "precondition": {"condition": Expression("var.a > 0"), "error_message": "No."},
        },
        comment="Why.",
    )
    assert lines(resource) == [
        "# Why.",
        'resource "aws_sqs_queue" "q" {',
        "  for_each = var.names",
        "",
        '  name                       = "q"',
        "  visibility_timeout_seconds = 30",
        "",
        "  policy = {",
        "    x = 1",
        "  }",
        "",
        "  tags = {",
        '    a = "b"',
        "  }",
        "",
        "  depends_on = [aws_vpc.main]",
        "",
        "  lifecycle {",
        "    prevent_destroy      = true",
        "    ignore_changes       = all",
        "    replace_triggered_by = [terraform_data.x]",
        "",
        "    precondition {",
        "      condition     = var.a > 0",
        '      error_message = "No."',
        "    }",
        "  }",
        "}",
    ]


def test_providers_by_alias_or_in_full() -> None:
    assert "  provider = aws.us" in lines(Resource("aws_vpc", "m", {"cidr_block": "x"}, "n", provider="us"))
    assert "  provider = other.us" in lines(Resource("aws_vpc", "m", {"cidr_block": "x"}, "n", provider="other.us"))


def test_data_sources_and_empty_blocks() -> None:
    assert lines(Resource("aws_region", "this", {}, "n", data=True)) == ['data "aws_region" "this" {}']
    assert "  default_action {" in lines(
        Resource("aws_wafv2_web_acl", "w", {"default_action": {"allow": {}}}, "security")
    )


def test_objects_given_as_arguments_are_complete() -> None:
    body = {"encryption_configuration": {"sse_algorithm": "aws:kms"}}
    written = lay_out(block_items(body, schema_of("aws_s3tables_table")))
    assert [line.split()[0] for line in written if " = " in line][1:] == sorted(["kms_key_arn", "sse_algorithm"])
    assert any("null" in line for line in written)


@pytest.mark.parametrize("label", ["a b", 'x" {', "", "1"])
def test_labels_are_identifiers(label: str) -> None:
    with pytest.raises(ValueError, match="not an HCL identifier"):
        lines(Resource("aws_vpc", label, {}, "n"))


def test_depends_on_takes_addresses_only() -> None:
    with pytest.raises(ValueError, match="not a reference"):
        lines(Resource("aws_vpc", "m", {}, "n", depends_on=("x] }",)))


def test_references_inside_bodies() -> None:
    assert "  vpc_id = aws_vpc.main.id" in lines(Resource("aws_subnet", "a", {"vpc_id": Ref("aws_vpc.main")}, "n"))


def test_what_is_kept_on_purpose_is_a_comment_that_scanners_honour() -> None:
    resource = Resource("aws_sqs_queue", "jobs", {"name": "jobs"}, "messaging")
    kept = [Acceptance("CKV_AWS_27", "one\nline } only", resource.address)]
    assert resource_block(resource, kept)[1] == "  # checkov:skip=CKV_AWS_27:one line } only"
