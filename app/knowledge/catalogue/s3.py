"""Amazon S3: buckets for data, web sites and logs."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import Ports, Service, Site
from app.knowledge.catalogue.s3_bucket import (
    add_cors,
    add_lifecycle,
    add_options,
    add_ownership,
    add_website,
    block_public_access,
)
from app.knowledge.catalogue.s3_links import finish, links
from app.knowledge.catalogue.s3_parameters import PARAMETERS
from app.knowledge.catalogue.statements import below, tls_only
from app.knowledge.catalogue.wishes import asked, of_service

READS = ("s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:GetBucketLocation")
WRITES = ("s3:PutObject", "s3:AbortMultipartUpload", "s3:GetBucketLocation")
DELETES = ("s3:DeleteObject",)


def bucket_name(component: Component, site: Site) -> Any:
    """The name given, else the usual one with the account's id, since bucket names are shared by everyone."""
    if component.name:
        return component.name
    name = site.name(component)
    parts = name.parts if isinstance(name, Template) else (name,)
    return Template((*parts, "-", site.account()))


def wire(component: Component, site: Site) -> Ports:
    """The bucket with everything that keeps it private, encrypted, versioned and tidy."""
    purpose = site.setting(component, "purpose")
    lock = site.setting(component, "object_lock_mode")
    days = site.setting(component, "object_lock_days")
    locked = bool(lock or days or asked(site, "aws_s3_bucket_object_lock_configuration"))
    bucket = site.add(
        "aws_s3_bucket",
        component.label,
        {
            "bucket": bucket_name(component, site),
            "object_lock_enabled": True if locked else None,
            "force_destroy": site.setting(component, "force_destroy"),
        },
        component=component,
    )
    name, arn = Ref(bucket), Ref(bucket, "arn")
    public = wants_public(component, site)
    access_block = block_public_access(component, site, name, private=not public)
    ownership = add_ownership(component, site, name)
    versioned = locked or site.setting(component, "versioning")
    versioning = site.add(
        "aws_s3_bucket_versioning",
        component.label,
        {"bucket": name, "versioning_configuration": {"status": "Enabled" if versioned else "Suspended"}},
        component=component,
    )
    key, encryption = encrypt(component, site, bucket)
    add_lifecycle(component, site, name, bool(versioned), versioning)
    if locked:
        site.add(
            "aws_s3_bucket_object_lock_configuration",
            component.label,
            {"bucket": name, "rule": {"default_retention": {"mode": lock or "GOVERNANCE", "days": days or 30}}},
            component=component,
            depends_on=[versioning],
        )
    add_cors(component, site, name)
    add_website(component, site, name)
    add_options(component, site, name)
    policy = site.add(
        "aws_s3_bucket_policy",
        component.label,
        {"bucket": name},
        component=component,
        depends_on=[access_block] if public else [],
    )
    statements: list[Any] = [tls_only([arn, below(arn, "/*")], "s3:*")]
    if public:
        statements.append(
            {
                "sid": "PublicRead",
                "actions": ["s3:GetObject"],
                "resources": [below(arn, "/*")],
                "principals": [{"type": "*", "identifiers": ["*"]}],
            }
        )
    return Ports(
        address=bucket,
        arn=arn,
        handle=name,
        handle_name="BUCKET",
        access={
            "reads": READS,
            "writes": (*WRITES, *DELETES),
            "sends": WRITES,
            "uses": (*READS, *WRITES, *DELETES),
        },
        access_arns=(arn, below(arn, "/*")),
        key=key,
        principal="s3.amazonaws.com",
        extra={
            "statements": statements,
            "notifications": [],
            "logged": [],
            "replicated": [],
            "policy": policy,
            "encryption": encryption,
            "purpose": purpose,
            "ownership": ownership,
            "versioning": versioning,
            "public_access_block": access_block,
            "domain_name": Ref(bucket, "bucket_regional_domain_name"),
        },
    )


def wants_public(component: Component, site: Site) -> bool:
    """Whether the request asks in plain words for this bucket to be open to the world."""
    buckets = of_service(site, "s3", "aws_s3_bucket")
    return site.allowed("public_bucket") and (bool(site.setting(component, "public")) or buckets == (component,))


def encrypt(component: Component, site: Site, bucket: str) -> tuple[Any, str]:
    """SSE-KMS with the stack's key; SSE-S3 for log and web buckets. Returns the key or None, and the address."""
    stated = site.setting(component, "encryption")
    plain = stated == "AES256" or (stated is None and site.setting(component, "purpose") in {"logs", "site"})
    key = None if plain else site.key()
    address = site.add(
        "aws_s3_bucket_server_side_encryption_configuration",
        component.label,
        {
            "bucket": Ref(bucket),
            "rule": {
                "apply_server_side_encryption_by_default": {
                    "sse_algorithm": "AES256" if plain else "aws:kms",
                    "kms_master_key_id": key,
                },
                "bucket_key_enabled": None if plain else True,
            },
        },
        component=component,
    )
    if plain:
        reason = {
            "logs": "Load balancers and S3 deliver access logs only to buckets with SSE-S3; the bucket is encrypted.",
            "site": "The files are published to everyone; SSE-S3 keeps them encrypted without a key request per file.",
        }.get(site.setting(component, "purpose"), "The request asks for SSE-S3.")
        for where in (address, bucket):
            site.accept("CKV_AWS_145", reason, where)
    return key, address


SERVICE = Service(
    id="s3",
    title="Amazon S3",
    concern="data",
    shape="data",
    primary="aws_s3_bucket",
    summary="Object storage: private, encrypted, versioned, TLS only, with a lifecycle",
    words=(
        "s3", "s3 bucket", "amazon s3", "simple storage service", "object storage", "bucket", "bucket s3",
        "almacenamiento de objetos", "cubo s3", "cubo de s3", "data lake", "lago de datos", "log bucket",
        "bucket de logs", "bucket de registros",
    ),
    weak_words=(
        "file storage", "upload", "object store", "static file", "static site", "static website", "image storage",
        "sitio estatico", "sitio web estatico", "archivos estaticos", "almacenamiento de archivos", "lake",
        "document storage", "raw data", "fotos", "subidas", "uploaded file", "uploaded image",
        "archivos subidos", "store images", "store files", "store photos",
        "store documents", "store pictures", "store videos", "store objects", "save files", "keep files", "hold files",
        "guardar archivos", "guardar ficheros", "guardar imagenes", "guardar fotos", "guardar documentos",
        "almacenar archivos", "almacenar ficheros", "almacenar imagenes", "almacenar fotos", "almacenar documentos",
        "almacenar objetos",
    ),
    wire=wire,
    links=links,
    finish=finish,
    types=(
        "aws_s3_bucket_public_access_block", "aws_s3_bucket_ownership_controls", "aws_s3_bucket_versioning",
        "aws_s3_bucket_server_side_encryption_configuration", "aws_s3_bucket_lifecycle_configuration",
        "aws_s3_bucket_object_lock_configuration", "aws_s3_bucket_policy", "aws_s3_bucket_logging",
        "aws_s3_bucket_notification", "aws_s3_bucket_cors_configuration", "aws_s3_bucket_website_configuration",
        "aws_s3_bucket_accelerate_configuration", "aws_s3_bucket_acl", "aws_s3_bucket_request_payment_configuration",
        "aws_s3_bucket_replication_configuration",
    ),
    parameters=PARAMETERS,
)  # fmt: skip
