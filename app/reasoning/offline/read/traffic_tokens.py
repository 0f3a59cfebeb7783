"""Questions about single tokens of traffic rules: phrases, services with well-known ports, port numbers."""

from collections.abc import Mapping, Sequence

from app.knowledge.catalogue.security_group_ports import NAMED_PORTS
from app.reasoning.offline.read.tokens import Token

_LIMIT = 65535


def phrase_at(tokens: Sequence[Token], index: int, phrases: Sequence[str]) -> int:
    """How many tokens the longest of the phrases takes at a place; 0 where none stands there."""
    best = 0
    for phrase in phrases:
        words = phrase.split()
        piece = tokens[index : index + len(words)]
        alike = [token.low for token in piece] == words and all(token.kind != "quoted" for token in piece)
        best = max(best, len(words)) if alike else best
    return best


def named_at(tokens: Sequence[Token], index: int) -> tuple[str, int]:
    """The service name with well-known ports at a place and its length; empty and 0 where none stands there."""
    for length in (2, 1)[max(index + 2 - len(tokens), 0) :]:
        name = " ".join(token.low for token in tokens[index : index + length])
        if name in NAMED_PORTS and all(token.kind == "word" for token in tokens[index : index + length]):
            return name, length
    return "", 0


def port_number(token: Token) -> int | None:
    """A token as a port."""
    if token.kind != "mark" and token.text.isdigit() and len(token.text) <= 5 and int(token.text) <= _LIMIT:
        return int(token.text)
    return None


def denies(tokens: Sequence[Token], index: int, words: Mapping[str, Sequence[str]]) -> bool:
    """Whether a token says no: "blocks SSH", but not the "blocks" of "ingress blocks"."""
    before = tokens[index - 1].low if index else ""
    return tokens[index].low in words["not"] and before not in {*words["in"], *words["out"], "cidr", "inline"}
