"""Statements of resource policies."""

from typing import Any

import pytest

from app.domain.resources import Ref, Template
from app.knowledge.catalogue.statements import below, camel, distinct, policy_statement, tls_only, type_of


@pytest.mark.parametrize(
    ("label", "sid"), [("orders", "Orders"), ("orders_dlq", "OrdersDlq"), ("replica-1", "Replica1"), ("_a__b", "AB")]
)
def test_a_label_becomes_a_statement_id(label: str, sid: str) -> None:
    assert camel(label) == sid


@pytest.mark.parametrize(
    ("address", "kind"),
    [("aws_sqs_queue.orders", "aws_sqs_queue"), ("data.aws_iam_policy_document.x", "aws_iam_policy_document")],
)
def test_the_type_of_an_address(address: str, kind: str) -> None:
    assert type_of(address) == kind


def test_below_an_arn() -> None:
    arn = Ref("aws_s3_bucket.a", "arn")
    assert below(arn, "/*") == Template((arn, "/*"))


def test_without_tls_everyone_is_denied() -> None:
    statement = tls_only(["arn"], "s3:*")
    assert statement["effect"] == "Deny"
    assert statement["condition"] == [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}]


def test_equal_statements_stand_once_and_sids_differ() -> None:
    one: dict[str, Any] = {"sid": "Logs", "actions": ["s3:PutObject"], "resources": ["a"]}
    other = {**one, "resources": ["b"]}
    result = distinct([one, dict(one), other, dict(other)])
    assert [(row["sid"], row["resources"]) for row in result] == [("Logs", ["a"]), ("Logs2", ["b"])]


def test_a_statement_in_json_has_iams_own_names() -> None:
    statement = {
        "sid": "Use",
        "actions": ["kms:Decrypt"],
        "resources": ["*"],
        "principals": [{"type": "Service", "identifiers": ["a.amazonaws.com", "b.amazonaws.com"]}],
        "condition": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1"]}],
    }
    assert policy_statement(statement) == {
        "Sid": "Use",
        "Effect": "Allow",
        "Principal": {"Service": ["a.amazonaws.com", "b.amazonaws.com"]},
        "Action": "kms:Decrypt",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": "1"}},
    }
