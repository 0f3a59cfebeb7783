"""Where simulated resources live: account, region, partition, default tags, and the working directory of the run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.toolchains.simulator.values import Unknown, known

ACCOUNT = "123456789012"
REGION = "us-east-1"
DIRECTIONS = {
    "north": "n", "south": "s", "east": "e", "west": "w", "central": "c",
    "northeast": "ne", "southeast": "se", "northwest": "nw", "southwest": "sw",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """What one configured provider (one alias) knows of its surroundings; ``directory`` None forbids all files.

    ``root`` is the folder files must stay inside (the repository's copy); None is ``directory`` itself.
    """

    region: str = REGION
    account: str = ACCOUNT
    default_tags: Mapping[str, str] = field(default_factory=dict)
    directory: Path | None = None
    root: Path | None = None
    configuration: Mapping[str, Any] = field(default_factory=dict)

    @property
    def partition(self) -> str:
        """``aws``, or the partition of China or of the US government."""
        if self.region.startswith("cn-"):
            return "aws-cn"
        return "aws-us-gov" if self.region.startswith("us-gov-") else "aws"

    @property
    def suffix(self) -> str:
        """The domain under which services answer."""
        return "amazonaws.com.cn" if self.region.startswith("cn-") else "amazonaws.com"

    @property
    def region_code(self) -> str:
        """The short form in zone ids and bills: ``use1`` for us-east-1."""
        first, *middle, number = self.region.split("-")
        return first + "".join(DIRECTIONS.get(word, word[:1]) for word in middle) + number


def place_of(configuration: Mapping[str, Any]) -> Place:
    """The place a provider block of AWS describes; what it leaves open is the default account and region."""
    region = configuration.get("region")
    return Place(
        region=region if known(region) and region else REGION,
        account=_account(configuration),
        default_tags=_default_tags(configuration),
        configuration=configuration,
    )


def _account(configuration: Mapping[str, Any]) -> str:
    for role in configuration.get("assume_role") or ():
        arn = role.get("role_arn") if isinstance(role, dict) else None
        parts = arn.split(":") if isinstance(arn, str) else []
        if len(parts) > 4 and parts[4].isdigit():
            return parts[4]
    for allowed in configuration.get("allowed_account_ids") or ():
        if isinstance(allowed, str) and allowed.isdigit():
            return allowed
    return ACCOUNT


def _default_tags(configuration: Mapping[str, Any]) -> dict[str, str]:
    out: dict[str, str] = {}
    for block in configuration.get("default_tags") or ():
        tags = block.get("tags") if isinstance(block, dict) else None
        if isinstance(tags, dict):
            out.update({key: value for key, value in tags.items() if value is not None})
    return out


def merged_tags(place: Place, tags: Any) -> Any:
    """The value of ``tags_all``: default tags with the resource's own on top; unknown where the tags are."""
    if isinstance(tags, Unknown):
        return tags
    return {**place.default_tags, **{key: value for key, value in (tags or {}).items() if value is not None}}
