"""What stands around an S3 bucket: public access, lifecycle, CORS, website."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import Site
from app.knowledge.catalogue.wishes import asked, regulated

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
    return HIPAA_LOG_DAYS if "hipaa" in site.request.constraints.frameworks else LOG_DAYS


def add_lifecycle(component: Component, site: Site, name: Ref, versioned: bool, versioning: str) -> None:
    """One rule for all objects: aborted uploads and old versions go, the stated transitions and expiry happen."""
    days = _expiry(component, site)
    rule: dict[str, Any] = {
        "id": "tidy",
        "status": "Enabled",
        "filter": {},
        "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
        "transition": _transitions(component, site) or None,
        "expiration": {"days": days} if days else None,
    }
    if versioned:
        kept = site.setting(component, "noncurrent_days")
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
    """The website endpoint, only where it is asked for: behind a CDN the bucket answers through its REST endpoint."""
    stated = site.stated(component, "index_document") or site.stated(component, "error_document")
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
