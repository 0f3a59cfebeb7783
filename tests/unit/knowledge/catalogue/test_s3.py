"""Buckets."""

from typing import Any

import pytest

from app.domain.resources import Template
from tests.unit.knowledge.catalogue.composed import accepted, all_of, body_of, composed, part, sids_of, text_of

SWITCHES = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


def test_a_plain_bucket_is_private_encrypted_and_versioned() -> None:
    built = composed(part("uploads", "s3"))
    block = body_of(built, "aws_s3_bucket_public_access_block")
    assert all(block[switch] is True for switch in SWITCHES)
    rule = body_of(built, "aws_s3_bucket_server_side_encryption_configuration")["rule"]
    assert rule["apply_server_side_encryption_by_default"]["sse_algorithm"] == "aws:kms"
    assert body_of(built, "aws_s3_bucket_versioning")["versioning_configuration"] == {"status": "Enabled"}
    assert body_of(built, "aws_s3_bucket_ownership_controls")["rule"] == {"object_ownership": "BucketOwnerEnforced"}
    assert sids_of(built, "uploads_bucket") == ["DenyInsecureTransport"]


def test_bucket_names_are_the_users_or_hold_the_account() -> None:
    given = body_of(composed(part("uploads", "s3", name="acme-uploads")), "aws_s3_bucket")["bucket"]
    made = body_of(composed(part("uploads", "s3")), "aws_s3_bucket")["bucket"]
    assert given == "acme-uploads"
    assert isinstance(made, Template)
    assert text_of(made).endswith("-uploads-{data.aws_caller_identity.current.account_id}")


@pytest.mark.parametrize(
    ("settings", "allowed", "public"),
    [
        ({"public": True}, (), False),
        ({"public": True}, ("public_bucket",), True),
        ({}, ("public_bucket",), True),
    ],
)
def test_a_bucket_is_public_only_when_plain_words_allow_it(
    settings: dict[str, Any], allowed: tuple[str, ...], public: bool
) -> None:
    built = composed(part("files", "s3", **settings), allowed=allowed)
    block = body_of(built, "aws_s3_bucket_public_access_block")
    assert all(block[switch] is not public for switch in SWITCHES)
    assert ("PublicRead" in sids_of(built, "files_bucket")) == public


def test_of_two_buckets_only_the_public_one_is_opened() -> None:
    built = composed(part("files", "s3", public=True), part("secrets", "s3"), allowed=("public_bucket",))
    assert "PublicRead" in sids_of(built, "files_bucket")
    assert "PublicRead" not in sids_of(built, "secrets_bucket")


@pytest.mark.parametrize(
    ("settings", "algorithm"),
    [
        ({}, "aws:kms"),
        ({"purpose": "logs"}, "AES256"),
        ({"purpose": "site"}, "AES256"),
        ({"encryption": "AES256"}, "AES256"),
        ({"purpose": "logs", "encryption": "aws:kms"}, "aws:kms"),
    ],
)
def test_encryption_fits_the_purpose(settings: dict[str, Any], algorithm: str) -> None:
    built = composed(part("files", "s3", **settings))
    rule = body_of(built, "aws_s3_bucket_server_side_encryption_configuration")["rule"]
    assert rule["apply_server_side_encryption_by_default"]["sse_algorithm"] == algorithm
    assert ("CKV_AWS_145" in accepted(built, "aws_s3_bucket.files")) == (algorithm == "AES256")


def test_object_lock_needs_versioning_and_keeps_its_days() -> None:
    built = composed(part("files", "s3", object_lock_mode="COMPLIANCE", object_lock_days=30, versioning=False))
    assert body_of(built, "aws_s3_bucket")["object_lock_enabled"] is True
    assert body_of(built, "aws_s3_bucket_versioning")["versioning_configuration"] == {"status": "Enabled"}
    retention = body_of(built, "aws_s3_bucket_object_lock_configuration")["rule"]["default_retention"]
    assert retention == {"mode": "COMPLIANCE", "days": 30}


def test_acceleration_is_for_those_who_ask() -> None:
    assert not all_of(composed(part("files", "s3")), "aws_s3_bucket_accelerate_configuration")
    assert all_of(composed(part("files", "s3", acceleration=True)), "aws_s3_bucket_accelerate_configuration")


@pytest.mark.parametrize(("settings", "payer"), [({}, None), ({"payer": "Requester"}, "Requester")])
def test_who_pays_for_requests(settings: dict[str, Any], payer: str | None) -> None:
    found = all_of(composed(part("files", "s3", **settings)), "aws_s3_bucket_request_payment_configuration")
    assert [one.body["payer"] for one in found.values()] == ([payer] if payer else [])
