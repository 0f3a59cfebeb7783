import pytest

from app.reasoning.offline.read.attach import attach
from app.reasoning.offline.read.elsewhere import attach_elsewhere
from tests.unit.reasoning.offline.read.sheets import sheet_of


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("A queue and a Lambda function.\n\nKeep messages for 4 days.", [{"message_retention": 345600}, {}]),
        ("A Lambda function.\n\n\nKeep logs for 90 days.", [{"log_retention": 90}]),
        ("A bucket and a queue.\n\n\nMail is kept for 9 days in a dead letter queue.", [{}, {"dead_letter": True}]),
        ("A queue.\n\nPaint the office for 90 days.", [{}]),
        ("A queue.\n\nFailed messages go to a dead letter queue.", [{"dead_letter": True}]),
    ],
)
def test_values_far_from_their_component(text: str, settings: list[dict[str, object]]) -> None:
    sheet = sheet_of(text)
    attach(sheet)
    attach_elsewhere(sheet)
    assert [draft.settings for draft in sheet.drafts] == settings
