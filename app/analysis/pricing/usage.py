"""How much of what depends on use: told in a usage file, else assumed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from app.domain.planned import PlannedResource

Value = Decimal | str
"""A use in numbers (``monthly_requests: 5``) or in words (``operating_system: windows``)."""
Keys = Mapping[str, Value]
"""By dotted key: ``standard.storage_gb``."""
MEASURED = frozenset({
    "cpu_average_percent", "cpu_max_percent", "disk_max_percent", "iops_max", "measured_on", "memory_max_mb",
    "memory_max_percent", "network_max_percent", "observed_days", "read_units_average", "read_units_max",
    "s3_dynamodb_data_gb", "throughput_max_mbps", "write_units_average", "write_units_max",
})  # fmt: skip
"""Keys that no price is read from: what was measured of a resource, for advice on its size."""
Size = Literal["small", "medium", "large", "none"]
SIZES: tuple[Size, ...] = ("small", "medium", "large", "none")


@dataclass(frozen=True, slots=True)
class Usage:
    """What a usage file says. ``types`` holds for every resource of a type, ``resources`` for the addresses that match
    (``aws_instance.web[*]``), the later the stronger; ``assume`` is the size that is assumed of what neither tells.

    ``source`` is the file's name, empty where there is none.
    """

    types: Mapping[str, Keys] = field(default_factory=dict)
    resources: Mapping[str, Keys] = field(default_factory=dict)
    assume: Size = "medium"
    source: str = ""

    def of(self, resource: PlannedResource) -> Keys:
        """All that is told of a resource, by dotted key."""
        found: dict[str, Value] = dict(self.types.get(resource.type, {}))
        for pattern, keys in self.resources.items():
            if matches(pattern, resource.address):
                found |= keys
        return found

    def described(self) -> str:
        """Where the use comes from, in words."""
        assumed = "nothing is assumed" if self.assume == "none" else f"else assumed {self.assume}"
        return f"{self.source}, {assumed}" if self.source else assumed.removeprefix("else ")


def matches(pattern: str, address: str) -> bool:
    """Whether an address is meant; ``[*]`` in the pattern stands for any index."""
    if "[*]" not in pattern:
        return pattern == address
    return re.fullmatch(re.escape(pattern).replace(r"\[\*\]", r"\[[^\]]*\]"), address) is not None


def flat(keys: Mapping[str, Any], before: str = "") -> Keys:
    """Nested keys as dotted ones; numbers as Decimal, everything else as text."""
    found: dict[str, Value] = {}
    for key, value in keys.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{before}{key}.")
        else:
            number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
            found[f"{before}{key}"] = Decimal(str(value)) if number else str(value)
    return found


def size(word: str) -> Size | None:
    """The size of that name."""
    return next((one for one in SIZES if one == word), None)


NO_USAGE = Usage()
"""No file: everything is assumed medium."""
