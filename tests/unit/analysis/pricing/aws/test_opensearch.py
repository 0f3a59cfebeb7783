from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, estimated, lines

NODES: dict[str, Any] = {"instance_type": "c4.2xlarge.search", "instance_count": 3}


def domain(cluster: dict[str, Any], ebs: dict[str, Any] | None = None) -> dict[str, Any]:
    values = {"cluster_config": [cluster], "ebs_options": [ebs] if ebs else []}
    bill = bill_of("aws_opensearch_domain", values)
    assert not bill.missing
    return lines(bill)


def test_nodes_of_every_kind() -> None:
    found = domain(
        NODES
        | {
            "dedicated_master_enabled": True, "dedicated_master_type": "c4.8xlarge.search", "dedicated_master_count": 1,
            "warm_enabled": True, "warm_type": "ultrawarm1.medium.search", "warm_count": 2,
            "node_options": [{"node_type": "coordinator",
                              "node_config": [{"enabled": True, "type": "m5.large.search", "count": 2}]}],
        }
    )  # fmt: skip
    assert found == {
        "Instance (on-demand, c4.2xlarge.search)": (2190, Decimal("0.587")),
        "Dedicated master (on-demand, c4.8xlarge.search)": (730, Decimal("2.347")),
        "UltraWarm instance (on-demand, ultrawarm1.medium.search)": (1460, Decimal("0.238")),
        "Coordinator (on-demand, m5.large.search)": (1460, Decimal("0.142")),
    }


@pytest.mark.parametrize(
    ("ebs", "expected"),
    [
        ({"volume_size": 400}, {"Storage (gp2)": (1200, "0.135")}),
        ({}, {"Storage (gp2)": (30, "0.135")}),
        ({"volume_type": "io1", "volume_size": 1000, "iops": 10},
         {"Storage (io1)": (3000, "0.169"), "Storage IOPS (io1)": (30, "0.088")}),
        ({"volume_type": "gp3", "volume_size": 10, "throughput": 125}, {"Storage (gp3)": (30, "0.122")}),
        ({"volume_type": "gp3", "volume_size": 10, "throughput": 225},
         {"Storage (gp3)": (30, "0.122"), "Throughput (gp3)": (300, "0.064")}),
    ],
)  # fmt: skip
def test_storage_of_each_data_node(ebs: dict[str, Any], expected: dict[str, tuple[int, str]]) -> None:
    found = domain(NODES, {"ebs_enabled": True} | ebs)
    found.pop("Instance (on-demand, c4.2xlarge.search)")
    assert found == {name: (Decimal(count), Decimal(price)) for name, (count, price) in expected.items()}


def test_masters_are_three_where_nothing_is_told() -> None:
    found = domain(NODES | {"dedicated_master_enabled": True, "dedicated_master_type": "m5.large.search"})
    assert found["Dedicated master (on-demand, m5.large.search)"][0] == 3 * 730


def test_the_older_resource_and_its_names() -> None:
    values = {"cluster_config": [{"instance_type": "m4.large.elasticsearch"}]}
    assert baseline(bill_of("aws_elasticsearch_domain", values, region="eu-west-2")) == Decimal("134.32")
    assert lines(bill_of("aws_elasticsearch_domain", {})) == {
        "Instance (on-demand, m3.medium.elasticsearch)": (730, Decimal("0.094"))
    }


def test_more_iops_than_gp3_includes_are_estimated() -> None:
    ebs = {"ebs_enabled": True, "volume_type": "gp3", "volume_size": 10, "iops": 4000}
    bill = bill_of("aws_opensearch_domain", {"cluster_config": [NODES], "ebs_options": [ebs]})
    assert lines(bill)["Provisioned IOPS (gp3)"] == (3000, Decimal("0.008"))
    assert estimated(bill) == {"Provisioned IOPS (gp3)"}
