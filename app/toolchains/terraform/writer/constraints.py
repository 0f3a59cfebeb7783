"""Version constraints: whether one admits a version."""

import re

_TERM = re.compile(r"(?P<operator>=|!=|>=|<=|>|<|~>)?\s*v?(?P<version>\d+(?:\.\d+)*)\Z")


def admits(constraint: str, version: str) -> bool:
    """Whether a constraint (``>= 5.0, < 7.0``, ``~> 6.2``) admits a release; False for one that cannot be read."""
    terms = [_TERM.match(term.strip()) for term in constraint.split(",")]
    return all(term is not None and _holds(term["operator"] or "=", term["version"], version) for term in terms)


def _holds(operator: str, wanted: str, version: str) -> bool:
    have, limit = _numbers(version), _numbers(wanted)
    if operator == "~>":
        fixed = max(wanted.count("."), 1)
        return have >= limit and have[:fixed] == limit[:fixed]
    order = (have > limit) - (have < limit)
    return order in {"=": {0}, "!=": {-1, 1}, ">": {1}, ">=": {0, 1}, "<": {-1}, "<=": {-1, 0}}[operator]


def _numbers(version: str) -> tuple[int, ...]:
    """Four numbers, so that ``6.2`` and ``6.2.0`` are the same."""
    numbers = [int(part) for part in version.split(".")][:4]
    return tuple(numbers + [0] * (4 - len(numbers)))
