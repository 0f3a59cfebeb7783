"""What a request may state about a bucket."""

import pytest

from app.knowledge.catalogue.base import Parameter
from app.knowledge.catalogue.s3_parameters import PARAMETERS


def test_names_are_unique() -> None:
    names = [parameter.name for parameter in PARAMETERS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
def test_words_are_lower_case_without_accents(parameter: Parameter) -> None:
    for word in (*parameter.words, *parameter.choices):
        assert word == word.lower()
        assert word.isascii()


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
def test_kinds_have_what_they_need(parameter: Parameter) -> None:
    assert bool(parameter.choices) == (parameter.kind == "choice")
    assert (parameter.unit == "days") == (parameter.kind == "duration")
