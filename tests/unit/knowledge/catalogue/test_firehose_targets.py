"""Destinations of delivery streams."""

from typing import Any

import pytest

from tests.unit.knowledge.catalogue.composed import accepted, body_of, composed, part

STREAM = "aws_kinesis_firehose_delivery_stream"


def test_dynamic_partitioning_has_a_key_and_a_large_buffer() -> None:
    built = composed(
        part("lake", "s3"), part("archive", "firehose", partition_key="tenant"), relations=["archive sends lake"]
    )
    block = body_of(built, STREAM)["extended_s3_configuration"]
    assert block["dynamic_partitioning_configuration"] == {"enabled": True}
    assert "tenant=!{partitionKeyFromQuery:tenant}" in block["prefix"]
    assert block["buffering_size"] == 64


@pytest.mark.parametrize(
    ("settings", "argument", "expected"),
    [
        ({}, "compression_format", "GZIP"),
        ({"compression": "UNCOMPRESSED"}, "compression_format", "UNCOMPRESSED"),
        ({"buffer_seconds": 60}, "buffering_interval", 60),
        ({"buffer_size": 10}, "buffering_size", 10),
        ({"prefix": "raw/"}, "prefix", "raw/"),
    ],
)
def test_stated_delivery(settings: dict[str, Any], argument: str, expected: Any) -> None:
    built = composed(part("archive", "firehose", **settings))
    assert body_of(built, STREAM)["extended_s3_configuration"][argument] == expected


@pytest.mark.parametrize(
    ("settings", "destination", "block", "argument", "expected"),
    [
        ({"url": "https://in.example/x"}, "http_endpoint", "http_endpoint_configuration", "url",
        "https://in.example/x"),
        ({"url": "http://in.example"}, "http_endpoint", "http_endpoint_configuration", "url", "https://in.example"),
        (
            {"url": "https://hec.example", "destination": "splunk"},
            "splunk", "splunk_configuration", "hec_endpoint", "https://hec.example",
        ),
    ],
)  # fmt: skip
def test_endpoints_take_their_token_from_a_secret(
    settings: dict[str, Any], destination: str, block: str, argument: str, expected: str
) -> None:
    built = composed(part("archive", "firehose", **settings))
    stream = body_of(built, STREAM)
    assert stream["destination"] == destination
    assert stream[block][argument] == expected
    assert stream[block]["secrets_manager_configuration"]["enabled"] is True
    assert "extended_s3_configuration" not in stream
    assert accepted(built, "aws_secretsmanager_secret.archive_token") == {"CKV2_AWS_57"}


def test_splunk_without_address_asks_for_it() -> None:
    built = composed(part("archive", "firehose", destination="splunk"))
    assert "splunk_hec_endpoint" in {one.name for one in built.resources.variables}
