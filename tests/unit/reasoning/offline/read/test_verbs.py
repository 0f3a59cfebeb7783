import pytest

from app.knowledge.language import CODES, language
from app.reasoning.offline.read.tokens import tokenise
from app.reasoning.offline.read.verbs import find_verbs, verb_spans
from tests.unit.reasoning.offline.read.sheets import sheet_of

KINDS = {
    "fronts", "triggers", "reads", "writes", "uses", "sends", "logs", "in", "encrypts", "backs_up", "monitors",
    "replicates", "resolves", "authenticates", "attached",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("a Lambda function writes results to the bucket", "en", ["writes"]),
        ("a Lambda function writing to the bucket", "en", ["writes"]),
        ("a Lambda function behind a bucket", "en", ["fronts"]),
        ("Orders are kept in a bucket", "en", ["writes"]),
        ("una función Lambda guarda los datos en un bucket", "es", ["writes"]),
        ("a bucket", "en", []),
    ],
)
def test_phrases_and_their_kind(text: str, code: str, found: list[str]) -> None:
    sheet = sheet_of(text, code)
    assert [verb.phrase.kind for verb in find_verbs(sheet.sentences[0], sheet.places[0], sheet.words)] == found


def test_what_stands_in_the_gap() -> None:
    sheet = sheet_of("Attach the bucket to the queue")
    verb = next(iter(find_verbs(sheet.sentences[0], sheet.places[0], sheet.words)))
    assert verb.inner is not None
    assert verb.inner.drafts == (0,)


def test_verbs_that_name_no_thing() -> None:
    assert verb_spans(tokenise("it fans out to two"), "en") == [(1, 4)]


@pytest.mark.parametrize("code", CODES)
def test_the_data_names_known_kinds_only(code: str) -> None:
    assert {phrase.kind for phrase in language(code).relations} == KINDS
