"""Words of a command."""

import pytest

from app.pipeline.grammar.words import MOST_WORDS, Wrong, nearest, require_visible, rest_of, shown, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" a  b\tc\xa0d\u3000e ", ["a", "b", "c", "d", "e"]),
        ('"a b" \'c "d\'', ["a b", 'c "d']),
        ("--x=\"a b\" y='' don't", ["--x=a b", "y=", "don't"]),
        ('"--x" "a=b"', ["--x", "a=b"]),
        ("a=b=c =d", ["a=b=c", "=d"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [word.value for word in words(text)] == expected


def test_quotes_make_plain_words() -> None:
    flag, quoted, pair = words('--x "--x" "a=b"')
    assert flag.is_flag
    assert not quoted.is_flag
    assert pair.key is None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('"a', "not closed"),
        ('a="b c', "not closed"),
        ("'a'b", "not closed"),
        ("–a", "dash"),
        ("—", "dash"),
        ("−−a", "dash"),
        ("“a”", "quote"),
        ("--a=‘b’", "quote"),
        ("a " * (MOST_WORDS + 1), f"{MOST_WORDS} words"),
    ],
)
def test_what_is_no_word(text: str, wrong: str) -> None:
    with pytest.raises(Wrong, match=wrong):
        list(words(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  add a queue  ", "add a queue"),
        ('"add a queue"', "add a queue"),
        ("'a' and 'b'", "'a' and 'b'"),
        ('"', '"'),
        ("a\u200b b\ufeff", "a b"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_rest(text: str, expected: str) -> None:
    assert rest_of(text) == expected


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\u202e", "\u2066", "\ud800", "\u2028"])
def test_what_misleads_is_named(character: str) -> None:
    for read in (rest_of, require_visible):
        with pytest.raises(Wrong) as caught:
            read(f"a{character}b")
        assert shown(caught.value.word) == f"U+{ord(character):04X}"


def test_shown_is_short_and_visible() -> None:
    assert shown("a\u202eb") == "aU+202Eb"
    assert len(shown("x" * 1000)) == 60


def test_nearest() -> None:
    assert nearest("REVEIW", ["plan", "review"]) == "review"
    assert nearest("foo", ["plan", "review"]) == ""
    assert nearest("x" * 10_000, ["x" * 10_000]) == ""
