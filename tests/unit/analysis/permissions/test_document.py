"""Policy documents in every form."""

import json

import pytest

from app.analysis.permissions.document import UNKNOWN, Statement, parse_blocks, parse_document

SIMPLE = Statement(allows=True, actions=("s3:getobject",), resources=("*",))


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
        {"effect": "allow", "action": ["s3:GetObject"], "resource": ["*"]},
        {"EFFECT": "Allow", "ACTION": "S3:GETOBJECT", "RESOURCE": "*", "Sid": ""},
    ],
)
@pytest.mark.parametrize("listed", [True, False])
def test_one_statement_in_every_form(statement: dict[str, object], listed: bool) -> None:
    assert parse_document(json.dumps({"Statement": [statement] if listed else statement})) == (SIMPLE,)


@pytest.mark.parametrize("text", ["", "no json", "[]", "{}", '{"Statement": "x"}', None, 7, "[" * 100_000])
def test_what_is_no_document_says_nothing(text: object) -> None:
    assert parse_document(text) == ()


def test_principals_and_conditions() -> None:
    (read,) = parse_document(
        {
            "Statement": {
                "Effect": "Deny",
                "NotAction": "iam:*",
                "NotResource": "arn:aws:s3:::a",
                "Principal": {"AWS": ["*"], "Service": "sns.amazonaws.com"},
                "NotPrincipal": "*",
                "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}, "Bool": {"aws:SecureTransport": False}},
            }
        }
    )
    assert (read.allows, read.not_actions, read.not_resources) == (False, ("iam:*",), ("arn:aws:s3:::a",))
    assert read.principals == {"AWS": ("*",), "Service": ("sns.amazonaws.com",)}
    assert read.not_principals == {"AWS": ("*",)}
    assert list(read.keys) == [
        ("StringEquals", "aws:principalorgid", ("o-1",)),
        ("Bool", "aws:securetransport", ("False",)),
    ]


def test_blocks_of_a_data_source_tell_what_is_unknown() -> None:
    block = {
        "effect": None,
        "actions": ["s3:GetObject"],
        "resources": [None],
        "principals": [{"type": "*", "identifiers": ["*"]}, {"type": "Service", "identifiers": ["x"]}],
        "condition": [{"test": "StringEquals", "variable": "aws:SourceArn", "values": [None]}],
    }
    (read,) = parse_blocks([block])
    assert read.allows
    assert read.resources == (UNKNOWN,)
    assert read.principals == {"AWS": ("*",), "Service": ("x",)}
    assert read.conditions == {"StringEquals": {"aws:sourcearn": (UNKNOWN,)}}


def test_runs_of_wildcards_and_kinds_of_principals_are_read_in_one_form() -> None:
    (read,) = parse_document(
        {
            "Statement": {
                "Effect": "Allow",
                "Action": ["?*:?*", "S3:Get??*", "s3:Get?"],
                "Resource": "arn:aws:s3:::?*/**",
                "Principal": {"aws": "1", "*": "*", "canonicaluser": "a"},
            }
        }
    )
    assert read.actions == ("*:*", "s3:get*", "s3:get?")
    assert read.resources == ("arn:aws:s3:::*/*",)
    assert read.principals == {"AWS": ("1", "*"), "CanonicalUser": ("a",)}
