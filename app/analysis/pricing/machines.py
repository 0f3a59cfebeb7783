"""Prices of machines by their type: EC2 and its operating systems, database and cache nodes, Azure, Google."""

from collections.abc import Mapping
from decimal import Decimal
from sqlite3 import Row
from statistics import median
from typing import Literal

from app.analysis.pricing.listing import REFERENCE, Factor, Listing
from app.analysis.pricing.price import Commitment, Price, Specs

System = Literal["linux", "windows", "rhel", "suse"]
SYSTEMS: tuple[System, ...] = ("linux", "windows", "rhel", "suse")
DEDICATED = Decimal("1.06")
"""Dedicated tenancy over the default's: what the sizes whose both prices are listed have in common, and AWS's older
families are a little above."""
EXTRA_EBS = frozenset({"c3", "r3"})
"""Old families where EBS optimisation costs as much as in the i2 of the same size."""
AURORA = frozenset({"aurora", "aurora-mysql", "aurora-postgresql"})
DATABASES: Mapping[str, str] = {"mariadb": "mysql", "mysql": "mysql", "postgres": "postgres"} | dict.fromkeys(
    AURORA, "aurora"
)
"""Engines by the column that has their prices: MariaDB costs what MySQL does."""


class Machines(Listing):
    """Look-ups by machine type; None where the list has no such type. Prices are per hour where not said otherwise."""

    def specs(self, instance_type: str) -> Specs | None:
        """What an EC2 instance type has."""
        row = self.row("SELECT * FROM instance WHERE type = ?", instance_type)
        if row is None or row["vcpu"] is None or row["memory"] is None:
            return None
        return Specs(row["vcpu"], Decimal(row["memory"]), row["arch"], bool(row["current"]))

    def sizes(self, family: str) -> Mapping[str, Specs]:
        """All EC2 types of a family (``m5``), the smallest first."""
        rows = self.rows("SELECT type FROM instance WHERE type >= ? AND type < ?", f"{family}.", f"{family}/")
        found = {row["type"]: specs for row in rows if (specs := self.specs(row["type"]))}
        return dict(sorted(found.items(), key=lambda item: (item[1].vcpu, item[1].memory, item[0])))

    def ec2(self, instance_type: str, region: str, system: str = "linux", tenancy: str = "default") -> Price | None:
        """An instance on demand. ``system`` is one of ``SYSTEMS``; ``tenancy`` ``default`` or ``dedicated``.

        A host's instances cost nothing besides the host. The licence of a system whose price is not listed for a type
        is the median of those with as many vCPUs; outside of the reference region it is added to Linux's price.
        """
        base = self._linux(instance_type, region)
        row = self.row("SELECT * FROM instance WHERE type = ?", instance_type)
        if base is None or row is None or system not in SYSTEMS:
            return base if (system, tenancy) == ("linux", "default") else None
        if tenancy == "dedicated":
            listed = row["dedicated"] if region == REFERENCE["aws"] else None
            base = self.priced(listed, "hours", row["source"]) if listed else base.times(DEDICATED, "dedicated tenancy")
        if system == "linux":
            return base
        if row[system] and region == REFERENCE["aws"] and tenancy == "default":
            return self.priced(row[system], "hours", row["os_source"])
        licence = self._licence(row["type"], row["vcpu"], row["arch"], system)
        if licence is None:
            return None
        why = f"{base.source}, with the licence for {system}"
        return Price(base.usd + licence, "hours", why, base.date, estimated=True)

    def _linux(self, instance_type: str, region: str) -> Price | None:
        reference = REFERENCE["aws"]
        row = self.row("SELECT * FROM instance WHERE type = ?", instance_type)
        if row is not None and region == reference:
            return self.priced(row["linux"], "hours", row["source"])
        listed = self._regional(instance_type, region)
        if listed is not None:
            return self.priced(listed["linux"], "hours", listed["source"])
        family = instance_type.partition(".")[0]
        old = self._regional(instance_type, reference)
        if row is None and old is not None:
            return self.priced(old["linux"], "hours", old["source"]).times(*self.factor("aws", region, family))
        if row is None:
            return None
        return self.priced(row["linux"], "hours", row["source"]).times(*self.factor("aws", region, family))

    def _regional(self, instance_type: str, region: str) -> Row | None:
        return self.row("SELECT * FROM instance_region WHERE type = ? AND region = ?", instance_type, region)

    def _licence(self, instance_type: str, vcpu: int | None, arch: str, system: str) -> Decimal | None:
        """What a system adds to Linux's price per hour."""
        if system == "windows" and arch == "arm64":
            return None
        rows = [row for row in self.rows("SELECT * FROM instance WHERE vcpu = ?", vcpu) if row[system]]
        own = [Decimal(row[system]) - Decimal(row["linux"]) for row in rows if row["type"] == instance_type]
        others = [Decimal(row[system]) - Decimal(row["linux"]) for row in rows]
        return own[0] if own else median(others) if others else None

    def ebs_surcharge(self, instance_type: str) -> Price | None:
        """What EBS optimisation adds per hour for the old types where it is not included; a neighbour's by its size."""
        family, _, size = instance_type.partition(".")
        for kind in (instance_type, f"i2.{size}" if family in EXTRA_EBS else ""):
            row = self.row("SELECT * FROM instance WHERE type = ?", kind)
            if row is not None and row["ebs_optimized"]:
                price = self.priced(row["ebs_optimized"], "hours", row["os_source"])
                return price if kind == instance_type else price.times(1, f"that of {kind}")
        return None

    def ec2_commitment(self, instance_type: str, region: str, years: int) -> Commitment | None:
        """A Linux instance with default tenancy, reserved (standard class) for one or three years."""
        listed = self._regional(instance_type, region)
        if listed is not None:
            return self.committed(listed, years)
        family = instance_type.partition(".")[0]
        reference = self._regional(instance_type, REFERENCE["aws"])
        row = reference or self.row("SELECT * FROM instance WHERE type = ?", instance_type)
        return self.committed(row, years, self._away(region, family)) if row is not None else None

    def _away(self, region: str, family: str) -> Factor | None:
        return None if region == REFERENCE["aws"] else self.factor("aws", region, family)

    # Nodes of managed services

    def rds(self, engine: str, instance_class: str, region: str, *, multi_az: bool = False) -> Price | None:
        """A database instance; Multi-AZ costs twice as much. Engines with licences are not listed."""
        row = self.row(
            "SELECT * FROM database_class WHERE engine = ? AND class = ?", DATABASES.get(engine, engine), instance_class
        )
        if row is None:
            return None
        price = self.priced(row["usd"], "hours", row["source"], estimated=bool(row["estimated"]))
        away = self._away(region, instance_class.split(".")[1])
        price = price.times(*away) if away else price
        return Price(price.usd * (1 + multi_az), "hours", price.source, price.date, price.estimated)

    def rds_classes(self, engine: str) -> tuple[str, ...]:
        """All listed classes of an engine."""
        listed = DATABASES.get(engine, engine)
        return tuple(row["class"] for row in self.rows("SELECT class FROM database_class WHERE engine = ?", listed))

    def elasticache(self, node_type: str, engine: str, region: str) -> Price | None:
        """A cache node. ``engine``: ``redis``, ``valkey`` or ``memcached``."""
        return self._node(node_type, engine.lower(), region)

    def opensearch(self, instance_type: str, region: str) -> Price | None:
        """A node of a search domain, ``m6g.large.search``; the older name ends in ``.elasticsearch``."""
        return self._node(instance_type.replace(".elasticsearch", ".search"), "", region)

    def _node(self, node_type: str, engine: str, region: str) -> Price | None:
        row = self._node_row(node_type, engine, region)
        if row is not None:
            return self.priced(row["usd"], "hours", row["source"])
        row = self._node_row(node_type, engine, REFERENCE["aws"])
        if row is None:
            return None
        family = ".".join(node_type.split(".")[:2]) if engine else node_type.partition(".")[0]
        return self.priced(row["usd"], "hours", row["source"]).times(*self.factor("aws", region, family))

    def _node_row(self, node_type: str, engine: str, region: str) -> Row | None:
        return self.row("SELECT * FROM node WHERE type = ? AND engine = ? AND region = ?", node_type, engine, region)

    def node_specs(self, node_type: str) -> Specs | None:
        """What a cache or search node has."""
        row = self.row("SELECT * FROM node WHERE type = ? AND vcpu IS NOT NULL AND memory IS NOT NULL", node_type)
        return Specs(row["vcpu"], Decimal(row["memory"])) if row else None

    def node_commitment(self, node_type: str, engine: str, region: str, years: int) -> Commitment | None:
        """A cache node (``engine`` named) or search node (empty) reserved for one or three years, where listed."""
        row = self._node_row(node_type, engine.lower(), region)
        return self.committed(row, years) if row is not None else None

    # Azure and Google

    def azure_vm(self, size: str, region: str) -> Price | None:
        """A Linux virtual machine, pay as you go."""
        query = (
            "SELECT usd, estimated, source FROM azure_vm WHERE size = (SELECT id FROM azure_size WHERE name = ?)"
            " AND region = (SELECT id FROM azure_region WHERE name = ?)"
        )
        if (row := self.row(query, size, region)) is not None:
            return self.priced(row["usd"], "hours", row["source"], estimated=bool(row["estimated"]))
        row = self.row(query, size, REFERENCE["azurerm"])
        return self.priced(row["usd"], "hours", row["source"]).times(*self.factor("azurerm", region)) if row else None

    def gcp_machine(self, machine_type: str, region: str, *, spot: bool = False) -> Price | None:
        """A Google machine type on demand, or as a spot machine."""
        row, factor = self._machine(machine_type, region)
        usd = row["spot" if spot else "usd"] if row is not None else None
        if row is None or usd is None:
            return None
        price = self.priced(usd, "hours", row["source"])
        return price.times(*factor) if factor else price

    def gcp_commitment(self, machine_type: str, region: str, years: int) -> Price | None:
        """A Google machine type with committed use for one or three years, per month."""
        row, factor = self._machine(machine_type, region)
        if row is None or not row[f"month_{years}"]:
            return None
        price = self.priced(row[f"month_{years}"], "months", row["source"])
        return price.times(*factor) if factor else price

    def _machine(self, machine_type: str, region: str) -> tuple[Row | None, Factor | None]:
        query = "SELECT * FROM machine WHERE type = ? AND region = ?"
        if (row := self.row(query, machine_type, region)) is not None:
            return row, None
        return self.row(query, machine_type, REFERENCE["google"]), self.factor("google", region)

    def gcp_other(self, item: str, region: str, variant: str = "", period: str = "month") -> Price | None:
        """A disk, address, bucket: ``compute.storage.ssd``; ``compute.network.nat`` with ``gateway`` and ``hour``."""
        query = "SELECT * FROM google_other WHERE item = ? AND variant = ? AND region = ? AND period = ?"
        unit = "hours" if period.startswith("hour") else "months"
        if (row := self.row(query, item, variant, region, period)) is not None:
            return self.priced(row["usd"], unit, row["source"])
        row = self.row(query, item, variant, REFERENCE["google"], period)
        return self.priced(row["usd"], unit, row["source"]).times(*self.factor("google", region)) if row else None
