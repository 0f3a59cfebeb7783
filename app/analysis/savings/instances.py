"""Sizes and families of instances: right-sizing by metrics, newer generations, Graviton, AMD, tenancy, credits."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.analysis.savings.base import Metrics, Offer, Rule, View, changed, setting
from app.analysis.savings.sizes import CLUSTERED, CLUSTERED_LEAST, TYPED, Sized, sized
from app.domain.cost import Edit
from app.domain.planned import PlannedResource
from app.knowledge.savings import Kin, oldest_on_arm

CEILING = Decimal(80)
"""Percent that the smaller size may reach: a fifth stays free, as AWS Compute Optimizer keeps it."""
OBSERVED_DAYS = Decimal(14)
"""Days that metrics have to span before a change counts as safe: two weeks hold every weekday twice."""
WINDOWS = re.compile(r"windows|mssql|sqlserver|sql-server", re.IGNORECASE)


def smaller(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """One step down where the metrics leave room for it; safe where processor and memory were watched long enough."""
    now, used = sized(resource), view.used(resource)
    peak = used.get("cpu_max_percent")
    measured_on = view.used_on(resource)
    if now is None or now.weight is None or peak is None or measured_on not in {"", str(now)}:
        return  # what was measured on another size says nothing about this one
    for step in now.smaller():
        after = _typed(resource, step)
        if step.weight is None or view.saved(resource, after) is None:
            continue
        if resource.type in CLUSTERED and step.weight < CLUSTERED_LEAST:
            return
        factor = now.weight / step.weight
        memory = used.get("memory_max_percent")
        if peak * factor <= CEILING and (memory is None or memory * factor <= CEILING):
            doubts = _doubts(used, step, measured_on)
            yield Offer(
                "ec2-oversize",
                resource,
                f"{now} → {step}",
                after,
                arithmetic=_room(used, factor),
                caveat="; ".join(doubts),
                edits=_edits(resource, step),
                safe=not doubts,
                doubt=bool(doubts),
            )
        return


def _doubts(used: Metrics, step: Sized, measured_on: str) -> list[str]:
    """What keeps a smaller size from being proven by metrics."""
    # Without the size the same metrics would prove the next step too, once this one is taken.
    doubts = [] if measured_on else ["the metrics have to say on which size they were `measured_on`"]
    if "memory_max_percent" not in used:
        doubts.append("its memory was not measured")
    if used.get("observed_days", Decimal(0)) < OBSERVED_DAYS:
        doubts.append(f"the metrics have to span {OBSERVED_DAYS} days")
    if step.baseline is not None and used.get("cpu_average_percent", Decimal(100)) > step.baseline:
        doubts.append(f"its average use has to be known to stay below the {step.baseline} % that {step} can keep up")
    doubts += [
        f"it used {used[key]} % of its {what}"
        for key, what in (("network_max_percent", "network"), ("disk_max_percent", "disk bandwidth"))
        if used.get(key, Decimal(0)) > CEILING / 2
    ]
    return doubts


def _room(used: Metrics, factor: Decimal) -> str:
    seen = [
        f"{what} peaked at {used[key]} %, {used[key] * factor:.0f} % of the smaller size"
        for key, what in (("cpu_max_percent", "processor"), ("memory_max_percent", "memory"))
        if key in used
    ]
    return "; ".join(seen)


def newer(_view: View, resource: PlannedResource) -> Iterator[Offer]:
    """A later generation, never for its age alone: only what the book says is cheaper is advised."""
    for after, action, edits in _moves(resource, "newer"):
        caveat = "" if "." in str(resource.get("instance_type", "")) else "the engine's version has to support it"
        yield Offer("ec2-prev-gen", resource, action, after, caveat=caveat, edits=edits)


def graviton(view: View, resource: PlannedResource) -> Iterator[Offer]:
    """arm64 at the same size; safe where the service brings the software and the engine is new enough."""
    if _windows(view, resource):
        return
    managed = _runs_on_arm(view, resource)
    if managed is False:
        return
    rule = "managed-graviton" if managed else "ec2-graviton"
    for after, action, edits in _moves(resource, "arm"):
        yield Offer(rule, resource, action, after, edits=edits, safe=managed is True)


def _runs_on_arm(view: View, resource: PlannedResource) -> bool | None:
    """Whether a managed service's engine runs on Graviton; None where the software is the user's own."""
    if resource.type in {"aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_eks_node_group"}:
        return None
    engine, version = str(resource.get("engine", "")), str(resource.get("engine_version", ""))
    if resource.type == "aws_rds_cluster_instance" and not version:
        clusters = view.planned.referred(resource, "cluster_identifier")
        if not clusters:
            return False
        version = str(clusters[0].get("engine_version", ""))
    if resource.type.startswith("aws_elasticache"):
        engine = engine or "redis"
    if resource.type == "aws_opensearch_domain":
        engine, _, version = (version or "OpenSearch_2.11").partition("_")
    oldest = oldest_on_arm(resource.type, engine)
    # Without a version the service chooses the latest.
    return bool(oldest) and (not version or _at_least(version, oldest))


def _at_least(version: str, oldest: str) -> bool:
    """``14`` and ``8.0`` stand for their latest minor version."""
    have = [int(part) for part in re.findall(r"\d+", version)]
    want = [int(part) for part in re.findall(r"\d+", oldest)]
    return have >= want[: len(have)]


def amd(_view: View, resource: PlannedResource) -> Iterator[Offer]:
    """The same size on AMD for who has to stay on x86."""
    for after, action, edits in _moves(resource, "amd"):
        yield Offer("ec2-amd", resource, action, after, edits=edits)


def shared_tenancy(_view: View, resource: PlannedResource) -> Iterator[Offer]:
    """Default tenancy instead of dedicated instances."""
    if resource.get("tenancy") == "dedicated":
        after = changed(resource, {"tenancy": "default"})
        yield Offer(
            "ec2-dedicated", resource, "tenancy default", after, edits=(setting(resource, "tenancy", "default"),)
        )


def standard_credits(_view: View, resource: PlannedResource) -> Iterator[Offer]:
    """No surplus credits for a burstable instance that pays for them."""
    after = changed(resource, {"credit_specification.0.cpu_credits": "standard"})
    if resource.get("credit_specification.cpu_credits") != "standard" and (size := sized(resource)) and size.baseline:
        edits = (setting(resource, "credit_specification.cpu_credits", "standard"),)
        yield Offer("ec2-burst-unlimited", resource, "CPU credits standard", after, edits=edits)


def _moves(resource: PlannedResource, kin: Kin) -> Iterator[tuple[PlannedResource, str, tuple[Edit, ...]]]:
    now = sized(resource)
    for other in now.kin(kin) if now else ():
        yield _typed(resource, other), f"{now} → {other}", _edits(resource, other)


def _typed(resource: PlannedResource, size: Sized) -> PlannedResource:
    return changed(resource, {TYPED[resource.type]: str(size)})


def _edits(resource: PlannedResource, size: Sized) -> tuple[Edit, ...]:
    path = TYPED[resource.type]
    if path.endswith(".0"):
        listed = resource.get(path.removesuffix(".0"), [])
        return (Edit(resource.address, path.removesuffix(".0"), f'["{size}"]'),) if len(listed) == 1 else ()
    return (setting(resource, path.replace(".0.", "."), str(size)),)


def _windows(view: View, resource: PlannedResource) -> bool:
    """Whether it is billed as Windows or SQL Server, or says so itself."""
    told = " ".join(str(resource.get(one, "")) for one in ("platform", "engine", "ami_type"))
    billed = " ".join(line.name for line in view.lines(resource))
    return WINDOWS.search(f"{told} {billed}") is not None or resource.get("get_password_data") is True


FAMILY: tuple[Rule, ...] = (smaller, newer, graviton)
RULES: Mapping[str, tuple[Rule, ...]] = {
    **dict.fromkeys(TYPED, FAMILY),
    "aws_instance": (*FAMILY, amd, shared_tenancy, standard_credits),
    "aws_launch_template": (*FAMILY, amd, standard_credits),
    "aws_spot_instance_request": (smaller,),
}
