import pytest

from app.knowledge.schemas import provider_schema
from app.reasoning.model.tools.making import LIMIT
from app.reasoning.model.tools.provider_types import type_words
from tests.unit.reasoning.model.tools.conftest import Ask


@pytest.mark.parametrize(
    ("query", "data", "found"),
    [
        ("sqs queue", False, "aws_sqs_queue"),
        ("load balancer listener", False, "aws_lb_listener"),
        ("aws_s3_bucket_v", False, "aws_s3_bucket_versioning"),
        ("caller identity", True, "aws_caller_identity"),
        ("random password", False, "random_password"),
        ("launch configuration", False, "aws_launch_configuration (deprecated: use aws_launch_template)"),
    ],
)
def test_finds_types(ask: Ask, query: str, data: bool, found: str) -> None:
    assert found in ask("find_types", query=query, data=data).splitlines()


def test_says_when_no_type_fits(ask: Ask) -> None:
    assert ask("find_types", query="zeppelin") == "no type fits."


def test_a_schema(ask: Ask) -> None:
    told = ask("provider_schema", type="aws_s3_bucket_versioning").splitlines()
    assert told[:3] == [
        "Resource aws_s3_bucket_versioning",
        "bucket: string, required",
        "expected_bucket_owner: string, optional",
    ]
    assert "versioning_configuration: block (one, required)" in told
    assert "versioning_configuration.status: string, required" in told
    assert "url: " not in ask("provider_schema", type="aws_sqs_queue")
    assert ask("provider_schema", type="aws_sqs_queue").splitlines()[-1] == "Exported: arn, id, tags_all, url"


def test_what_is_deprecated_or_sensitive_is_marked(ask: Ask) -> None:
    bucket = ask("provider_schema", type="aws_s3_bucket")
    assert "acl: string, optional, else computed, deprecated: use aws_s3_bucket_acl" in bucket.splitlines()
    assert "deprecated: use aws_s3_bucket_versioning" in bucket
    assert "password: string, optional, sensitive" in ask("provider_schema", type="aws_db_instance").splitlines()
    assert "Deprecated: use aws_launch_template." in ask("provider_schema", type="aws_launch_configuration")
    assert ask("provider_schema", type="aws_caller_identity", data=True).startswith("Data source aws_caller_identity\n")


def test_a_large_schema_is_told_as_deep_as_there_is_room(ask: Ask) -> None:
    told = ask("provider_schema", type="aws_wafv2_web_acl")
    assert "its content: attribute rule.statement" in told
    assert "left out" not in told


def test_every_type_fits_an_answer(ask: Ask) -> None:
    for kind in list(provider_schema("aws").types())[::10]:
        assert len(ask("provider_schema", type=kind)) <= LIMIT


@pytest.mark.parametrize(
    ("kind", "data", "says"),
    [
        ("aws_sqs_que", False, "no type 'aws_sqs_que'. Nearest: aws_sqs_queue"),
        ("aws_magic_queue_thing_xyz", False, "no type"),
        ("aws_caller_identity", False, "a data source, no resource"),
        ("aws_sqs_queue_policy", True, "a resource, no data source"),
        ("azurerm_storage_account", False, "no type"),
    ],
)
def test_types_that_are_not_there(ask: Ask, kind: str, data: bool, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        ask("provider_schema", type=kind, data=data)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("string", "string"),
        ("dynamic", "any"),
        (["list", "string"], "list(string)"),
        (["map", ["set", "number"]], "map(set(number))"),
        (["list", ["object", {"a": "string", "b": ["list", "bool"]}]], "list(object({a = string, b = list(bool)}))"),
        (["tuple", ["string", "number"]], "tuple([string, number])"),
    ],
)
def test_types_in_words(kind: object, words: str) -> None:
    assert type_words(kind) == words
