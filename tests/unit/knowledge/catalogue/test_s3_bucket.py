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
    alone, behind = part("files", "s3", purpose="site"), part("cdn", "cloudfront")
    assert all_of(composed(alone), "aws_s3_bucket_website_configuration")
    built = composed(alone, behind, relations=["cdn fronts files"])
    assert not all_of(built, "aws_s3_bucket_website_configuration")


@pytest.mark.parametrize(
    ("settings", "ownership", "acl"),
    [
        ({}, "BucketOwnerEnforced", None),
        ({"acl": "private"}, "BucketOwnerPreferred", "private"),
        ({"acl": "log-delivery-write"}, "BucketOwnerPreferred", "log-delivery-write"),
        ({"acl": "authenticated-read"}, "BucketOwnerPreferred", "private"),
        ({"ownership": "ObjectWriter"}, "ObjectWriter", None),
        ({"ownership": "BucketOwnerEnforced", "acl": "private"}, "BucketOwnerEnforced", None),
    ],
)
def test_lists_of_access_are_off_until_asked_for(settings: dict[str, Any], ownership: str, acl: str | None) -> None:
    built = composed(part("files", "s3", **settings))
    assert body_of(built, "aws_s3_bucket_ownership_controls")["rule"] == {"object_ownership": ownership}
    written = all_of(built, "aws_s3_bucket_acl")
    assert [one.body["acl"] for one in written.values()] == ([acl] if acl else [])
    assert all(one.depends_on == ("aws_s3_bucket_ownership_controls.files",) for one in written.values())


def test_a_named_acl_is_written_with_its_label() -> None:
    built = composed(part("files", "s3"), part("closed", "aws_s3_bucket_acl"))
    assert body_of(built, "aws_s3_bucket_acl", "closed")["acl"] == "private"


def test_a_prefix_and_old_versions_have_their_own_times() -> None:
    built = composed(part("files", "s3", prefix="tmp/", expire_after=30, noncurrent_transition=30, noncurrent_days=90))
    rule = body_of(built, "aws_s3_bucket_lifecycle_configuration")["rule"][0]
    assert rule["filter"] == {"prefix": "tmp/"}
    assert rule["noncurrent_version_transition"] == [{"noncurrent_days": 30, "storage_class": "STANDARD_IA"}]
    assert rule["noncurrent_version_expiration"] == {"noncurrent_days": 90}
