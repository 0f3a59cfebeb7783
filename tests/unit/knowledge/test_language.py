"""The language data: the same topics in each language, in the form that is looked up."""

import re

import pytest

from app.knowledge.language import CODES, language, places, provider_words
from app.knowledge.schemas import schema_of
from app.reasoning.offline.read.tokens import fold

MAPS = {"numbers", "sizes", "durations", "once", "days", "day_parts", "environments", "frameworks", "relations"}


def test_languages_have_the_same_topics() -> None:
    first, second = (set(language(code)._data) for code in CODES)
    assert first == second


@pytest.mark.parametrize("code", CODES)
def test_words_are_lower_case_without_accents(code: str) -> None:
    for topic in language(code)._data:
        if topic in {"questions", *MAPS}:
            continue
        for word in language(code).words(topic):
            assert word == fold(word), topic


@pytest.mark.parametrize("code", CODES)
def test_the_longest_relation_phrases_come_first(code: str) -> None:
    lengths = [len(phrase.words) for phrase in language(code).relations]
    assert lengths == sorted(lengths, reverse=True)


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        language("xx")


def test_places_are_regions() -> None:
    for name, region in places().items():
        assert name == fold(name)
        assert re.fullmatch(r"[a-z]{2}-[a-z]+-\d", region)


def test_provider_words_name_real_types() -> None:
    words = provider_words()
    for kind in (*words.types, *words.families.values()):
        if kind.startswith("aws_"):
            assert schema_of(kind) is not None, kind
