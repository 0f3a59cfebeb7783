from decimal import Decimal
from typing import Any

import pytest

from app.domain.planned import PlannedResource
from tests.unit.analysis.pricing.bills import baseline, bill_of, estimated, lines

HERE = "us-central1"


@pytest.mark.parametrize(
    ("values", "hour"),
    [
        ({"machine_type": "e2-medium"}, "0.03350571"),
        ({"machine_type": "n2-standard-8"}, "0.3107776"),  # 0.388472, a fifth off
        ({"machine_type": "f1-micro"}, "0.00532"),  # 0.0076, three tenths off
        ({"machine_type": "e2-medium", "desired_status": "TERMINATED"}, None),
    ],
)
def test_instances_by_the_hour_with_the_discount_of_a_whole_month(values: dict[str, Any], hour: str | None) -> None:
    bill = bill_of("google_compute_instance", values, region=HERE)
    assert [price for _, price in lines(bill).values()] == ([Decimal(hour)] if hour else [])
    assert not estimated(bill)


def test_part_of_a_month_brings_no_discount() -> None:
    bill = bill_of("google_compute_instance", {"machine_type": "n2-standard-8"}, {"monthly_hrs": 100}, region=HERE)
    assert baseline(bill) == Decimal("38.85")
    assert estimated(bill)


@pytest.mark.parametrize("scheduling", [{"preemptible": True}, {"provisioning_model": "SPOT"}])
def test_spot_instances_have_their_own_price(scheduling: dict[str, Any]) -> None:
    values = {"machine_type": "n1-standard-1", "scheduling": [scheduling]}
    name, (_, price) = next(iter(lines(bill_of("google_compute_instance", values, region=HERE)).items()))
    assert "preemptible" in name
    assert price < Decimal("0.03")


def test_disks_addresses_and_accelerators_of_an_instance() -> None:
    values = {
        "machine_type": "n1-standard-16",
        "boot_disk": [{"initialize_params": [{"size": 50, "type": "pd-ssd"}]}],
        "scratch_disk": [{}, {}],
        "guest_accelerator": [{"type": "nvidia-tesla-k80", "count": 4}],
        "network_interface": [{"access_config": [{}, {"nat_ip": "198.51.100.1"}]}],
    }
    found = lines(bill_of("google_compute_instance", values, region=HERE))
    assert {name: int(quantity) for name, (quantity, _) in found.items()} == {
        "Instance usage (Linux/UNIX, on-demand, n1-standard-16)": 730,
        "NVIDIA Tesla K80 (on-demand)": 2920,
        "IP address (ephemeral)": 730,
        "boot_disk > SSD provisioned storage (pd-ssd)": 50,
        "Local SSD provisioned storage": 750,
    }


@pytest.mark.parametrize(
    ("machine", "month"),
    [("custom-6-20480", "147.21"), ("n1-custom-6-20480", "147.21"), ("n2-custom-6-20480", "168.26")],
)
def test_custom_machines_by_vcpu_and_memory(machine: str, month: str) -> None:
    bill = bill_of("google_compute_instance", {"machine_type": machine}, region=HERE)
    assert baseline(bill) == Decimal(month)  # 730 × (0.13941 + 0.06225), 730 × (0.15932 + 0.07118)
    assert len(estimated(bill)) == 2


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (
            {"machine_type": "z9-huge-1"},
            "no price for Instance usage (Linux/UNIX, on-demand, z9-huge-1) in us-central1",
        ),
        (
            {"machine_type": "e2-custom-2-4096"},
            "no price for Custom instance CPU (Linux/UNIX, on-demand, E2 2 vCPUs)",
        ),
        ({"machine_type": "e2-medium", "guest_accelerator": [{"type": "tpu", "count": 1}]}, "no price for tpu"),
    ],
)
def test_what_has_no_price_is_said(values: dict[str, Any], why: str) -> None:
    assert why in bill_of("google_compute_instance", values, region=HERE).missing


TEMPLATE = PlannedResource(
    "google_compute_instance_template.t", "google_compute_instance_template", "t",
    values={"machine_type": "e2-medium", "disk": [{"disk_size_gb": 20, "disk_type": "pd-ssd"}, {"type": "SCRATCH"}]},
)  # fmt: skip
SCALER = PlannedResource(
    "google_compute_autoscaler.a", "google_compute_autoscaler", "a",
    values={"autoscaling_policy": [{"min_replicas": 2, "max_replicas": 9}]},
    references={"target": ("google_compute_instance_group_manager.this",)},
)  # fmt: skip


@pytest.mark.parametrize(("values", "count"), [({"target_size": 3}, 3), ({}, 2), ({"target_size": 0}, 0)])
def test_a_group_is_as_many_machines_of_its_template(values: dict[str, Any], count: int) -> None:
    bill = bill_of(
        "google_compute_instance_group_manager", values, region=HERE, others=[TEMPLATE, SCALER],
        references={"version.instance_template": (TEMPLATE.address,)},
    )  # fmt: skip
    assert [int(quantity) for quantity, _ in lines(bill).values()] == [730 * count, 20 * count, 375 * count]


def test_a_group_that_does_not_tell_enough() -> None:
    type_ = "google_compute_instance_group_manager"
    assert bill_of(type_, {"target_size": 1}).missing == ["the template of its machines is not in this stack"]
    references = {"version.instance_template": (TEMPLATE.address,)}
    unsized = bill_of(type_, {}, others=[TEMPLATE], references=references)
    assert unsized.missing == ["the size of the group is not known"]
