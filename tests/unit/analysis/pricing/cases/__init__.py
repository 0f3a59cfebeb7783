"""Configurations for every exact row of the price book, by service: each module exports ``CASES``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.planned import PlannedResource


@dataclass(frozen=True)
class Case:
    """One configuration, and the components that must come of it.

    ``expect`` is what a month must hold of each row: the component's label as the data has it
    (``root_block_device > Storage (general purpose SSD, gp2)``) and the quantity in the row's unit. ``usage`` is a
    resource's part of a usage file (dotted or nested keys). ``others`` are the rest of the stack; ``references`` the
    attributes of the resource that name them. ``listed`` is the region of the row where it is not the resource's;
    ``unit`` that of the rows, where one label has several.
    """

    type: str
    values: Mapping[str, Any]
    expect: Mapping[str, str | int]
    usage: Mapping[str, Any] = field(default_factory=dict)
    region: str = "us-east-1"
    others: tuple[PlannedResource, ...] = ()
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    listed: str = ""
    unit: str = ""

    @property
    def resource(self) -> PlannedResource:
        """The resource, ``<type>.this``."""
        return PlannedResource(
            f"{self.type}.this", self.type, "this", provider=self.type.partition("_")[0], region=self.region,
            values=self.values, references=self.references,
        )  # fmt: skip
