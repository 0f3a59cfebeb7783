"""Where a CloudFront distribution gets its content, and how it caches it."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Call, Ref, Template
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.guards import guarded
from app.knowledge.catalogue.kinds import kind_of
from app.knowledge.catalogue.statements import below, camel

CACHED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
NOT_CACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
"""AWS's managed policies CachingOptimized, CachingDisabled and AllViewerExceptHostHeader (CloudFront guide)."""

ORIGINS = ("s3", "alb", "nlb", "api_http", "api_rest", "ec2")
"""What a distribution can get content from."""

READ = ["GET", "HEAD", "OPTIONS"]
EVERY = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
YEAR = 31536000


def headers_policy(component: Component, site: Site) -> Ref:
    """Security headers on every answer: HSTS, no sniffing, no framing, no referrer abroad."""
    address = site.add(
        "aws_cloudfront_response_headers_policy",
        component.label,
        {
            "name": site.name(component, "security-headers"),
            "security_headers_config": {
                "strict_transport_security": {
                    "access_control_max_age_sec": YEAR,
                    "include_subdomains": True,
                    "preload": True,
                    "override": True,
                },
                "content_type_options": {"override": True},
                "frame_options": {"frame_option": "DENY", "override": True},
                "referrer_policy": {"referrer_policy": "strict-origin-when-cross-origin", "override": True},
            },
        },
        component=component,
    )
    return Ref(address)


def fronts(cdn: End, target: End, relation: Relation, site: Site) -> None:
    """A bucket is read with the distribution's own signature, anything else over HTTPS."""
    kind = kind_of(target.component)
    if guarded(cdn, target, relation, site) or kind not in ORIGINS:
        return
    if kind == "s3":
        serve_bucket(cdn, target, site)
    else:
        serve_host(cdn, target, site)


def fronted_by(target: End, cdn: End, relation: Relation, site: Site) -> None:
    """The same from the other side: "the CDN is served from the bucket"."""
    fronts(cdn, target, relation, site)


def _behavior(cdn: End, target: End, cache: str, *, dynamic: bool) -> dict[str, Any]:
    return {
        "target_origin_id": target.component.label,
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": EVERY if dynamic else READ,
        "cached_methods": ["GET", "HEAD"],
        "compress": True,
        "cache_policy_id": cache,
        "origin_request_policy_id": ALL_BUT_HOST if dynamic else None,
        "response_headers_policy_id": cdn.ports.extra["headers_policy"],
    }


def _add_behavior(cdn: End, target: End, site: Site, behavior: dict[str, Any], paths: tuple[str, ...]) -> None:
    """The first bucket (else the first origin) takes everything; the others the paths below their name."""
    origins: list[dict[str, Any]] = cdn.ports.extra["origins"]
    kept = {name: value for name, value in behavior.items() if value is not None}
    entry = {"behavior": kept, "static": kind_of(target.component) == "s3", "paths": paths}
    origins.append(entry)
    main = next((one for one in origins if one["static"]), origins[0])
    site.set(cdn.ports.address, "default_cache_behavior", main["behavior"])
    others = [{"path_pattern": path, **one["behavior"]} for one in origins if one is not main for path in one["paths"]]
    if others:
        site.set(cdn.ports.address, "ordered_cache_behavior", others)


def serve_bucket(cdn: End, bucket: End, site: Site) -> None:
    """Only this distribution may read the bucket (origin access control)."""
    label = cdn.component.label if not cdn.ports.extra["origins"] else f"{cdn.component.label}_{bucket.component.label}"
    control = site.add(
        "aws_cloudfront_origin_access_control",
        label,
        {
            "name": site.name(bucket.component, "access", limit=64),
            "origin_access_control_origin_type": "s3",
            "signing_behavior": "always",
            "signing_protocol": "sigv4",
        },
        component=cdn.component,
    )
    site.append(
        cdn.ports.address,
        "origin",
        {
            "origin_id": bucket.component.label,
            "domain_name": Ref(bucket.ports.address, "bucket_regional_domain_name"),
            "origin_access_control_id": Ref(control),
        },
    )
    bucket.ports.extra["statements"].append(
        {
            "sid": f"ReadBy{camel(cdn.component.label)}",
            "actions": ["s3:GetObject"],
            "resources": [below(bucket.ports.arn, "/*")],
            "principals": [{"type": "Service", "identifiers": ["cloudfront.amazonaws.com"]}],
            "condition": [{"test": "StringEquals", "variable": "AWS:SourceArn", "values": [cdn.ports.arn]}],
        }
    )
    if bucket.ports.key is not None:
        site.key("cloudfront.amazonaws.com")
    label = bucket.component.label
    _add_behavior(cdn, bucket, site, _behavior(cdn, bucket, CACHED, dynamic=False), (f"/{label}/*",))
    _error_pages(cdn, site)


def _error_pages(cdn: End, site: Site) -> None:
    """A missing object is a 403 to those who may not list; readers get a page, a single-page application its start."""
    single = site.setting(cdn.component, "single_page")
    page, code = ("/index.html", 200) if single else ("/error.html", 404)
    site.set(
        cdn.ports.address,
        "custom_error_response",
        [
            {
                "error_code": error,
                "response_code": code,
                "response_page_path": page,
                "error_caching_min_ttl": 60,
            }
            for error in (403, 404)
        ],
    )


def _host(target: End) -> tuple[Any, str]:
    """The name of an origin and the path below which it answers."""
    kind = kind_of(target.component)
    if kind == "api_http":
        return Call("replace", (Ref(target.ports.address, "api_endpoint"), "https://", "")), ""
    if kind == "api_rest":
        stage = target.ports.extra["stage"]
        host = Template((Ref(target.ports.address), ".execute-api.", target.ports.extra["region"], ".amazonaws.com"))
        return host, Template(("/", Ref(stage, "stage_name")))  # type: ignore[return-value]
    if kind == "ec2":
        return Ref(target.ports.address, "public_dns"), ""
    return target.ports.extra.get("domain") or target.ports.handle, ""


def serve_host(cdn: End, target: End, site: Site) -> None:
    """A host that answers by itself: nothing is cached unless it says so."""
    host, path = _host(target)
    secure = kind_of(target.component) in {"api_http", "api_rest"} or target.ports.extra.get("certificate") is not None
    site.append(
        cdn.ports.address,
        "origin",
        {
            "origin_id": target.component.label,
            "domain_name": host,
            "origin_path": path or None,
            "custom_origin_config": {
                "http_port": 80,
                "https_port": 443,
                "origin_protocol_policy": "https-only" if secure else "http-only",
                "origin_ssl_protocols": ["TLSv1.2"],
            },
        },
    )
    label = target.component.label
    paths = ("/api/*",) if kind_of(target.component).startswith("api") else (f"/{label}/*",)
    _add_behavior(cdn, target, site, _behavior(cdn, target, NOT_CACHED, dynamic=True), paths)
    alone = len(cdn.ports.extra["origins"]) == 1
    if alone and not site.stated(cdn.component, "index_document"):
        site.set(cdn.ports.address, "default_root_object", None)
        site.accept(
            "CKV_AWS_305", "The application behind the distribution answers the root path itself.", cdn.ports.address
        )
