from decimal import Decimal
from typing import Any

import pytest

from tests.unit.analysis.pricing.bills import baseline, bill_of, estimated, lines, other

RABBIT: dict[str, Any] = {"engine_type": "RabbitMQ", "host_instance_type": "mq.m5.xlarge"}
ACTIVE: dict[str, Any] = {"engine_type": "ActiveMQ", "host_instance_type": "mq.m5.large"}


@pytest.mark.parametrize(
    ("values", "cents", "guessed"),
    [
        (RABBIT, "420.48", False),
        (RABBIT | {"deployment_mode": "CLUSTER_MULTI_AZ"}, "1261.44", False),
        (ACTIVE | {"deployment_mode": "ACTIVE_STANDBY_MULTI_AZ"}, "420.48", False),
        ({"engine_type": "ActiveMQ", "host_instance_type": "mq.t2.micro"}, "21.90", False),
        (ACTIVE, "210.24", True),  # half of both brokers' 0.576
        (
            ACTIVE | {"host_instance_type": "mq.m5.2xlarge", "deployment_mode": "ACTIVE_STANDBY_MULTI_AZ"},
            "1681.92",
            True,
        ),
        (RABBIT | {"host_instance_type": "mq.m5.large"}, "210.24", True),
        (RABBIT | {"host_instance_type": "mq.m5.large", "deployment_mode": "CLUSTER_MULTI_AZ"}, "630.72", True),
    ],
)
def test_brokers_by_the_hour(values: dict[str, Any], cents: str, guessed: bool) -> None:
    bill = bill_of("aws_mq_broker", values)
    assert not bill.missing
    assert baseline(bill) == Decimal(cents)
    assert bool(estimated(bill)) is guessed


@pytest.mark.parametrize(
    ("values", "line", "amount"),
    [
        (ACTIVE, "Storage (ActiveMQ, EFS)", 10),
        (ACTIVE | {"storage_type": "ebs"}, "Storage (ActiveMQ, EBS)", 10),
        (RABBIT, "Storage (RabbitMQ, EBS)", 10),
        (RABBIT | {"deployment_mode": "CLUSTER_MULTI_AZ"}, "Storage (RabbitMQ, EBS)", 30),
    ],
)
def test_storage_by_engine(values: dict[str, Any], line: str, amount: int) -> None:
    assert lines(bill_of("aws_mq_broker", values, {"storage_size_gb": 10}))[line][0] == amount


def test_an_unknown_broker_is_unpriced() -> None:
    bill = bill_of("aws_mq_broker", ACTIVE | {"host_instance_type": "mq.zz1.large"})
    assert bill.missing == ["no price for Instance usage (ActiveMQ, mq.zz1.large, single_instance) in us-east-1"]


def cluster(kind: str, count: int, size: int) -> dict[str, Any]:
    storage = [{"ebs_storage_info": [{"volume_size": size}]}]
    return {"number_of_broker_nodes": count, "cluster_name": "c",
            "broker_node_group_info": [{"instance_type": kind, "storage_info": storage}]}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "cents", "guessed"),
    [
        (cluster("kafka.t3.small", 2, 500), "166.58", False),  # 1460 × 0.0456 + 1000 × 0.1
        (cluster("kafka.m5.24xlarge", 4, 1000), "29833.60", False),
        (cluster("kafka.m5.large", 3, 100), "489.90", True),  # 2190 × 0.21 + 300 × 0.1
        (cluster("kafka.m5.large", 0, 100), "0.00", True),
    ],
)
def test_a_kafka_cluster(values: dict[str, Any], cents: str, guessed: bool) -> None:
    bill = bill_of("aws_msk_cluster", values)
    assert baseline(bill) == Decimal(cents)
    assert bool(estimated(bill)) is guessed


def test_scaled_storage_counts_with_its_least() -> None:
    target = other("aws_appautoscaling_target", scalable_dimension="kafka:broker-storage:VolumeSize", min_capacity=123)
    refers = target.__class__(target.address, target.type, target.name, values=target.values,
                              references={"resource_id": ("aws_msk_cluster.this",)})  # fmt: skip
    found = lines(bill_of("aws_msk_cluster", cluster("kafka.t3.small", 2, 500), others=[refers]))
    assert found["Storage (autoscaling)"] == (246, Decimal("0.1"))


def test_express_brokers_are_unpriced() -> None:
    bill = bill_of("aws_msk_cluster", cluster("express.m7g.large", 3, 0))
    assert bill.missing == ["no price for brokers of type express.m7g.large"]


def test_provisioned_throughput_is_unpriced() -> None:
    values = cluster("kafka.m5.large", 3, 100)
    ebs = values["broker_node_group_info"][0]["storage_info"][0]["ebs_storage_info"][0]
    ebs["provisioned_throughput"] = [{"enabled": True, "volume_throughput": 250}]
    assert bill_of("aws_msk_cluster", values).missing == ["no price for provisioned throughput of storage"]
