"""Both languages say the same."""

import string

from app.reports.phrases import ENGLISH, SPANISH, phrases


def places(phrase: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None)


def test_both_languages_have_the_same_words_and_places() -> None:
    assert ENGLISH.keys() == SPANISH.keys()
    assert [key for key in ENGLISH if places(ENGLISH[key]) != places(SPANISH[key])] == []
    assert [key for key, phrase in SPANISH.items() if not phrase] == []


def test_only_help_may_be_left_to_the_catalogue() -> None:
    assert [key for key, phrase in ENGLISH.items() if not phrase and not key.startswith("help_")] == []


def test_a_language_that_is_not_spoken_gets_english() -> None:
    assert phrases("fr") is ENGLISH
