from typing import Any

import pytest

from app.reasoning.offline.read.attach import attach
from tests.unit.reasoning.offline.read.sheets import sheet_of


@pytest.mark.parametrize(
    ("text", "settings", "arguments"),
    [
        ("an SQS queue with a visibility timeout of 5 minutes", {"visibility_timeout": 300}, {}),
        ("an SQS queue, visibility_timeout_seconds = 45", {"visibility_timeout": 45}, {}),
        ("an SQS queue with delay_seconds of 10", {}, {"delay_seconds": 10}),
        ('an SQS queue with a policy argument of value "x"', {}, {"policy": "x"}),
        ("a 20GB PostgreSQL 15 database", {"storage": 20, "version": "15", "engine": "postgres"}, {}),
        ("an RDS database on db.t3.micro", {"class": "db.t3.micro"}, {}),
        ("an RDS database whose backup retention period should be 5", {"backup_retention": 5}, {}),
        ("a VPC with cidr of value \"10.0.0.0/16\"", {"cidr": "10.0.0.0/16"}, {}),
        ("a versioned S3 bucket", {"versioning": True}, {}),
        ("an S3 bucket without versioning", {"versioning": False}, {}),
        ("a Lambda function (Python, 512 MB)", {"runtime": "python3.12", "memory": 512}, {}),
        ("an RDS database that is not publicly accessible", {}, {"publicly_accessible": False}),
        ("an SQS queue", {}, {}),
    ],
)  # fmt: skip
def test_values_reach_their_slot(text: str, settings: dict[str, Any], arguments: dict[str, Any]) -> None:
    sheet = sheet_of(text)
    attach(sheet)
    assert sheet.drafts[0].settings == settings
    assert sheet.drafts[0].arguments == arguments


def test_each_component_gets_its_own() -> None:
    sheet = sheet_of("a 20 GB PostgreSQL database and a Lambda function with 512 MB of memory")
    attach(sheet)
    assert [draft.settings for draft in sheet.drafts] == [{"storage": 20, "engine": "postgres"}, {"memory": 512}]


def test_a_list_is_spread_over_as_many_components() -> None:
    sheet = sheet_of('three subnets with cidr_block "10.8.1.0/24", "10.8.2.0/24" and "10.8.3.0/24"')
    attach(sheet)
    assert sheet.drafts[0].spread == {"cidr_block": ["10.8.1.0/24", "10.8.2.0/24", "10.8.3.0/24"]}


def test_a_later_statement_replaces_an_earlier_one_and_that_is_shown() -> None:
    sheet = sheet_of("an SQS queue with a visibility timeout of 5 minutes. Its visibility timeout is 60 seconds.")
    attach(sheet)
    assert sheet.drafts[0].settings == {"visibility_timeout": 60}
    assert [one.decision for one in sheet.settled] == ["60"]


def test_a_name_argument_keeps_the_label() -> None:
    sheet = sheet_of('an aws_sqs_queue resource called "inbox" whose name argument is set to "inbox-prod"')
    attach(sheet)
    assert (sheet.drafts[0].label, sheet.drafts[0].name) == ("inbox", "inbox-prod")


def test_names_with_words_of_their_own_get_their_own_values() -> None:
    sheet = sheet_of('Two SQS queues: "left" with a delay_seconds of 5, and "right" with a delay_seconds of 9.')
    attach(sheet)
    assert [draft.arguments for draft in sheet.drafts] == [{"delay_seconds": 5}, {"delay_seconds": 9}]
