import pytest

from tests.unit.reasoning.offline.read.sheets import kinds, sheet_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A bucket. The bucket is private.", ["s3"]),
        ("A bucket and another bucket.", ["s3", "s3"]),
        ("A database for products. Use PostgreSQL.", ["rds"]),
        ('A bucket named "a" and a bucket named "b".', ["s3", "s3"]),
        ("An orders queue and a mail queue. The orders queue is first.", ["sqs", "sqs"]),
        ("No bucket, but a queue.", ["sqs"]),
        ("A queue without a bucket.", ["sqs"]),
        ("A VPC. A subnet linked to a VPC.", ["vpc", "aws_subnet"]),
        ("# Notification topic\n\nAn SNS topic named x.", ["sns"]),
        ("the bucket ARN", []),
    ],
)
def test_the_same_thing_named_twice_is_one(text: str, found: list[str]) -> None:
    assert kinds(sheet_of(text)) == found


def test_what_is_refused_is_remembered() -> None:
    assert "s3" in sheet_of("A queue without a bucket.").refused


def test_an_existing_thing_is_settled_openly() -> None:
    settled = sheet_of("Use an existing bucket.").settled
    assert [one.conflict for one in settled] == ["bucket: said to exist already"]


def test_names_with_words_of_their_own_have_places_of_their_own() -> None:
    sheet = sheet_of('Two SQS queues: "left" with a delay of 5 seconds, and "right" with none.')
    assert [place.drafts for place in sheet.places[0]] == [(0, 1), (0,), (1,)]


def test_counts() -> None:
    assert [draft.count for draft in sheet_of("two SQS queues and a bucket").drafts] == [2, 1]


def test_a_surer_word_sharpens_an_ordinary_one() -> None:
    draft = sheet_of("The database is kept small. PostgreSQL it is.").drafts[0]
    assert (draft.kind, draft.key) == ("rds", "postgresql")
