"""What stands around an S3 bucket: public access, lifecycle, CORS, website."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import Site
from app.knowledge.catalogue.wishes import asked, of_service, regulated

LOG_DAYS = 365
"""How long log objects live when nothing was said."""
HIPAA_LOG_DAYS = 2190
"""Six years, the retention of documentation in 45 CFR 164.316(b)(2)."""


def block_public_access(component: Component, site: Site, name: Ref, *, private: bool) -> str:
    """Block every way to make the bucket public, or none where the request asks for a public one in plain words."""
    switches = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    return site.add(
        "aws_s3_bucket_public_access_block",
        component.label,
        {"bucket": name, **dict.fromkeys(switches, private)},
        component=component,
    )


def add_ownership(component: Component, site: Site, name: Ref) -> str:
    """ACLs off, unless the request asks for one or for another ownership; returns the controls' address.

    An ACL that would let strangers in is not written: the access block would make it void.
    """
    acl = site.setting(component, "acl") or ("private" if asked(site, "aws_s3_bucket_acl") else None)
    stated = site.setting(component, "ownership")
    owner = stated or ("BucketOwnerPreferred" if acl else "BucketOwnerEnforced")
    controls = site.add(
        "aws_s3_bucket_ownership_controls",
        component.label,
        {"bucket": name, "rule": {"object_ownership": owner}},
        component=component,
    )
    if owner != "BucketOwnerEnforced":
        reason = "The request asks for access control lists or for another object ownership."
        site.accept("CKV2_AWS_65", reason, controls)
    if acl and owner != "BucketOwnerEnforced":
        body = {"bucket": name, "acl": "private" if acl == "authenticated-read" else acl}
        site.add("aws_s3_bucket_acl", component.label, body, component=component, depends_on=[controls])
    return controls


def _transitions(component: Component, site: Site) -> list[dict[str, Any]]:
    wanted = (
        ("infrequent_after", "STANDARD_IA"),
        ("archive_after", "GLACIER"),
        ("deep_archive_after", "DEEP_ARCHIVE"),
    )
    found = [
        {"days": int(days), "storage_class": storage}
        for setting, storage in wanted
        if (days := site.setting(component, setting)) is not None
    ]
    if site.setting(component, "intelligent_tiering"):
        found.insert(0, {"days": 0, "storage_class": "INTELLIGENT_TIERING"})
    return found


def _expiry(component: Component, site: Site) -> int | None:
    days = site.setting(component, "expire_after")
    if days is not None:
        return int(days)
    if site.setting(component, "purpose") != "logs":
        return None
    stated = [one.settings["log_retention"] for one in site.request.components if "log_retention" in one.settings]
    if stated:
        return max(int(kept) for kept in stated)
    return HIPAA_LOG_DAYS if "hipaa" in site.request.constraints.frameworks else LOG_DAYS


def add_lifecycle(component: Component, site: Site, name: Ref, versioned: bool, versioning: str) -> None:
    """One rule for all objects: aborted uploads and old versions go, the stated transitions and expiry happen."""
    days = _expiry(component, site)
    prefix = site.setting(component, "prefix")
    rule: dict[str, Any] = {
        "id": "tidy",
        "status": "Enabled",
        "filter": {"prefix": prefix} if prefix else {},
        "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
        "transition": _transitions(component, site) or None,
        "expiration": {"days": days} if days else None,
    }
    if versioned:
        kept = site.setting(component, "noncurrent_days")
        moved = site.setting(component, "noncurrent_transition")
        if moved:
            rule["noncurrent_version_transition"] = [{"noncurrent_days": int(moved), "storage_class": "STANDARD_IA"}]
        rule["noncurrent_version_expiration"] = {"noncurrent_days": int(kept or (365 if regulated(site) else 90))}
    site.add(
        "aws_s3_bucket_lifecycle_configuration",
        component.label,
        {"bucket": name, "rule": [{key: value for key, value in rule.items() if value is not None}]},
        component=component,
        depends_on=[versioning],
    )


def add_cors(component: Component, site: Site, name: Ref) -> None:
    """Let the stated origins read and upload from browsers."""
    origins = site.setting(component, "cors_origins")
    if not origins and not asked(site, "aws_s3_bucket_cors_configuration"):
        return
    site.add(
        "aws_s3_bucket_cors_configuration",
        component.label,
        {
            "bucket": name,
            "cors_rule": [
                {
                    "allowed_methods": ["GET", "HEAD", "PUT", "POST"],
                    "allowed_origins": list(origins or ["https://example.com"]),
                    "allowed_headers": ["Authorization", "Content-Type"],
                    "expose_headers": ["ETag"],
                    "max_age_seconds": 3600,
                }
            ],
        },
        component=component,
    )


def add_website(component: Component, site: Site, name: Ref) -> None:
    """The website endpoint, where it is asked for or nothing else serves the site: behind a CDN the bucket answers
    through its REST endpoint."""
    stated = site.stated(component, "index_document") or site.stated(component, "error_document")
    alone = not of_service(site, "cloudfront", "aws_cloudfront_distribution")
    stated = stated or (alone and site.stated(component, "purpose") and site.setting(component, "purpose") == "site")
    if not stated and not asked(site, "aws_s3_bucket_website_configuration"):
        return
    site.add(
        "aws_s3_bucket_website_configuration",
        component.label,
        {
            "bucket": name,
            "index_document": {"suffix": site.setting(component, "index_document")},
            "error_document": {"key": site.setting(component, "error_document")},
        },
        component=component,
    )


def add_options(component: Component, site: Site, name: Ref) -> None:
    """Who pays for requests, and faster uploads from afar, for those who ask."""
    payer = site.setting(component, "payer")
    kind = "aws_s3_bucket_request_payment_configuration"
    if payer or asked(site, kind):
        site.add(kind, component.label, {"bucket": name, "payer": payer or "Requester"}, component=component)
    kind = "aws_s3_bucket_accelerate_configuration"
    if site.setting(component, "acceleration") or asked(site, kind):
        site.add(kind, component.label, {"bucket": name, "status": "Enabled"}, component=component)
