import pytest

from app.knowledge.language import language
from app.reasoning.offline.read.phrases import contains_any, find_phrase, lows, negated, plain
from app.reasoning.offline.read.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "word", "denied"),
    [
        ("no NAT", "nat", True),
        ("without any NAT", "nat", True),
        ("we do not want a NAT", "nat", True),
        ("no more than one NAT", "nat", False),
        ("no bucket but a NAT", "nat", False),
        ("a NAT", "nat", False),
    ],
)
def test_negations_reach_over_small_words(text: str, word: str, denied: bool) -> None:
    tokens = tokenise(text)
    at = next(index for index, token in enumerate(tokens) if token.low == word)
    assert negated(tokens, at, language("en")) is denied


def test_looking_for_phrases() -> None:
    tokens = tokenise('a "public bucket" and a public bucket')
    assert find_phrase(tokens, "public bucket") == 4
    assert find_phrase(tokens, "no such") is None
    assert plain(tokens) == "a and a public bucket"
    assert lows(tokens, -3, 1) == ["a"]
    assert contains_any("a public bucket", {"public bucket", "bucket"}) == "bucket"
    assert contains_any("publicly", {"public"}) is None
