"""Policy documents within the values of any resource."""

import json

import pytest

from app.analysis.permissions.texts import documents_in, texts_in

POLICY = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*"}]}
BOUND = {"Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}


def test_texts_have_the_path_they_stand_at() -> None:
    values = {"a": "x", "b": [{"c": "y"}, "z"], "d": 1, "e": None}
    assert list(texts_in(values)) == [("a", "x"), ("b.c", "y"), ("b", "z")]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (json.dumps(POLICY), 1),
        (json.dumps([POLICY, {"inner": json.dumps(POLICY)}]), 2),
        (json.dumps({"details": {"policy": POLICY}}), 1),
        (json.dumps(BOUND), 0),
        ("{ no JSON", 0),
        ("[" * 99_999, 0),
        ("words", 0),
        ("", 0),
    ],
)
def test_documents_that_name_a_principal_are_found_wherever_they_are(text: str, count: int) -> None:
    assert len(documents_in(text)) == count
