"""Volumes: the same speed for less."""

from typing import Any

import pytest

from app.analysis.savings import storage
from tests.unit.analysis.savings.stacks import dollars, offers, resource, savings

ATTACHED = resource("aws_volume_attachment.a", {"volume_id": ("aws_ebs_volume.a",)})


@pytest.mark.parametrize(
    ("size", "action", "monthly"),
    [
        (100, "gp2 → gp3 (100 GB)", "2.00"),
        (170, "gp2 → gp3 (170 GB)", "3.40"),
        (500, "gp2 → gp3 with 250 MiB/s (500 GB)", "5.00"),  # 50 − 40 − 125 × 0.04
        (2000, "gp2 → gp3 with 6000 IOPS 250 MiB/s (2000 GB)", "20.00"),  # 200 − 160 − 3000 × 0.005 − 5
        (16000, "gp2 → gp3 with 16000 IOPS 250 MiB/s (16000 GB)", "250.00"),
    ],
)
def test_gp3_is_bought_as_fast_as_gp2_was(size: int, action: str, monthly: str) -> None:
    (found,) = savings(resource("aws_ebs_volume.a", type="gp2", size=size), ATTACHED)
    assert (found.safe, dollars(found.monthly)) == (True, monthly)
    assert found.action.endswith(action)


@pytest.mark.parametrize(
    ("measured", "safe"), [({}, False), ({"throughput_max_mbps": 100}, True), ({"throughput_max_mbps": 101}, False)]
)
def test_where_the_throughput_eats_the_saving_it_has_to_be_known(measured: dict[str, Any], safe: bool) -> None:
    """200 GB: 20 USD against 16 + 5."""
    volume = resource("aws_ebs_volume.a", type="gp2", size=200)
    (found,) = savings(volume, ATTACHED, measured={"aws_ebs_volume.a": measured})
    assert (found.safe, dollars(found.monthly)) == (safe, "4.00")
    assert ("bursts above 125 MiB/s are lost" in found.caveat) is not safe


def test_a_volume_whose_type_nobody_chose_is_gp2() -> None:
    (found,) = savings(resource("aws_ebs_volume.a", size=100), ATTACHED)
    assert [(one.attribute, one.value) for one in found.edits] == [("type", '"gp3"')]


@pytest.mark.parametrize(
    ("values", "rule", "monthly"),
    [
        ({"type": "io1", "size": 100, "iops": 5000}, "ebs-io1-gp3", "319.50"),  # 12.5 + 325 − 8 − 2000 × 0.005
        ({"type": "io2", "size": 100, "iops": 3000}, "ebs-io1-gp3", "199.50"),
        ({"type": "io2", "size": 100, "iops": 20000}, "", ""),
        ({"type": "gp3", "size": 100}, "", ""),
    ],
)
def test_provisioned_iops_are_cheaper_with_gp3(values: dict[str, Any], rule: str, monthly: str) -> None:
    found = savings(resource("aws_ebs_volume.a", **values), ATTACHED)
    assert [(one.rule, dollars(one.monthly), one.safe) for one in found] == ([(rule, monthly, False)] if rule else [])


def test_io2_is_offered_above_its_first_tier_only() -> None:
    found = [offers(storage.io2_for_io1, resource("aws_ebs_volume.a", type="io1", iops=n)) for n in (32000, 32001)]
    assert [len(one) for one in found] == [0, 1]


def test_magnetic_volumes_have_several_successors() -> None:
    found = [offers(storage.for_magnetic, resource("aws_ebs_volume.a", type="standard", size=n)) for n in (50, 500)]
    assert [[one.action for one in each] for each in found] == [
        ["standard → gp3"],
        ["standard → gp3", "standard → st1", "standard → sc1"],
    ]


@pytest.mark.parametrize(
    ("values", "measured", "iops"),
    [
        ({"type": "io2", "iops": 12000}, {"iops_max": 2900, "observed_days": 20}, "3625"),
        ({"type": "gp3", "iops": 12000}, {"iops_max": 500, "observed_days": 20}, "3000"),
        ({"type": "io2", "iops": 12000}, {"iops_max": 10000, "observed_days": 20}, ""),
        ({"type": "gp3", "iops": 3000}, {"iops_max": 10}, ""),
        ({"type": "gp2"}, {"iops_max": 10}, ""),
        ({"type": "io2", "iops": 12000}, {}, ""),
    ],
)
def test_iops_go_down_to_what_was_used(values: dict[str, Any], measured: dict[str, Any], iops: str) -> None:
    found = offers(
        storage.fewer_iops, resource("aws_ebs_volume.a", size=500, **values), measured={"aws_ebs_volume.a": measured}
    )
    assert [one.edits[0].value for one in found] == ([iops] if iops else [])
    assert all(one.safe for one in found)


def test_a_volume_that_nothing_attaches_is_named() -> None:
    alone = savings(resource("aws_ebs_volume.a", type="gp3", size=100))
    assert [(one.rule, dollars(one.monthly), one.safe) for one in alone] == [("ebs-unattached", "8.00", False)]
    assert savings(resource("aws_ebs_volume.a", type="gp3", size=100), ATTACHED) == []


def test_a_snapshot_without_an_end_can_be_archived() -> None:
    snapshot = resource("aws_ebs_snapshot.a", {"volume_id": ("aws_ebs_volume.a",)})
    volume = resource("aws_ebs_volume.a", type="gp3", size=200)
    assert [dollars(one.monthly) for one in savings(snapshot, volume)] == ["7.50"]
    assert savings(snapshot, volume, resource("aws_dlm_lifecycle_policy.a")) == []


def test_the_root_volumes_of_a_template_count_for_each_instance() -> None:
    disks = [{"ebs": [{"volume_type": "gp2", "volume_size": 100}]}]
    template = resource("aws_launch_template.a", instance_type="m6g.large", block_device_mappings=disks)
    group = resource(
        "aws_autoscaling_group.a",
        {"launch_template.id": ("aws_launch_template.a",)},
        desired_capacity=3,
        min_size=3,
        launch_template=[{}],
    )
    found = [one for one in savings(template, group) if one.rule == "ebs-gp2-gp3"]
    assert [(one.address, dollars(one.monthly), one.safe) for one in found] == [("aws_launch_template.a", "6.00", True)]
