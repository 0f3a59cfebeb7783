"""Lifecycle, CORS and website of buckets."""

from typing import Any

import pytest

from tests.unit.knowledge.catalogue.composed import all_of, body_of, composed, part


@pytest.mark.parametrize(
    ("settings", "transition", "expiration"),
    [
        ({}, None, None),
        ({"archive_after": 90}, [{"days": 90, "storage_class": "GLACIER"}], None),
        (
            {"infrequent_after": 30, "deep_archive_after": 365, "expire_after": 730},
            [{"days": 30, "storage_class": "STANDARD_IA"}, {"days": 365, "storage_class": "DEEP_ARCHIVE"}],
            {"days": 730},
        ),
        ({"intelligent_tiering": True}, [{"days": 0, "storage_class": "INTELLIGENT_TIERING"}], None),
        ({"purpose": "logs"}, None, {"days": 365}),
        ({"purpose": "logs", "expire_after": 14}, None, {"days": 14}),
    ],
)
def test_the_lifecycle_is_what_was_said(settings: dict[str, Any], transition: Any, expiration: Any) -> None:
    rule = body_of(composed(part("files", "s3", **settings)), "aws_s3_bucket_lifecycle_configuration")["rule"][0]
    assert rule.get("transition") == transition
    assert rule.get("expiration") == expiration
    assert rule["abort_incomplete_multipart_upload"] == {"days_after_initiation": 7}


def test_hipaa_keeps_logs_for_six_years() -> None:
    built = composed(part("files", "s3", purpose="logs"), frameworks=("hipaa",))
    assert body_of(built, "aws_s3_bucket_lifecycle_configuration")["rule"][0]["expiration"] == {"days": 2190}


def test_cors_lets_in_the_stated_origins_only() -> None:
    built = composed(part("files", "s3", cors_origins=("https://shop.example",)))
    assert body_of(built, "aws_s3_bucket_cors_configuration")["cors_rule"][0]["allowed_origins"] == [
        "https://shop.example"
    ]
    assert not all_of(composed(part("files", "s3")), "aws_s3_bucket_cors_configuration")


def test_a_website_endpoint_is_written_when_its_documents_are_named() -> None:
    built = composed(part("files", "s3", purpose="site", index_document="home.html"))
    website = body_of(built, "aws_s3_bucket_website_configuration")
    assert website["index_document"] == {"suffix": "home.html"}
    assert not all_of(composed(part("files", "s3", purpose="site")), "aws_s3_bucket_website_configuration")
