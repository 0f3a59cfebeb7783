"""Recommendations: ordered, priced step by step, none counted twice."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.analysis.savings.recommend import THEMES, recommend
from app.domain.cost import saved
from app.domain.planned import Planned
from app.knowledge.savings import saving_rules
from tests.unit.analysis.savings.stacks import book, resource, savings, usage

ENOUGH: dict[str, Any] = {"cpu_max_percent": 30, "memory_max_percent": 40, "observed_days": 14}


def test_steps_add_up_to_what_following_all_of_them_saves() -> None:
    disk = [{"volume_type": "gp2", "volume_size": 100}]
    before = resource("aws_instance.a", instance_type="m5.xlarge", root_block_device=disk, tags={"env": "dev"})
    found = savings(before, measured={"aws_instance.a": ENOUGH | {"measured_on": "m5.xlarge"}})
    assert {one.rule for one in found} == {"ec2-oversize", "ebs-gp2-gp3", "ec2-graviton", "ec2-nonprod-schedule"}
    # m6g.large for 60 of 168 hours and 100 GB of gp3 are left of m5.xlarge and 100 GB of gp2.
    left = Decimal("0.077") * 730 * 60 / 168 + 8
    assert abs(Decimal("0.192") * 730 + 10 - saved(found) - left) < Decimal("0.0001")
    assert saved([one for one in found if one.safe]) == Decimal("0.096") * 730 + 2


def test_the_best_of_several_is_chosen_and_the_others_are_named() -> None:
    found = savings(resource("aws_instance.a", instance_type="m5.large"))
    assert [one.rule for one in found if not one.commitment] == ["ec2-graviton"]
    assert "instead: m5.large → m7g.large (10.51 USD) or m5.large → m5a.large (7.30 USD)" in found[0].caveat


def test_commitments_come_last_and_are_not_summed() -> None:
    found = savings(resource("aws_instance.a", instance_type="m5.large"))
    assert [one.commitment for one in found] == [False, True, True]
    assert saved(found) == found[0].monthly


def test_what_is_not_needed_needs_nothing_else() -> None:
    found = savings(resource("aws_ebs_volume.a", type="io1", size=100, iops=5000))
    assert [one.rule for one in found] == ["ebs-unattached"]


@pytest.mark.parametrize(("measured", "edited"), [(("a", "b"), True), (("a",), False)])
def test_instances_of_one_block_are_edited_together_or_not_at_all(measured: tuple[str, ...], edited: bool) -> None:
    instances = [
        resource(f'aws_instance.web["{key}"]', instance_type="m6g.2xlarge", tags={"env": "prod"}) for key in "ab"
    ]
    used = {f'aws_instance.web["{key}"]': ENOUGH | {"measured_on": "m6g.2xlarge"} for key in measured}
    found = [one for one in savings(*instances, measured=used) if one.rule == "ec2-oversize"]
    assert [(one.safe, bool(one.edits)) for one in found] == [(edited, edited)] * len(measured)
    assert all(("only some instances" in one.caveat) is not edited for one in found)


def test_estimated_prices_lower_the_confidence() -> None:
    far = resource("aws_ebs_volume.a", type="gp2", size=100)
    attached = resource("aws_volume_attachment.a", {"volume_id": ("aws_ebs_volume.a",)})
    moved = type(far)(**{name: getattr(far, name) for name in far.__slots__} | {"region": "eu-central-1"})
    assert [savings(one, attached)[0].confidence for one in (far, moved)] == ["high", "medium"]


def test_data_sources_and_unknown_types_are_left_alone() -> None:
    data = resource("aws_instance.a", instance_type="m5.large")
    data = type(data)(**{name: getattr(data, name) for name in data.__slots__} | {"mode": "data"})
    assert savings(data, resource("acme_thing.x")) == []


def test_every_rule_has_words() -> None:
    """A rule that a theme offers without a row in the data would fail only when it fires."""
    folder = Path(recommend.__code__.co_filename).parent
    code = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    assert [rule for rule in saving_rules() if f'"{rule}"' not in code] == []
    offered = set(re.findall(r'"((?:ec2|ebs|rds|nat|eip|lb|clb|s3|ecr|logs|lambda|az|gcp|ri|vpce)-[a-z0-9-]+)"', code))
    assert offered <= set(saving_rules())


def test_each_of_many_machines_has_all_its_savings() -> None:
    disk = [{"volume_type": "gp2", "volume_size": 100}]
    many = [resource(f"aws_instance.n[{n}]", instance_type="m5.large", root_block_device=disk) for n in range(100)]
    assert len(recommend([Planned(".", tuple(many))], book(), usage())) == 400


def test_each_of_many_groups_pays_for_its_own_template() -> None:
    pairs = [
        (
            resource(f"aws_launch_template.n{n}", instance_type="m5.large"),
            resource(
                f"aws_autoscaling_group.n{n}",
                {"launch_template.id": (f"aws_launch_template.n{n}",)},
                desired_capacity=2,
            ),
        )
        for n in range(50)
    ]
    alone = recommend([Planned(".", pairs[0])], book(), usage())
    together = recommend([Planned(".", tuple(one for pair in pairs for one in pair))], book(), usage())
    assert len(together) == 50 * len(alone) == 100
    assert {one.monthly for one in together} == {one.monthly for one in alone}


ODD: tuple[Any, ...] = (
    None,
    "",
    [],
    {},
    -1,
    True,
    "x",
    [None],
    [{}],
    [{"x": None}],
    1e30,
    "${x}",
    ["m5.large"],
    "m5.large",
)
ATTRIBUTES = (
    "instance_type", "instance_types", "instance_class", "node_type", "cluster_config", "root_block_device", "size",
    "block_device_mappings", "type", "iops", "engine", "engine_version", "storage_type", "multi_az", "tags", "version",
    "subnet_ids", "vpc_endpoint_type", "machine_type", "license_type", "os_disk", "runtime_platform", "memory_size",
    "retention_in_days", "billing_mode", "credit_specification", "allocated_storage", "num_cache_clusters",
)  # fmt: skip


@pytest.mark.parametrize("kind", sorted({kind for theme in THEMES for kind in theme}))
def test_odd_values_break_nothing(kind: str) -> None:
    """A plan made elsewhere may hold anything."""
    metrics = ("cpu_max_percent", "memory_max_percent", "iops_max", "memory_max_mb", "read_units_average")
    for shift, odd in enumerate(ODD):
        values = {name: ODD[(at + shift) % len(ODD)] for at, name in enumerate(ATTRIBUTES)}
        for one in (values, dict.fromkeys(ATTRIBUTES, odd)):
            found = savings(resource(f"{kind}.a", **one), measured={f"{kind}.a": dict.fromkeys(metrics, 30)})
            assert all(saving.monthly > 0 for saving in found)
