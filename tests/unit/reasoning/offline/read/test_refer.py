import pytest

from tests.unit.reasoning.offline.read.sheets import sheet_of


@pytest.mark.parametrize(
    ("text", "sentence", "drafts"),
    [
        ("A Lambda function named resize. It runs.", 1, [(0,)]),
        ("A Lambda function named resize. The function runs.", 1, [(0,)]),
        ("An IAM role named a. This role is small.", 1, [(0,)]),
        ('A bucket named "uploads". Uploads are deleted.', 1, [(0,)]),
        ("A queue and a bucket. A Lambda function reads from it.", 1, [(2,), (0,)]),
        ("Nothing. It runs.", 1, []),
    ],
)
def test_words_that_speak_of_what_was_named(text: str, sentence: int, drafts: list[tuple[int, ...]]) -> None:
    assert [place.drafts for place in sheet_of(text).places[sentence]] == drafts


def test_as_many_names_as_members_are_theirs() -> None:
    sheet = sheet_of('Two RDS databases. Call the copies "left" and "right".')
    assert sheet.drafts[0].names == ["left", "right"]
