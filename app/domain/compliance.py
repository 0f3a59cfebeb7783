"""What findings and passed checks say about the controls of a framework: evidence toward them, never proof."""

from dataclasses import dataclass
from typing import Literal

Standing = Literal["covered", "failing", "not_assessable"]
"""Covered: checks looked at something here and were content. Not assessable: nothing here that code can tell."""
STANDINGS: tuple[Standing, ...] = ("failing", "covered", "not_assessable")
"""In the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class ControlResult:
    """One control. ``rules`` looked at it; ``findings`` are the fingerprints of those that failed it."""

    id: str
    title: str
    standing: Standing
    rules: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """One framework: its short name as in ``--framework``, its name with version, and each of its controls."""

    framework: str
    name: str
    controls: tuple[ControlResult, ...] = ()

    def count(self, standing: Standing) -> int:
        """How many controls stand so."""
        return sum(1 for control in self.controls if control.standing == standing)
