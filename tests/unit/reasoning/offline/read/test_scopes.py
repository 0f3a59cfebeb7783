"""Whom the values of a sentence may be meant for."""

import pytest

from app.reasoning.offline.read.scopes import about_logs, scopes_of
from tests.unit.reasoning.offline.read.sheets import sheet_of


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("An SQS queue and a Lambda function.", ["sqs", "lambda"]),
        ("An SQS queue. It is encrypted.", ["sqs"]),
        ("An SQS queue. Messages wait for 5 minutes.", ["sqs"]),
        ("Hello.", []),
    ],
)
def test_the_last_sentence_speaks_of(text: str, kinds: list[str]) -> None:
    sheet = sheet_of(text)
    found = list(scopes_of(sheet, sheet.sentences[-1]))
    assert [sheet.drafts[drafts[0]].kind for drafts, _ in found] == kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bucket. Access logs are kept for 90 days.", True),
        ("A bucket. Objects are kept for 90 days.", False),
        ("A log bucket keeps logs for 90 days.", False),
    ],
)
def test_a_sentence_about_logs(text: str, expected: bool) -> None:
    sheet = sheet_of(text)
    sentence = sheet.sentences[-1]
    assert about_logs(sheet, sentence, list(scopes_of(sheet, sentence))) is expected
