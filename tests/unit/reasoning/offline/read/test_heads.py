import pytest

from tests.unit.reasoning.offline.read.sheets import kinds, sheet_of


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("a PostgreSQL RDS database", "en", ["rds"]),
        ("a queue (SQS)", "en", ["sqs"]),
        ("The API is a Lambda function", "en", ["lambda"]),
        ("a Lambda function role", "en", ["aws_iam_role"]),
        ("a VPC subnet", "en", ["aws_subnet"]),
        ("PostgreSQL 15 database", "en", ["rds"]),
        ("una cola SQS", "es", ["sqs"]),
        ("una función Lambda", "es", ["lambda"]),
    ],
)
def test_neighbours_that_are_one_thing(text: str, code: str, found: list[str]) -> None:
    assert kinds(sheet_of(text, code)) == found


def test_what_stands_for_a_thing_means_it_later() -> None:
    sheet = sheet_of("The API is a Lambda function. The API reads a queue.")
    assert kinds(sheet) == ["lambda", "sqs"]
    assert sheet.places[1][0].drafts == (0,)
