from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, by_usage, lines, other

HERE = "us-central1"


@pytest.mark.parametrize(
    ("values", "nodes"),
    [
        ({"location": HERE, "initial_node_count": 1}, 3),
        ({"location": f"{HERE}-a", "initial_node_count": 2}, 2),
        ({"location": HERE, "initial_node_count": 1, "node_locations": [f"{HERE}-a", f"{HERE}-b"]}, 2),
        ({"location": HERE, "initial_node_count": 1, "remove_default_node_pool": True}, 0),
        ({"location": HERE, "node_pool": [{"node_count": 2}]}, 6),
    ],
)
def test_a_cluster_has_nodes_in_every_zone(values: dict[str, Any], nodes: int) -> None:
    bill = bill_of("google_container_cluster", values, region=HERE)
    used = [quantity for name, (quantity, _) in lines(bill).items() if "Instance usage" in name]
    assert sum(used) == 730 * nodes
    assert lines(bill)["Cluster management fee"][0] == 730


def test_what_runs_on_autopilot_is_counted_as_stated() -> None:
    values = {"location": HERE, "enable_autopilot": True}
    assert baseline(bill_of("google_container_cluster", values, region=HERE, assume="large")) == Decimal("73.00")
    assert not bill_of("google_container_cluster", values, region=HERE, assume="large").components[1:]
    told = bill_of("google_container_cluster", values, {"autopilot_vcpu_count": 2}, region=HERE)
    assert by_usage(told) == Decimal("64.98")


@pytest.mark.parametrize(
    ("values", "nodes"),
    [
        ({"node_count": 2}, 6),
        ({"autoscaling": [{"min_node_count": 1, "max_node_count": 5}]}, 3),
        ({"autoscaling": [{"total_min_node_count": 4}]}, 4),
        ({"initial_node_count": 3}, 9),
        ({"node_count": 0}, 0),
    ],
)
def test_nodes_of_a_pool(values: dict[str, Any], nodes: int) -> None:
    bill = bill_of("google_container_node_pool", {"location": HERE} | values, region=HERE)
    assert [int(quantity) for quantity, _ in lines(bill).values()] == [730 * nodes, 100 * nodes]


def test_the_usage_file_may_state_the_nodes_of_a_zone() -> None:
    pool = bill_of("google_container_node_pool", {"location": HERE, "node_count": 1}, {"nodes": 4}, region=HERE)
    assert next(iter(lines(pool).values()))[0] == 730 * 12
    inside = {"location": f"{HERE}-a", "node_pool": [{"node_count": 1}, {"node_count": 1}]}
    bill = bill_of("google_container_cluster", inside, {"node_pool[1]": {"nodes": 3}}, region=HERE)
    assert [int(one.quantity) // 730 for one in bill.components if "Instance" in one.name] == [1, 3]


def test_a_node_as_it_is_described() -> None:
    node = {"machine_type": "n1-standard-16", "disk_type": "pd-ssd", "disk_size_gb": 120, "preemptible": True}
    bill = bill_of("google_container_node_pool", {"location": f"{HERE}-a", "node_config": [node]}, region=HERE)
    assert list(lines(bill)) == [
        "Instance usage (Linux/UNIX, preemptible, n1-standard-16)",
        "SSD provisioned storage (pd-ssd)",
    ]


def test_a_pool_stands_with_its_cluster() -> None:
    owner = replace(other("google_container_cluster", location="europe-west1-b"), region="europe-west1")
    references = {"cluster": ("google_container_cluster.that",)}
    bill = bill_of("google_container_node_pool", {"node_count": 2}, region=HERE, others=[owner], references=references)
    assert bill.region == "europe-west1"
    assert next(iter(lines(bill).values()))[0] == 1460
