"""Volumes and snapshots: cheaper types with the same speed, IOPS that nobody uses, volumes that nothing attaches.

Speeds are Amazon's: gp2 has 3 IOPS a GB (100 to 16,000) and 250 MiB/s above 170 GB, gp3 starts at 3,000 IOPS and
125 MiB/s whatever its size (Amazon EBS User Guide, General Purpose SSD volumes).
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.analysis.savings.base import Offer, Rule, View, changed, setting, usd
from app.analysis.savings.disks import PLACES, Disk, Speed, disks, retyped
from app.domain.planned import PlannedResource

INCLUDED_IOPS, INCLUDED_THROUGHPUT = 3000, 125
GP3_IOPS = 16000
GP2_SLOW_UP_TO = 170
"""GB up to which gp2 is held to 128 MiB/s, which gp3's 125 come to in practice."""
GP2_THROUGHPUT, GP2_IOPS_A_GB = 250, 3
IO2_SAVES_ABOVE = 32000
HDD_LEAST = 125
SPARE = Decimal("1.25")
"""Provisioned over the highest use seen: a fifth stays free."""
OBSERVED_DAYS = Decimal(14)
ARCHIVE = Decimal("0.0125")
"""USD for a GB-month in the snapshot archive (AWS price list, us-east-1)."""


def gp3_for_gp2(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """gp3 with what gp2 delivers; where that saves nothing plain gp3, safe only if its throughput is known to do."""
    for place in PLACES[resource.type]:
        found = disks(resource, place)
        if not found or any(disk.kind != "gp2" for disk in found):
            continue
        same = [Speed("gp3", *_as_fast(disk)) for disk in found]
        yield _retyped(resource, place, found, same, safe=True)
        plain = [Speed("gp3", speed.iops) for speed in same]
        if plain != same:
            seen = view.used(resource).get("throughput_max_mbps")
            enough = seen is not None and seen * SPARE <= INCLUDED_THROUGHPUT
            caveat = "" if enough else f"bursts above {INCLUDED_THROUGHPUT} MiB/s are lost"
            yield _retyped(resource, place, found, plain, safe=enough, caveat=caveat)


def _as_fast(disk: Disk) -> tuple[int | None, int | None]:
    """The IOPS and throughput that make gp3 as fast as gp2 of this size, None for the included ones."""
    iops = min(int(disk.size) * GP2_IOPS_A_GB, GP3_IOPS)
    return iops if iops > INCLUDED_IOPS else None, GP2_THROUGHPUT if disk.size > GP2_SLOW_UP_TO else None


def gp3_for_io(_view: View, resource: PlannedResource) -> Iterator[Offer]:
    """gp3 with the same IOPS, where it can have as many."""
    for place in PLACES[resource.type]:
        found = disks(resource, place)
        if found and all(disk.kind in {"io1", "io2"} and 0 < disk.number("iops") <= GP3_IOPS for disk in found):
            iops = [int(disk.number("iops")) for disk in found]
            speeds = [Speed("gp3", one if one > INCLUDED_IOPS else None) for one in iops]
            yield _retyped(resource, place, found, speeds, rule="ebs-io1-gp3")


def _retyped(
    resource: PlannedResource,
    place: str,
    found: list[Disk],
    speeds: list[Speed],
    *,
    rule: str = "ebs-gp2-gp3",
    safe: bool = False,
    caveat: str = "",
) -> Offer:
    after, edits = retyped(resource, place, found, speeds)
    size = sum((disk.size for disk in found), Decimal(0))
    extras = [
        f"{value} {unit}"
        for value, unit in ((speeds[0].iops, "IOPS"), (speeds[0].throughput, "MiB/s"))
        if value is not None
    ]
    action = f"{found[0].kind} → {speeds[0].kind}{f' with {chr(32).join(extras)}' if extras else ''} ({size} GB)"
    return Offer(rule, resource, action, after, caveat=caveat, edits=edits, safe=safe and bool(edits))


def io2_for_io1(_view: View, resource: PlannedResource) -> Iterator[Offer]:
    """io2, whose IOPS get cheaper in tiers."""
    if resource.get("type") == "io1" and Disk("", resource.values).number("iops") > IO2_SAVES_ABOVE:
        yield _typed("ebs-io1-io2", resource, "io2")


def for_magnetic(_view: View, resource: PlannedResource) -> Iterator[Offer]:
    """What is cheaper than a magnetic volume with its I/O."""
    if resource.get("type") == "standard":
        yield _typed("ebs-standard", resource, "gp3")
        if Disk("", resource.values).size >= HDD_LEAST:
            yield from (_typed("ebs-standard", resource, kind) for kind in ("st1", "sc1"))


def _typed(rule: str, resource: PlannedResource, kind: str) -> Offer:
    action = f"{resource.get('type')} → {kind}"
    return Offer(rule, resource, action, changed(resource, {"type": kind}), edits=(setting(resource, "type", kind),))


def fewer_iops(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """Provisioned IOPS down to what was used and a quarter more."""
    used, disk = view.used(resource), Disk("", resource.values)
    seen, now = used.get("iops_max"), disk.number("iops")
    least = INCLUDED_IOPS if disk.kind == "gp3" else 100
    if seen is None or disk.kind not in {"gp3", "io1", "io2"}:
        return
    wanted = max(Decimal(least), (seen * SPARE).to_integral_value(rounding="ROUND_CEILING"))
    if wanted < now:
        yield Offer(
            "ebs-iops-oversize",
            resource,
            f"{now} → {wanted} IOPS",
            changed(resource, {"iops": int(wanted)}),
            arithmetic=f"at most {seen} IOPS were used",
            edits=(setting(resource, "iops", int(wanted)),),
            safe=used.get("observed_days", Decimal(0)) >= OBSERVED_DAYS,
        )


def unattached(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """A volume that no attachment and no volume set of the plan names."""
    if not view.planned.referring(resource, "aws_volume_attachment", "aws_instance", "aws_ebs_snapshot"):
        yield Offer("ebs-unattached", resource, "remove it", monthly=view.bill(resource).monthly)


def archived(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """The archive tier for a snapshot that no lifecycle policy ends."""
    if resource.get("storage_tier") == "archive" or view.planned.of_type("aws_dlm_lifecycle_policy", "aws_backup_plan"):
        return
    stored = [line for line in view.lines(resource) if line.name.endswith("EBS snapshot storage")]
    for line in stored:
        arithmetic = f"{line.quantity} GB × ({usd(line.unit_price)} − {usd(ARCHIVE)}) USD"
        monthly = line.quantity * (line.unit_price - ARCHIVE)
        yield Offer("ebs-snapshot-orphan", resource, "archive tier", monthly=monthly, arithmetic=arithmetic)


VOLUME: tuple[Rule, ...] = (gp3_for_gp2, gp3_for_io)
RULES: Mapping[str, tuple[Rule, ...]] = {
    **dict.fromkeys(PLACES, VOLUME),
    "aws_ebs_volume": (*VOLUME, io2_for_io1, for_magnetic, fewer_iops, unattached),
    "aws_ebs_snapshot": (archived,),
    "aws_ebs_snapshot_copy": (archived,),
}
