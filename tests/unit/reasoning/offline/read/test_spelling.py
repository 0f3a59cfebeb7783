"""Misspelt names of services."""

import pytest

from app.knowledge.catalogue.registry import SERVICES
from app.knowledge.language import language
from app.reasoning.offline.read.spelling import one_letter_off, respelt
from app.reasoning.offline.read.split import split
from app.reasoning.offline.read.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("word", "right", "expected"),
    [
        ("postgressql", "postgresql", True), ("kubernets", "kubernetes", True), ("kuberntes", "kubernetes", True),
        ("cloudfornt", "cloudfront", True), ("dinamodb", "dynamodb", True), ("scheduled", "schedule", False),
        ("container", "contained", False), ("kubernetes", "kubernetes", False), ("lambda", "postgresql", False),
        ("cloudfrnt", "cloudfront", True), ("xloudfront", "cloudfront", False),
    ],
)  # fmt: skip
def test_one_letter_off(word: str, right: str, expected: bool) -> None:
    assert one_letter_off(word, right) is expected


@pytest.mark.parametrize(
    ("text", "position", "low"),
    [
        ("A PostgresSQL database", 1, "postgresql"),
        ("a Kubernets cluster", 1, "kubernetes"),
        ("it contained instances and schedules", 1, "contained"),
        ("it contained instances and schedules", 2, "instances"),
        ('a bucket "Kubernets"', 2, "kubernets"),
    ],
)
def test_only_slips_are_put_right_and_never_names(text: str, position: int, low: str) -> None:
    words = language("en")
    (sentence,) = respelt(split(text), vocabulary(SERVICES), words)
    assert sentence.tokens[position].low == low
    assert sentence.text == text
