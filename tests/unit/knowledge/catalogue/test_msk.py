"""Kafka."""

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import body_of, composed, part

CLUSTER = "aws_msk_cluster"


def test_a_cluster_is_private_and_speaks_tls_only() -> None:
    cluster = body_of(composed(part("events", "msk")), CLUSTER)
    assert cluster["encryption_info"]["encryption_in_transit"] == {"client_broker": "TLS", "in_cluster": True}
    assert cluster["client_authentication"] == {"sasl": {"iam": True}, "unauthenticated": False}
    assert cluster["broker_node_group_info"]["connectivity_info"]["public_access"] == {"type": "DISABLED"}
    assert cluster["configuration_info"]["arn"] == Ref("aws_msk_configuration.events", "arn")


def test_what_was_said() -> None:
    built = composed(part("events", "msk", version="3.6.0", brokers=6, storage=500, retention=24))
    cluster = body_of(built, CLUSTER)
    assert (cluster["kafka_version"], cluster["number_of_broker_nodes"]) == ("3.6.0", 6)
    assert cluster["broker_node_group_info"]["storage_info"] == {"ebs_storage_info": {"volume_size": 500}}
    assert "log.retention.hours=24" in body_of(built, "aws_msk_configuration")["server_properties"]


def test_a_writer_may_write_topics() -> None:
    built = composed(part("api", "lambda"), part("events", "msk"), relations=["api writes events"])
    policy = str(body_of(built, "aws_iam_policy_document", "api"))
    assert "kafka-cluster:WriteData" in policy
    assert ":topic/" in policy
