"""Tokens of traffic rules."""

import pytest

from app.knowledge.language import language
from app.reasoning.offline.read.tokens import tokenise
from app.reasoning.offline.read.traffic_tokens import denies, named_at, phrase_at, port_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [("SSH", ("ssh", 1)), ("SQL Server", ("sql server", 2)), ("cheese", ("", 0)), ('"SSH"', ("", 0))],
)
def test_service_names(text: str, expected: tuple[str, int]) -> None:
    assert named_at(tokenise(text), 0) == expected


def test_the_longest_phrase_counts() -> None:
    assert phrase_at(tokenise("any ip address here"), 0, ["any ip", "any ip address"]) == 3
    assert phrase_at(tokenise("any cheese"), 0, ["any ip"]) == 0


@pytest.mark.parametrize(("text", "expected"), [("80", 80), ("65535", 65535), ("65536", None), ("eighty", None)])
def test_ports(text: str, expected: int | None) -> None:
    assert port_number(tokenise(text)[0]) == expected


@pytest.mark.parametrize(("text", "index", "expected"), [("blocks SSH", 0, True), ("ingress blocks", 1, False)])
def test_blocks_of_code_deny_nothing(text: str, index: int, expected: bool) -> None:
    assert denies(tokenise(text), index, language("en").map("traffic")) is expected
