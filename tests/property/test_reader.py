"""Whatever the text, the reader answers, and always the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.reasoning.offline.read import read
from tests.unit.reasoning.offline.read.sheets import SMALL

PIECES = st.sampled_from(
    [
        "a", "the", "queue", "SQS", "bucket", "named", '"orders"', "every night at", "02:30", "5 minutes", "20 GB",
        "no",
        "without", "writes to", "behind", "and", ",", ".", "\n- ", "\n# ", "\n\n", "| a | b |\n|---|---|\n", "it",
        "which",
        "10.0.0.0/16", "$50", "a month", "eu-west-1", "HIPAA", "public", "aws_sqs_queue", "PostgreSQL", "15", "(", ")",
        "una", "cola", "que", "lee", "sin", "two", "three", "each", "in", "Lambda function", "tag", "team=shop", "%",
        "*",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_words_in_any_order_never_raise_and_are_read_alike_twice(text: str) -> None:
    first = read(text, SMALL)
    assert first == read(text, SMALL)
    known = {component.id for component in first.components}
    assert len(known) == len(first.components)
    assert all(relation.source in known and relation.target in known for relation in first.relations)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_characters_never_raise(text: str) -> None:
    found = read(text, SMALL)
    assert len(found.slug) <= 40
    assert found.components or found.questions
