"""Search domains."""

from typing import Any

import pytest

from app.domain.resources import Ref
from app.knowledge.catalogue.opensearch import zones_of
from tests.unit.knowledge.catalogue.composed import accepted, body_of, composed, part

DOMAIN = "aws_opensearch_domain"


def test_a_domain_is_private_encrypted_and_audited() -> None:
    domain = body_of(composed(part("search", "opensearch")), DOMAIN)
    assert domain["encrypt_at_rest"]["enabled"] is True
    assert domain["node_to_node_encryption"] == {"enabled": True}
    assert domain["domain_endpoint_options"]["enforce_https"] is True
    assert domain["vpc_options"]["security_group_ids"] == [Ref("aws_security_group.search")]
    assert "AUDIT_LOGS" in {one["log_type"] for one in domain["log_publishing_options"]}
    user = domain["advanced_security_options"]["master_user_options"]
    assert user["master_user_password"] == Ref("random_password.search_admin", "result")


@pytest.mark.parametrize(("nodes", "zones"), [(1, 1), (2, 2), (3, 3), (4, 2), (5, 1), (6, 3)])
def test_nodes_are_spread_evenly(nodes: int, zones: int) -> None:
    assert zones_of(nodes) == zones


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"version": "2.11"}, "OpenSearch_2.11"),
        ({"version": "Elasticsearch_7.10"}, "Elasticsearch_7.10"),
        ({}, "OpenSearch_2.19"),
    ],
)
def test_versions(settings: dict[str, Any], expected: str) -> None:
    assert body_of(composed(part("search", "opensearch", **settings)), DOMAIN)["engine_version"] == expected


def test_a_delivery_stream_indexes_into_it() -> None:
    built = composed(part("search", "opensearch"), part("feed", "firehose"), relations=["feed sends search"])
    stream = body_of(built, "aws_kinesis_firehose_delivery_stream")
    assert stream["destination"] == "opensearch"
    assert stream["opensearch_configuration"]["domain_arn"] == Ref("aws_opensearch_domain.search", "arn")


def test_a_program_signs_in_with_its_role() -> None:
    built = composed(part("api", "lambda"), part("search", "opensearch"), relations=["api reads search"])
    policy = str(body_of(built, "aws_iam_policy_document", "api"))
    assert "es:ESHttpGet" in policy
    assert "es:ESHttpPut" not in policy


@pytest.mark.parametrize(("nodes", "masters", "explained"), [(1, None, 2), (2, 3, 0), (3, 3, 0)])
def test_masters_of_their_own_from_two_nodes_on(nodes: int, masters: int | None, explained: int) -> None:
    built = composed(part("search", "opensearch", nodes=nodes))
    assert body_of(built, DOMAIN)["cluster_config"].get("dedicated_master_count") == masters
    assert len(accepted(built, "aws_opensearch_domain.search")) == explained
