"""Volumes wherever they are described."""

from decimal import Decimal

from app.analysis.savings.disks import Disk, Speed, disks, retyped
from app.domain.cost import Edit
from tests.unit.analysis.savings.stacks import resource

MAPPINGS = [{"device_name": "/dev/xvda", "ebs": [{"volume_type": "gp2", "volume_size": 20}]}, {"device_name": "/dev/b"}]


def test_volumes_are_found_in_their_places() -> None:
    volume = resource("aws_ebs_volume.a", type="io1", size=10)
    template = resource("aws_launch_template.a", block_device_mappings=MAPPINGS)
    assert [(one.path, one.kind, one.size) for one in disks(volume, "")] == [("", "io1", Decimal(10))]
    found = disks(template, "block_device_mappings.ebs")
    assert [(one.path, one.kind) for one in found] == [("block_device_mappings.0.ebs.0.", "gp2")]
    assert disks(resource("aws_instance.a"), "root_block_device") == []


def test_what_nobody_said_is_what_aws_takes() -> None:
    assert (Disk("", {}).kind, Disk("x.", {}).size, Disk("", {"iops": "many"}).number("iops")) == (
        "gp2",
        Decimal(8),
        Decimal(0),
    )


def test_another_type_is_a_change_and_its_edits() -> None:
    template = resource("aws_launch_template.a", block_device_mappings=MAPPINGS)
    place = "block_device_mappings.ebs"
    after, edits = retyped(template, place, disks(template, place), [Speed("gp3", 6000, 250)])
    assert after.get("block_device_mappings.0.ebs.volume_type") == "gp3"
    assert after.get("block_device_mappings.0.ebs.iops") == 6000
    assert edits == tuple(
        Edit("aws_launch_template.a", f"{place}.{name}", value)
        for name, value in (("volume_type", '"gp3"'), ("iops", "6000"), ("throughput", "250"))
    )


def test_iops_that_the_type_includes_are_taken_out() -> None:
    volume = resource("aws_ebs_volume.a", type="io1", size=10, iops=2000)
    after, edits = retyped(volume, "", disks(volume, ""), [Speed("gp3")])
    assert after.get("iops") is None
    assert edits == (Edit("aws_ebs_volume.a", "type", '"gp3"'), Edit("aws_ebs_volume.a", "iops", None))


def test_blocks_that_end_differently_cannot_be_edited_together() -> None:
    both = [{"volume_type": "gp2", "volume_size": 100}, {"volume_type": "gp2", "volume_size": 2000}]
    instance = resource("aws_instance.a", ebs_block_device=both)
    found = disks(instance, "ebs_block_device")
    assert retyped(instance, "ebs_block_device", found, [Speed("gp3"), Speed("gp3", 6000)])[1] == ()
    assert len(retyped(instance, "ebs_block_device", found, [Speed("gp3"), Speed("gp3")])[1]) == 1
