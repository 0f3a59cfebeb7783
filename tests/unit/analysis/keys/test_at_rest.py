"""Stores that are not encrypted."""

from typing import Any

import pytest

from app.analysis.base import Observations
from app.analysis.keys.at_rest import left_open, observe
from app.domain.finding import Severity
from app.knowledge.security import encryption
from tests.unit.analysis.graphs import graph, resource


def look(*resources: Any) -> list[tuple[str, Severity]]:
    """What is objected to, and how much."""
    seen = Observations("s")
    observe(graph(*resources), seen)
    return [(one.resource, one.severity) for one in seen.result().findings]


def nested(path: str, value: object) -> dict[str, Any]:
    """``a.b`` as blocks."""
    first, _, rest = path.partition(".")
    return {first: [nested(rest, value)] if rest else value}


@pytest.mark.parametrize("type_", encryption())
def test_every_store_of_the_table(type_: str) -> None:
    store = encryption()[type_]
    told = [(f"{type_}.a", store.severity)]
    assert look(resource(f"{type_}.a")) == ([] if store.on_by_default == {} else told)
    assert look(resource(f"{type_}.a", **nested(store.attribute, False))) == told
    on = "alias/aws/x" if "kms" in store.attribute else True
    assert look(resource(f"{type_}.a", **nested(store.attribute, on))) == []


@pytest.mark.parametrize(
    ("refs", "unknown", "open_"),
    [
        ({}, {}, True),
        ({}, {"kms_key_id": True}, True),
        ({"kms_key_id": "aws_kms_key.k"}, {"kms_key_id": True}, False),
    ],
)
def test_left_to_a_default_or_to_something_unknown(refs: dict[str, str], unknown: dict[str, Any], open_: bool) -> None:
    assert left_open(resource("aws_kinesis_stream.a", refs, unknown=unknown), "kms_key_id") is open_


@pytest.mark.parametrize(
    ("resources", "objected"),
    [
        ([resource("aws_instance.a", root_block_device=[{"encrypted": False}])], True),
        ([resource("aws_instance.a", root_block_device=[{"encrypted": True}])], False),
        ([resource("aws_instance.a", ebs_block_device=[{"encrypted": True}, {"volume_size": 8}])], True),
        ([resource("aws_instance.a", ebs_block_device=[{"snapshot_id": "snap-1"}])], False),
        ([resource("aws_instance.a")], False),
        ([resource("aws_launch_template.a", block_device_mappings=[{"ebs": [{"encrypted": "false"}]}])], True),
        ([resource("aws_launch_template.a", block_device_mappings=[{"ebs": [{"encrypted": "true"}]}])], False),
        (
            [
                resource("aws_ebs_encryption_by_default.d", enabled=True),
                resource("aws_instance.a", root_block_device=[{"encrypted": False}]),
                resource("aws_ebs_volume.a"),
            ],
            False,
        ),
        ([resource("aws_db_instance.a", replicate_source_db="b")], False),
        ([resource("aws_elasticache_replication_group.a", engine="valkey")], False),
        ([resource("aws_elasticache_replication_group.a", engine="redis")], True),
        ([resource("aws_elasticache_replication_group.a", engine="valkey", at_rest_encryption_enabled="false")], True),
        ([resource("aws_sqs_queue.a")], False),
        ([resource("aws_sqs_queue.a", sqs_managed_sse_enabled=False)], True),
        ([resource("aws_sqs_queue.a", sqs_managed_sse_enabled=False, kms_master_key_id="k")], False),
    ],
)
def test_disks_copies_and_queues(resources: list[Any], objected: bool) -> None:
    assert bool(look(*resources)) is objected
