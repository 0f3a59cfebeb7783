import pytest

from app.reasoning.offline.read.nouns import NounPhrase, noun_phrase
from tests.unit.reasoning.offline.read.sheets import sheet_of


def phrase(text: str) -> NounPhrase:
    sheet = sheet_of(text)
    return noun_phrase(sheet.sentences[0].tokens, sheet.mentions[0][0], (), sheet)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("two private SQS queues", {"count": 2, "indefinite": True}),
        ("a pair of SQS queues", {"count": 2}),
        ("3 x SQS queues", {"count": 3}),
        ("the SQS queue", {"definite": True, "indefinite": False}),
        ("another SQS queue", {"fresh": True}),
        ("an existing bucket", {"existing": True}),
        ("written to a bucket", {"governed": True, "linked": True}),
        ("the second SQS queue", {"ordinal": 2}),
        ("SQS queue ARN", {"attribute_only": True}),
        ("a bucket is not needed", {"declined": True}),
        ("500 GB bucket", {"count": 0}),
    ],
)
def test_what_stands_around_a_mention(text: str, fields: dict[str, object]) -> None:
    found = phrase(text)
    assert {name: getattr(found, name) for name in fields} == fields


def test_one_in_each() -> None:
    sheet = sheet_of("two subnets with a bucket in each subnet")
    found = noun_phrase(sheet.sentences[0].tokens, sheet.mentions[0][1], (), sheet)
    assert found.each == "aws_subnet"
