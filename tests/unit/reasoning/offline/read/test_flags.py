import pytest

from app.reasoning.offline.read.find_slots import find_slots
from app.reasoning.offline.read.flags import read_choices, read_flags, state_of
from tests.unit.reasoning.offline.read.sheets import sheet_of


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("an S3 bucket with versioning", True),
        ("an S3 bucket, versioning enabled", True),
        ("an S3 bucket, versioning: off", False),
        ("an S3 bucket with versioning set to false", False),
        ("an S3 bucket with no versioning", False),
        ("an RDS database; do not skip final snapshot of the RDS database", False),
    ],
)
def test_on_or_off(text: str, state: bool) -> None:
    sheet = sheet_of(text)
    sentence = sheet.sentences[-1]
    slot = next(slot for slot in find_slots(sheet, sentence, sheet.drafts[0]) if slot.flag)
    assert state_of(sheet, sentence, slot) is state


def test_flags_go_to_the_nearest_that_has_them() -> None:
    sheet = sheet_of("a FIFO SQS queue and a versioned bucket")
    sentence = sheet.sentences[0]
    scopes = [(place.drafts, place) for place in sheet.places[0]]
    read_flags(sheet, sentence, scopes, {d: find_slots(sheet, sentence, sheet.drafts[d[0]]) for d, _ in scopes})
    assert [draft.settings for draft in sheet.drafts] == [{"fifo": True}, {"versioning": True}]


def test_choices_beside_the_mention() -> None:
    sheet = sheet_of("a MySQL database and a log bucket")
    sentence = sheet.sentences[0]
    read_choices(sheet, sentence, [(place.drafts, place) for place in sheet.places[0]])
    assert [draft.settings for draft in sheet.drafts] == [{"engine": "mysql"}, {"purpose": "logs"}]
