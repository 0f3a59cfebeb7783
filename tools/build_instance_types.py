"""Builds ``app/knowledge/instance_types.json`` from the price tables: ``python tools/build_instance_types.py PRICES``.

PRICES is the folder with ``aws_ec2_*.csv``, ``aws_rds_*.csv``, ``aws_elasticache.csv`` and ``aws_opensearch.csv``. The
result maps service → family → sizes in one string, sorted.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TABLES = {
    "ec2": ("aws_ec2_us_east_1.csv", "aws_ec2_regions_2019.csv"),
    "rds": ("aws_rds_us_east_1.csv",),
    "cache": ("aws_elasticache.csv",),
    "search": ("aws_opensearch.csv",),
}
TARGET = Path(__file__).resolve().parents[1] / "app" / "knowledge" / "instance_types.json"


def types_in(table: Path) -> Iterator[tuple[str, str]]:
    """Family and size of each row, without the service's prefix or suffix."""
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row.get("instance_type") or row.get("instance_class") or ""
            name = (
                name.removeprefix("db.").removeprefix("cache.").removesuffix(".search").removesuffix(".elasticsearch")
            )
            family, _, size = name.partition(".")
            if size:
                yield family, size


def build(prices: Path) -> dict[str, dict[str, str]]:
    """Service → family → sizes."""
    result = {}
    for service, tables in TABLES.items():
        sizes: dict[str, set[str]] = defaultdict(set)
        for table in tables:
            for family, size in types_in(prices / table):
                sizes[family].add(size)
        result[service] = {family: " ".join(sorted(found)) for family, found in sorted(sizes.items())}
    return result


def main() -> int:
    """Write the file."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    TARGET.write_text(json.dumps(build(Path(sys.argv[1])), indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
