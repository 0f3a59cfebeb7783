"""Warehouses."""

from typing import Any

import pytest

from app.domain.resources import Ref
from tests.unit.knowledge.catalogue.composed import accepted, body_of, composed, part, text_of

CLUSTER = "aws_redshift_cluster"


def test_a_warehouse_is_private_encrypted_and_audited() -> None:
    built = composed(part("sales", "redshift"))
    cluster = body_of(built, CLUSTER)
    assert (cluster["encrypted"], cluster["publicly_accessible"], cluster["enhanced_vpc_routing"]) == (
        True,
        False,
        True,
    )
    assert cluster["manage_master_password"] is True
    assert "master_password" not in cluster
    assert {"name": "require_ssl", "value": "true"} in body_of(built, "aws_redshift_parameter_group")["parameter"]
    assert "useractivitylog" in body_of(built, "aws_redshift_logging")["log_exports"]
    assert accepted(built, "aws_redshift_cluster.sales") == {"CKV_AWS_71"}


@pytest.mark.parametrize(
    ("settings", "environment", "kind", "nodes"),
    [({}, "", "multi-node", 2), ({}, "dev", "single-node", 1), ({"nodes": 4}, "dev", "multi-node", 4)],
)
def test_size(settings: dict[str, Any], environment: str, kind: str, nodes: int) -> None:
    cluster = body_of(composed(part("sales", "redshift", **settings), environment=environment), CLUSTER)
    assert (cluster["cluster_type"], cluster["number_of_nodes"]) == (kind, nodes)


def test_a_delivery_stream_copies_into_it() -> None:
    built = composed(part("sales", "redshift"), part("feed", "firehose"), relations=["feed sends sales"])
    block = body_of(built, "aws_kinesis_firehose_delivery_stream")["redshift_configuration"]
    assert text_of(block["cluster_jdbcurl"]).startswith("jdbc:redshift://{aws_redshift_cluster.sales.endpoint}/")
    secret = Ref("aws_redshift_cluster.sales", "master_password_secret_arn")
    assert block["secrets_manager_configuration"]["secret_arn"] == secret
    assert "password" not in block
