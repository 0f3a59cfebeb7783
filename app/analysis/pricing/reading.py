"""Reading planned values for a price: what is not known is not guessed."""

from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain.cost import ZERO
from app.domain.planned import PlannedResource, at_path

LARGEST = Decimal(10) ** 15
"""Of a size or a number of things: sums beyond are no money any more."""


class Unknown(Exception):
    """A value that decides about the price is not known; the bill ends here, and the text becomes an ``Unpriced``."""


class Reading:
    """The values of a resource, or of one of its nested blocks."""

    def __init__(self, resource: PlannedResource) -> None:
        self.resource = resource

    def get(self, path: str, default: Any = None) -> Any:
        """The value at a dotted path; ``default`` where it is unset (or computed by the provider).

        Raises ``Unknown`` where an expression gives the value and it is known only after apply.
        """
        value = self.resource.get(path)
        if value is None and self._given_later(path):
            raise Unknown(f"{path} is known only after apply")
        return default if value is None else value

    def text(self, path: str, default: str = "") -> str:
        """The value at a path as text."""
        return str(self.get(path, default))

    def flag(self, path: str, *, default: bool = False) -> bool:
        """The value at a path as a truth value."""
        return str(self.get(path, default)).lower() == "true"

    def number(self, path: str, default: Decimal | int = ZERO) -> Decimal:
        """The value at a path, zero or more. Raises ``Unknown`` for what is no such number."""
        return amount(self.get(path, default), path)

    def blocks(self, path: str) -> list["Block"]:
        """The nested blocks at a dotted path."""
        one = self.resource
        begin = f"{path}."
        references = {key.removeprefix(begin): value for key, value in one.references.items() if key.startswith(begin)}
        unknown = _at(one.unknown, path)
        return [
            Block(
                PlannedResource(
                    one.address, one.type, one.name, values=values, unknown=_at(unknown, str(number)),
                    references=references,
                )
            )
            for number, values in enumerate(one.blocks(path))
        ]  # fmt: skip

    def has(self, path: str) -> bool:
        """Whether something is set at a path, be it known only after apply."""
        return bool(self.resource.get(path)) or self._given_later(path)

    def _given_later(self, path: str) -> bool:
        if not self.resource.unknown:
            return False
        plain = ".".join(part for part in path.split(".") if not part.isdigit())
        return self.resource.is_unknown(path) and bool(self.resource.references.get(plain))


class Block(Reading):
    """A nested block."""


def amount(value: Any, what: str) -> Decimal:
    """A planned value as a number, zero or more. Raises ``Unknown`` for what is no such number."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise Unknown(f"{what} is no number: {value!r}") from None
    if isinstance(value, bool) or not found.is_finite():
        raise Unknown(f"{what} is no number: {value!r}")
    if found < 0:
        raise Unknown(f"{what} is negative: {value}")
    if found > LARGEST:
        raise Unknown(f"{what} is more than anybody has: {value}")
    return found


def _at(tree: Any, path: str) -> Any:
    """The part of a tree of unknowns at a dotted path."""
    node = at_path(tree, path)
    return node if isinstance(node, dict | list) else {}
