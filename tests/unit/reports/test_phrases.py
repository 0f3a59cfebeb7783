"""Both languages say the same."""

import re
import string
from pathlib import Path

import app
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


def test_every_phrase_is_said_somewhere() -> None:
    """By its whole key, or by a key that is put together: ``f"stage_{…}"``, ``"stage_" ~ …``."""
    files = [path for path in Path(app.__file__).parent.rglob("*.*") if path.suffix in {".py", ".j2"}]
    text = "\n".join(path.read_text() for path in files if path.parent.name != "phrases")
    whole = set(re.findall(r"[\"'.](\w+)\b", text))
    begun = tuple(re.findall(r"[\"'](\w+_)(?:\{|[\"'] ~)", text))
    assert [key for key in ENGLISH if key not in whole and not key.startswith(begun)] == []
