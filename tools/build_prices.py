"""Builds ``app/knowledge/prices/prices.sqlite`` from price tables: ``python tools/build_prices.py PRICES``.

PRICES is the folder with ``infracost_components_{aws,azure,google}.csv``, ``aws_*.csv``, ``azure_vm.csv``,
``gcp_*.csv`` and ``usage_defaults.csv``. Prices are kept as text, so that no digit is lost; every row names its source
and date. The same tables give the same bytes.
"""

import csv
import re
import sqlite3
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from statistics import median

Row = Mapping[str, str]
TARGET = Path(__file__).resolve().parents[1] / "app" / "knowledge" / "prices" / "prices.sqlite"
REFERENCE = {"aws": "us-east-1", "azurerm": "eastus", "google": "us-central1"}
"""The region that multipliers refer to, by provider."""
SOURCES = {
    "ec2": ("karpenter-provider-aws, prices of EC2 on demand", "2026-07-20"),
    "ec2-os": ("ec2-instances-info, prices of operating systems", "2025-05"),
    "ec2-2019-04": ("ec2-instances-info, prices by region", "2019-04"),
    "nodes": ("ec2-instances-info, prices of nodes", "2025-04"),
    "rds-golden": ("infracost test results (Apache-2.0)", "2024-07"),
    "rds-community-table": ("hand-kept public tables of RDS prices", "2026-11-22"),
    "rds-size-linear": ("computed from a neighbouring size", "2026-11-22"),
    "azure": ("karpenter-provider-azure, prices of virtual machines", "2026-06-18"),
    "gcp": ("google-cloud-pricing-cost-calculator", "2026-07-30"),
    "usage": ("infracost usage defaults (Apache-2.0)", "2024-07"),
    "computed": ("median ratio of the prices of this list", "2026-11-22"),
}
SCHEMA = """
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL, date TEXT NOT NULL);
CREATE TABLE component (
  type TEXT, label TEXT, region TEXT, unit TEXT, usd TEXT, others TEXT, usage INTEGER, exact INTEGER,
  source INTEGER REFERENCES source, PRIMARY KEY (type, label, region, unit)) WITHOUT ROWID;
CREATE TABLE multiplier (
  provider TEXT, region TEXT, family TEXT, ratio TEXT, source INTEGER REFERENCES source,
  PRIMARY KEY (provider, region, family)) WITHOUT ROWID;
CREATE TABLE instance (
  type TEXT PRIMARY KEY, vcpu INTEGER, memory TEXT, arch TEXT, current INTEGER, linux TEXT, windows TEXT, rhel TEXT,
  suse TEXT, dedicated TEXT, ebs_optimized TEXT, all_1 TEXT, source INTEGER REFERENCES source,
  os_source INTEGER REFERENCES source) WITHOUT ROWID;
CREATE TABLE instance_region (
  type TEXT, region TEXT, linux TEXT, none_1 TEXT, none_3 TEXT, all_1 TEXT, all_3 TEXT,
  source INTEGER REFERENCES source, PRIMARY KEY (type, region)) WITHOUT ROWID;
CREATE TABLE node (
  type TEXT, engine TEXT, region TEXT, vcpu INTEGER, memory TEXT, usd TEXT, none_1 TEXT, none_3 TEXT, all_1 TEXT,
  all_3 TEXT, source INTEGER REFERENCES source, PRIMARY KEY (type, engine, region)) WITHOUT ROWID;
CREATE TABLE database_class (
  engine TEXT, class TEXT, usd TEXT, estimated INTEGER, source INTEGER REFERENCES source,
  PRIMARY KEY (engine, class)) WITHOUT ROWID;
CREATE TABLE azure_size (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE azure_region (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE azure_vm (
  size INTEGER REFERENCES azure_size, region INTEGER REFERENCES azure_region, usd TEXT, estimated INTEGER,
  source INTEGER REFERENCES source, PRIMARY KEY (size, region)) WITHOUT ROWID;
CREATE TABLE machine (
  type TEXT, region TEXT, vcpu TEXT, memory TEXT, usd TEXT, spot TEXT, month_1 TEXT, month_3 TEXT,
  source INTEGER REFERENCES source, PRIMARY KEY (type, region)) WITHOUT ROWID;
CREATE TABLE google_other (
  item TEXT, variant TEXT, region TEXT, period TEXT, usd TEXT, source INTEGER REFERENCES source,
  PRIMARY KEY (item, variant, region, period)) WITHOUT ROWID;
CREATE TABLE usage (
  type TEXT, key TEXT, small TEXT, medium TEXT, large TEXT, source INTEGER REFERENCES source,
  PRIMARY KEY (type, key)) WITHOUT ROWID;
"""


