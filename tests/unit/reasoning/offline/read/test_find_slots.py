import pytest

from app.reasoning.offline.read.find_slots import find_slots
from tests.unit.reasoning.offline.read.sheets import sheet_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("an SQS queue with a visibility timeout", ["visibility_timeout"]),
        ("an SQS queue, visibility_timeout_seconds = 5", ["visibility_timeout"]),
        ("an SQS queue: keep the old ones for 4 days", ["message_retention"]),
        ("an SQS queue with delay_seconds", ["delay_seconds"]),
        ("an SQS queue", []),
    ],
)
def test_words_that_name_what_a_draft_can_be_told(text: str, names: list[str]) -> None:
    sheet = sheet_of(text)
    slots = find_slots(sheet, sheet.sentences[0], sheet.drafts[0])
    assert [s.parameter.name if s.parameter else s.argument.path if s.argument else "" for s in slots] == names


def test_closed_leaves_words_with_something_between_out() -> None:
    sheet = sheet_of("an SQS queue: keep the old ones for 4 days")
    assert find_slots(sheet, sheet.sentences[0], sheet.drafts[0], closed=True) == []
