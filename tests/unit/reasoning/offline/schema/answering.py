"""Answers for tests: every directive is answered with its own word."""

from typing import Any

from app.domain.resources import Ref, Var


class PlainAnswers:
    """Knows ``@key``-like words as variables and every type as a resource labelled ``it``."""

    def __init__(self, *, known: bool = True) -> None:
        self.known = known

    def ask(self, word: str, hint: str) -> Any:
        return Var(word) if self.known else None

    def refer_each(self, kind: str, attribute: str) -> list[Any]:
        return []

    def refer(self, kind: str, attribute: str, hint: str) -> Any:
        return Ref(f"{kind}.it", attribute) if self.known else None

    def present(self, kind: str, attribute: str) -> Any:
        return None