class Builder:
    """Fills the tables; numbers the sources as they are met."""

    def __init__(self, folder: Path, database: sqlite3.Connection) -> None:
        self.folder = folder
        self.database = database
        self.sources: dict[tuple[str, str], int] = {}

    def rows(self, name: str) -> Iterator[Row]:
        """A table's rows."""
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    def source(self, name: str, date: str = "") -> int:
        """The number of a source: a key of ``SOURCES``, or its name with a date."""
        return self.sources.setdefault(SOURCES.get(name, (name, date)), len(self.sources) + 1)

    def fill(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Rows into a table, in an order that depends on nothing but themselves."""
        listed = sorted(rows, key=lambda row: [str(value) for value in row])
        marks = ", ".join("?" * len(listed[0]))
        self.database.executemany(f"INSERT INTO {table} VALUES ({marks})", listed)  # noqa: S608 - our own table names

    def build(self) -> None:
        """All tables."""
        self.components()
        self.ec2()
        self.nodes()
        self.databases()
        self.azure()
        self.google()
        use = self.source("usage")
        self.fill("usage", (
            (r["resource_type"], r["usage_key"], r["small"], r["medium"], r["large"], use)
            for r in self.rows("usage_defaults")
        ))  # fmt: skip
        self.fill("source", ((number, name, date) for (name, date), number in self.sources.items()))

    def components(self) -> None:
        """Cost components, as the results of another estimator's tests tell them."""
        found = []
        for provider in ("aws", "azure", "google"):
            for row in self.rows(f"infracost_components_{provider}"):
                exact = row["max_abs_err"] == "0" and not row["alt_prices"]
                source = self.source(f"infracost test results (Apache-2.0), commit {row['commit']}", row["date"])
                found.append(
                    (row["resource_type"], row["component"], row["region"], row["unit"], row["unit_price_usd"],
                     row["alt_prices"] or None, int(row["usage_based"]), int(exact), source)
                )  # fmt: skip
        self.fill("component", found)

    def ec2(self) -> None:
        """Instance types: in the reference region by system, elsewhere Linux with reserved prices; the multipliers."""
        dedicated = self.dedicated()
        source, systems = self.source("ec2"), self.source("ec2-os")
        self.fill("instance", (
            (r["instance_type"], r["vcpu"] or None, r["memory_gib"].removesuffix(".0") or None, r["arch"],
             r["current_generation"] == "1", r["linux_ondemand_hr"], r["windows_ondemand_hr"] or None,
             r["rhel_ondemand_hr"] or None, r["sles_ondemand_hr"] or None, dedicated.get(r["instance_type"]),
             r["ebs_optimized_surcharge_hr"] or None, r["linux_ri_1y_all_upfront_hr"] or None, source, systems)
            for r in self.rows("aws_ec2_us_east_1")
        ))  # fmt: skip
        old = self.source("ec2-2019-04")
        self.fill("instance_region", (
            (r["instance_type"], r["region"], r["linux_ondemand_hr"], *terms(r), old)
            for r in self.rows("aws_ec2_regions_2019")
        ))  # fmt: skip
        by_region = defaultdict(list)
        found: list[tuple[object, ...]] = []
        for r in self.rows("aws_region_multipliers"):
            source = self.source("nodes" if r["source"].startswith("elasticache") else r["source"])
            found.append(("aws", r["region"], r["family"], r["ratio_vs_us_east_1"], source))
            by_region[r["region"]].append(Decimal(r["ratio_vs_us_east_1"]))
        self.fill("multiplier", [*found, *self.medians("aws", by_region)])

    def dedicated(self) -> Mapping[str, str]:
        """Prices of dedicated tenancy, told apart from the default's under the same label by being 6 to 11 % higher."""
        default = {r["instance_type"]: Decimal(r["linux_ondemand_hr"]) for r in self.rows("aws_ec2_us_east_1")}
        found = {}
        for r in self.rows("infracost_components_aws"):
            shown = re.search(r"\(Linux/UNIX, on-demand, ([\w.-]+)\)$", r["component"])
            if shown and r["region"] == REFERENCE["aws"] and (usual := default.get(shown[1])):
                ratio = Decimal(r["unit_price_usd"]) / usual
                if Decimal("1.05") < ratio < Decimal("1.11"):
                    found[shown[1]] = r["unit_price_usd"]
        return found

    def nodes(self) -> None:
        """Nodes of caches and search domains."""
        source = self.source("nodes")
        self.fill("node", (
            (r["instance_type"], r["engine"].lower(), r["region"], r["vcpu"] or None, r["memory_gib"] or None,
             r["ondemand_hr"], *terms(r), source)
            for name in ("aws_elasticache", "aws_opensearch")
            for r in self.rows(name)
            if r["ondemand_hr"]
        ))  # fmt: skip

    def databases(self) -> None:
        """Database classes. Estimated: what was computed, and what the tables are trusted least for."""
        self.fill("database_class", (
            (r["engine"], r["instance_class"], r["single_az_hr"],
             r["provenance"] == "size-linear" or (r["provenance"] != "golden" and "r7g" in r["instance_class"]),
             self.source(f"rds-{r['provenance']}"))
            for r in self.rows("aws_rds_us_east_1")
        ))  # fmt: skip

    def azure(self) -> None:
        """Virtual machines; a suspect price gives way to its estimate, and where there is none is left out."""
        rows = [r for r in self.rows("azure_vm") if r["suspect"] != "1" or r["estimate_hr"]]
        sizes, regions = (numbered(r[key] for r in rows) for key in ("vm_size", "region"))
        source = self.source("azure")
        prices = [
            (r["vm_size"], r["region"], r["estimate_hr"] or r["linux_payg_hr"], r["suspect"] == "1") for r in rows
        ]
        self.fill("azure_size", ((number, name) for name, number in sizes.items()))
        self.fill("azure_region", ((number, name) for name, number in regions.items()))
        self.fill("azure_vm", ((sizes[s], regions[g], usd, guess, source) for s, g, usd, guess in prices))
        self.fill("multiplier", self.ratios("azurerm", [(s, g, usd) for s, g, usd, guess in prices if not guess]))

    def google(self) -> None:
        """Machine types, and disks, addresses, buckets by region."""
        source = self.source("gcp")
        rows = list(self.rows("gcp_compute"))
        self.fill("machine", (
            (r["machine_type"], r["region"], r["vcpu"], r["ram_gb"], r["hr"], r["spot_hr"] or None,
             r["cud_1y_month"] or None, r["cud_3y_month"] or None, source)
            for r in rows
        ))  # fmt: skip
        self.fill("google_other", (
            (f"{r['group']}.{r['item']}", r["variant"], r["region"], r["period"], r["price_usd"], source)
            for r in self.rows("gcp_other")
        ))  # fmt: skip
        self.fill("multiplier", self.ratios("google", [(r["machine_type"], r["region"], r["hr"]) for r in rows]))

    def ratios(self, provider: str, prices: list[tuple[str, str, str]]) -> Iterator[tuple[object, ...]]:
        """The multiplier of each region, from the sizes that it and the reference region have."""
        base = {size: Decimal(usd) for size, region, usd in prices if region == REFERENCE[provider]}
        by_region = defaultdict(list)
        for size, region, usd in prices:
            if usd and base.get(size):
                by_region[region].append(Decimal(usd) / base[size])
        return self.medians(provider, by_region)

    def medians(self, provider: str, by_region: Mapping[str, list[Decimal]]) -> Iterator[tuple[object, ...]]:
        """A row for any family of a region: the median."""
        source = self.source("computed")
        for region, ratios in by_region.items():
            yield provider, region, "", f"{median(ratios):.4f}", source


def terms(row: Row) -> tuple[str | None, ...]:
    """Reserved prices per hour: without upfront for one and three years, with all upfront for one and three."""
    return tuple(row[f"ri_{years}y_{kind}_upfront_hr"] or None for kind in ("no", "all") for years in (1, 3))


def numbered(names: Iterable[str]) -> Mapping[str, int]:
    """Numbers for names, in their order."""
    return {name: number for number, name in enumerate(sorted(set(names)), 1)}


def write(folder: Path, target: Path) -> None:
    """The database, always with the same bytes: the version of the library that wrote it is blanked in the header."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "prices.sqlite"
        database = sqlite3.connect(path, isolation_level=None)
        database.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;" + SCHEMA)
        database.execute("BEGIN")
        Builder(folder, database).build()
        database.execute("COMMIT")
        database.execute("VACUUM")
        database.close()
        content = bytearray(path.read_bytes())
    content[96:100] = bytes(4)
    target.write_bytes(content)


def main() -> int:
    """Write the file."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    write(Path(sys.argv[1]), TARGET)
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
