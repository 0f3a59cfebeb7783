"""Policy documents, letter by letter."""

import json
from typing import Any

import pytest

from app.domain.errors import Failure
from app.toolchains.simulator.aws.policy_document import read_policy_document
from tests.unit.toolchains.simulator.subjects import subject_of


def rendered(**values: Any) -> dict[str, Any]:
    return dict(read_policy_document(subject_of("aws_iam_policy_document", "data", **values)))


def test_text_is_the_providers() -> None:
    statement = {
        "sid": "Read",
        "effect": None,
        "actions": ["s3:GetObject", "s3:PutObject"],
        "resources": ["arn:aws:s3:::b/&{aws:username}/*"],
        "principals": [{"type": "Service", "identifiers": ["lambda.amazonaws.com"]}],
        "condition": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1"]}],
    }
    answer = rendered(statement=[statement])
    assert answer["json"] == (
        "{\n"
        '  "Version": "2012-10-17",\n'
        '  "Statement": [\n'
        "    {\n"
        '      "Sid": "Read",\n'
        '      "Effect": "Allow",\n'
        '      "Action": [\n'
        '        "s3:PutObject",\n'
        '        "s3:GetObject"\n'
        "      ],\n"
        '      "Resource": "arn:aws:s3:::b/${aws:username}/*",\n'
        '      "Principal": {\n'
        '        "Service": "lambda.amazonaws.com"\n'
        "      },\n"
        '      "Condition": {\n'
        '        "StringEquals": {\n'
        '          "aws:SourceAccount": "1"\n'
        "        }\n"
        "      }\n"
        "    }\n"
        "  ]\n"
        "}"
    )
    assert json.loads(answer["minified_json"]) == json.loads(answer["json"])
    assert "\n" not in answer["minified_json"]


@pytest.mark.parametrize(
    ("principals", "expected"),
    [
        ([{"type": "*", "identifiers": ["*"]}], "*"),
        ([{"type": "AWS", "identifiers": ["*"]}], {"AWS": "*"}),
        ([{"type": "AWS", "identifiers": ["1", "2"]}], {"AWS": ["2", "1"]}),
        (
            [{"type": "Service", "identifiers": ["a"]}, {"type": "AWS", "identifiers": ["1"]}],
            {"AWS": "1", "Service": "a"},
        ),
    ],
)
def test_principals(principals: list[Any], expected: object) -> None:
    answer = rendered(statement=[{"actions": ["a:b"], "principals": principals}])
    assert json.loads(answer["json"])["Statement"][0]["Principal"] == expected


def test_empty_sid_is_left_out_of_a_merged_document() -> None:
    answer = rendered(statement=[{"actions": ["a:b"], "effect": "Deny"}])
    assert json.loads(answer["json"])["Statement"] == [{"Effect": "Deny", "Action": "a:b"}]


def test_sources_come_first_and_overrides_win() -> None:
    source = json.dumps({"Statement": [{"Sid": "A", "Action": "a:source"}, {"Sid": "B", "Action": "b:source"}]})
    override = json.dumps({"Statement": {"Sid": "B", "Action": "b:override"}})
    answer = rendered(
        source_policy_documents=[source, None],
        statement=[{"sid": "A", "actions": ["a:own"]}, {"actions": ["c:own"]}],
        override_policy_documents=[override],
    )
    found = [(each.get("Sid"), each["Action"]) for each in json.loads(answer["json"])["Statement"]]
    assert found == [("A", "a:own"), ("B", "b:override"), (None, "c:own")]


def test_html_characters_are_escaped() -> None:
    assert "\\u003c" in rendered(statement=[{"actions": ["a:b"], "resources": ["<x>"]}])["json"]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"source_policy_documents": ["no json"]}, "not JSON"),
        ({"source_policy_documents": ["[]"]}, "not a JSON object"),
        ({"statement": [{"sid": "A"}, {"sid": "A"}]}, "duplicate Sid A"),
        ({"source_policy_documents": ['{"Statement":[{"Sid":"A"}]}'] * 2}, "duplicate Sid A"),
        ({"version": "2008-10-17", "statement": [{"actions": ["&{x}"]}]}, "not supported"),
    ],
)
def test_refusals(values: dict[str, Any], wrong: str) -> None:
    with pytest.raises(Failure, match=wrong):
        rendered(**values)
