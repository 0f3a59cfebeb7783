"""The volumes that a resource describes, wherever it does so, and how one of another type would be written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from app.analysis.savings.base import changed
from app.domain.cost import Edit
from app.domain.planned import PlannedResource

PLACES: Mapping[str, tuple[str, ...]] = {
    "aws_ebs_volume": ("",),
    "aws_instance": ("root_block_device", "ebs_block_device"),
    "aws_launch_template": ("block_device_mappings.ebs",),
    "aws_launch_configuration": ("root_block_device", "ebs_block_device"),
}
"""Where each type describes volumes; empty: at its own top."""
LEAST = Decimal(8)
"""GB of a root volume that nobody gave a size: what common images have."""


@dataclass(frozen=True, slots=True)
class Disk:
    """One volume. ``path`` leads to its values (``root_block_device.0.``), empty for the resource's own."""

    path: str
    values: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Its type; gp2 where nobody chose, as AWS and most images do."""
        return str(self.values.get("type" if not self.path else "volume_type") or "gp2")

    @property
    def size(self) -> Decimal:
        """GB."""
        return self.number("size" if not self.path else "volume_size") or LEAST

    def number(self, name: str) -> Decimal:
        """A value as a number, 0 where it is none."""
        try:
            return Decimal(str(self.values.get(name) or 0))
        except InvalidOperation:
            return Decimal(0)


@dataclass(frozen=True, slots=True)
class Speed:
    """What a volume of another type gets beside its type; None: what the type includes."""

    kind: str
    iops: int | None = None
    throughput: int | None = None


def disks(resource: PlannedResource, place: str) -> list[Disk]:
    """The volumes described at a place; for the root volume of an instance that says nothing of it there is none."""
    if not place:
        return [Disk("", resource.values)]
    return [Disk(path, values) for path, values in _blocks(resource.values, place.split("."), "")]


def _blocks(values: Mapping[str, Any], steps: Sequence[str], before: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not steps:
        yield before, values
        return
    listed = values.get(steps[0])
    for place, block in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(block, Mapping):
            yield from _blocks(block, steps[1:], f"{before}{steps[0]}.{place}.")


def retyped(
    resource: PlannedResource, place: str, found: Sequence[Disk], speeds: Sequence[Speed]
) -> tuple[PlannedResource, tuple[Edit, ...]]:
    """The resource with its volumes at a place as ``speeds`` say, and the edits that write it.

    Blocks of one kind are edited together, so there are no edits where they would have to end differently.
    """
    values: dict[str, Any] = {}
    for disk, speed in zip(found, speeds, strict=True):
        kind = "volume_type" if place else "type"
        values |= {f"{disk.path}{kind}": speed.kind, f"{disk.path}iops": speed.iops}
        values[f"{disk.path}throughput"] = speed.throughput
    alike = len({(speed, disk.number("iops") > 0) for disk, speed in zip(found, speeds, strict=True)}) == 1
    return changed(resource, values), tuple(_edits(resource, place, found[0], speeds[0])) if alike else ()


def _edits(resource: PlannedResource, place: str, disk: Disk, speed: Speed) -> Iterator[Edit]:
    prefix = f"{place}." if place else ""
    if speed.kind != disk.kind or not disk.values.get("volume_type" if place else "type"):
        yield Edit(resource.address, f"{prefix}{'volume_type' if place else 'type'}", f'"{speed.kind}"')
    for name, value in (("iops", speed.iops), ("throughput", speed.throughput)):
        if value is not None and disk.number(name) != value:
            yield Edit(resource.address, f"{prefix}{name}", str(value))
        elif value is None and disk.number(name) and name == "iops" and disk.kind != "gp2":
            yield Edit(resource.address, f"{prefix}{name}", None)
