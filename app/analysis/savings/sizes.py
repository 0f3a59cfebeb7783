"""Sizes of instances: one step down in a family, the same size in another family."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from app.domain.planned import PlannedResource
from app.knowledge.savings import Kin, baseline_percent, relatives, sizes_of

SMALL: Mapping[str, Decimal] = {
    "nano": Decimal("0.25"),
    "micro": Decimal("0.5"),
    "small": Decimal(1),
    "medium": Decimal(2),
    "large": Decimal(4),
    "xlarge": Decimal(8),
}
"""Weights of the sizes as AWS normalises them for reservations; Nxlarge weighs N times xlarge."""
STEPS = (2, 3, 4, 6, 8, 9, 10, 12, 16, 18, 24, 32, 48)
SIZES = (*SMALL, *(f"{step}xlarge" for step in STEPS))
TYPED: Mapping[str, str] = {
    "aws_instance": "instance_type",
    "aws_spot_instance_request": "instance_type",
    "aws_launch_template": "instance_type",
    "aws_launch_configuration": "instance_type",
    "aws_eks_node_group": "instance_types.0",
    "aws_db_instance": "instance_class",
    "aws_rds_cluster_instance": "instance_class",
    "aws_docdb_cluster_instance": "instance_class",
    "aws_neptune_cluster_instance": "instance_class",
    "aws_elasticache_cluster": "node_type",
    "aws_elasticache_replication_group": "node_type",
    "aws_opensearch_domain": "cluster_config.0.instance_type",
    "aws_elasticsearch_domain": "cluster_config.0.instance_type",
}
"""Where each type names its size."""
CLUSTERED = ("aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance")
CLUSTERED_LEAST = SMALL["medium"]
"""What the smallest instance of these clusters weighs (Amazon Aurora User Guide, DB instance classes)."""
PATTERN = re.compile(
    r"(?P<before>db\.|cache\.)?(?P<family>[a-z][\w-]*)\.(?P<size>\w+)(?P<after>\.search|\.elasticsearch)?"
)


class Sized(NamedTuple):
    """An instance type in parts: ``db.`` ``m5`` ``large`` and what follows."""

    before: str
    family: str
    size: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.family}.{self.size}{self.after}"

    @property
    def weight(self) -> Decimal | None:
        """How big it is against the other sizes of its family, None for one of its own kind (``metal``)."""
        if self.size in SMALL:
            return SMALL[self.size]
        found = re.fullmatch(r"(\d+)xlarge", self.size)
        return SMALL["xlarge"] * int(found.group(1)) if found else None

    @property
    def baseline(self) -> Decimal | None:
        """What it can use of its processors all the time, None where that is everything."""
        return baseline_percent(self.family, self.size)

    @property
    def exists(self) -> bool:
        """Whether its service has such a size."""
        service = {"db.": "rds", "cache.": "cache"}.get(self.before, "search" if self.after else "ec2")
        return self.size in sizes_of(service, self.family)

    def smaller(self) -> Iterator["Sized"]:
        """The smaller sizes of its family, the biggest first."""
        if self.size in SIZES:
            steps = (self._replace(size=size) for size in reversed(SIZES[: SIZES.index(self.size)]))
            yield from (step for step in steps if step.exists)

    def kin(self, kind: Kin) -> Iterator["Sized"]:
        """The same size in families that can take its place."""
        found = (self._replace(family=family) for family in relatives(self.family, kind))
        yield from (one for one in found if one.exists)


def parsed(instance_type: str) -> Sized | None:
    """``db.m5.large`` in parts; None for what is no such type (``serverless``)."""
    found = PATTERN.fullmatch(instance_type)
    return Sized(*(part or "" for part in found.groups())) if found else None


def sized(resource: PlannedResource) -> Sized | None:
    """The size of a resource that has one."""
    path = TYPED.get(resource.type)
    value = resource.get(path) if path else None
    return parsed(value) if isinstance(value, str) else None
