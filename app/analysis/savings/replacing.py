"""Which edits make Terraform replace a resource instead of changing it: those are never safe."""

from collections.abc import Mapping

from app.domain.cost import Edit
from app.domain.planned import PlannedResource
from app.knowledge.schemas.overlays import overlay_of

BEYOND: Mapping[str, tuple[str, ...]] = {
    "aws_instance": ("ebs_block_device",),
    "aws_launch_configuration": ("root_block_device", "ebs_block_device"),
}
"""Blocks that replace and that the overlay does not name (Terraform AWS provider, documentation of each type)."""


def replacing(resource: PlannedResource, edits: tuple[Edit, ...]) -> str:
    """The first attribute whose change replaces the resource; empty where it is changed in place."""
    forcing = overlay_of(resource.provider or "aws").replaces(resource.type)
    for edit in edits:
        top = edit.attribute.partition(".")[0]
        if edit.attribute in forcing or top in BEYOND.get(resource.type, ()):
            return edit.attribute
        # A cluster of Memcached nodes cannot be resized, one of Redis can.
        if resource.type == "aws_elasticache_cluster" and top == "node_type" and resource.get("engine") == "memcached":
            return edit.attribute
    return ""
