"""Stores that are not encrypted."""

from collections.abc import Mapping
from typing import Any

from app.analysis.base import Observations, blocks_in
from app.domain.planned import Planned, PlannedResource
from app.knowledge.security import Store, encryption

RULE = "AGT_KEY_UNENCRYPTED"
DISKS = {
    "aws_instance": ("root_block_device", "ebs_block_device"),
    "aws_launch_configuration": ("root_block_device", "ebs_block_device"),
    "aws_launch_template": ("block_device_mappings.ebs",),
}
"""Type → blocks of its disks."""
OF_ANOTHER = {
    "aws_db_instance": ("replicate_source_db", "snapshot_identifier"),
    "aws_rds_cluster": ("replication_source_identifier", "snapshot_identifier", "global_cluster_identifier"),
    "aws_ebs_volume": ("snapshot_id",),
    "aws_docdb_cluster": ("snapshot_identifier",),
    "aws_neptune_cluster": ("snapshot_identifier",),
}
"""Type → what makes it a copy: it is encrypted as the original is."""


def observe(planned: Planned, seen: Observations) -> None:
    """Every store that is unencrypted unless told otherwise, and the disks of machines."""
    by_default = any(one.get("enabled") is not False for one in planned.of_type("aws_ebs_encryption_by_default"))
    for type_, store in encryption().items():
        for resource in planned.of_type(type_):
            if type_ == "aws_ebs_volume" and by_default:
                continue
            seen.looked(RULE)
            if not _copied(resource) and _unencrypted(resource, store):
                seen.object(RULE, resource.address, f"Unencrypted: {store.keeps}", severity=store.severity)
    for queue in planned.of_type("aws_sqs_queue"):
        seen.looked(RULE)
        if queue.get("sqs_managed_sse_enabled") is False and left_open(queue, "kms_master_key_id"):
            severity = encryption()["aws_sns_topic"].severity
            seen.object(RULE, queue.address, "Unencrypted: the queue's messages", severity=severity)
    if not by_default:
        _disks(planned, seen)


def _unencrypted(resource: PlannedResource, store: Store) -> bool:
    default = store.on_by_default
    if default is not None and all(resource.get(name) == value for name, value in default.items()):
        return resource.get(store.attribute) in (False, "false")
    return left_open(resource, store.attribute)


def left_open(resource: PlannedResource, path: str) -> bool:
    """Whether the attribute is off, or was left to a default that is off; one set to something unknown is not."""
    value = resource.get(path)
    if value is None:
        return not (resource.references.get(path) and resource.is_unknown(path))
    return value is False or value in ("", "false")


def _copied(resource: PlannedResource) -> bool:
    return any(
        resource.get(path) or (resource.is_unknown(path) and resource.references.get(path))
        for path in OF_ANOTHER.get(resource.type, ())
    )


def _disks(planned: Planned, seen: Observations) -> None:
    for type_, paths in DISKS.items():
        for machine in planned.of_type(type_):
            blocks = [block for path in paths for block in _inner(machine, path)]
            if blocks:
                seen.looked(RULE)
            if any(
                str(block.get("encrypted") or "").lower() != "true" for block in blocks if not block.get("snapshot_id")
            ):
                seen.object(RULE, machine.address, "Unencrypted: a disk of the machine")


def _inner(machine: PlannedResource, path: str) -> list[Mapping[str, Any]]:
    """The blocks at a path of two steps, over all the outer ones."""
    outer, _, inner = path.partition(".")
    blocks = machine.blocks(outer)
    return [one for block in blocks for one in blocks_in(block, inner)] if inner else blocks
