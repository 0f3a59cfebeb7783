import pytest

from app.reasoning.offline.read.occasions import after_occasion, occasions
from tests.unit.reasoning.offline.read.sheets import sheet_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Every time an object lands in a bucket, a Lambda function runs.", "en"),
        ("Cada vez que llega un archivo a un bucket, se ejecuta una función Lambda.", "es"),
    ],
)
def test_what_happens_to_one_starts_the_other(text: str, code: str) -> None:
    sheet = sheet_of(text, code)
    found = [(one.source, one.kind, one.target) for one in occasions(sheet, sheet.sentences[0], sheet.places[0])]
    assert found == [(0, "triggers", 1)]


def test_the_clause_has_no_subject_for_what_follows() -> None:
    sheet = sheet_of("When a bucket changes, a Lambda function runs.")
    places = after_occasion(sheet, sheet.sentences[0], sheet.places[0])
    assert [place.governed for place in places] == [True, False]


def test_nothing_without_an_occasion() -> None:
    sheet = sheet_of("A bucket and a Lambda function.")
    assert list(occasions(sheet, sheet.sentences[0], sheet.places[0])) == []
