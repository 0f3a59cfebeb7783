"""Where a database's data come from (nowhere, a snapshot, a dump in S3), and its password."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref
from app.knowledge.catalogue.base import Site
from app.knowledge.catalogue.inputs import label_of, named
from app.knowledge.catalogue.rds_engines import Engine
from app.knowledge.catalogue.wishes import of_service

GENERATORS = ("random_password", "random_string")
PASSWORD = {"length": 32, "special": False}
"""RDS refuses some special characters; 32 letters and digits hold about 190 bits."""
READ_DUMP = ("s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket")


def password_of(component: Component, site: Site, key: Ref) -> dict[str, Any]:
    """The generated password where the request names one, else one that RDS keeps in Secrets Manager and rotates."""
    for kind in GENERATORS:
        if named(site, kind):
            password = site.add(kind, label_of(component, "password"), PASSWORD, component=component)
            return {"password": Ref(password, "result")}
    return {"manage_master_user_password": True, "master_user_secret_kms_key_id": key}


def is_public(component: Component, site: Site) -> bool:
    """Whether the request asks in plain words that the database, its only one, be reachable from the internet."""
    return site.allowed("public_database") and of_service(site, "rds", "aws_db_instance") == (component,)


def origin_of(component: Component, site: Site, engine: Engine, version: str) -> dict[str, Any]:
    """What the database is restored from, as arguments; empty for a new one."""
    if site.setting(component, "snapshot_identifier"):
        return {"snapshot_identifier": site.setting(component, "snapshot_identifier")}
    if site.setting(component, "from_snapshot"):
        snapshot = site.variable(
            f"{component.label}_snapshot_identifier".replace("-", "_"),
            "string",
            f"Snapshot that {component.label} is restored from.",
            f"{component.label.replace('_', '-')}-snapshot",
        )
        return {"snapshot_identifier": snapshot}
    if site.setting(component, "from_s3") and engine.id == "mysql":
        return {"s3_import": _dump(component, site, version)}
    return {}


def _dump(component: Component, site: Site, version: str) -> dict[str, Any]:
    bucket = site.require("s3").ports
    role = site.role(component, "rds.amazonaws.com", label=label_of(component, "import"))
    site.allow(role, READ_DUMP, bucket.access_arns or [bucket.arn], sid="ReadDump")
    if bucket.key is not None:
        site.allow(role, ["kms:Decrypt"], [bucket.key], sid="DecryptDump")
    return {
        "bucket_name": Ref(bucket.address, "id"),
        "ingestion_role": Ref(role, "arn"),
        "source_engine": "mysql",
        "source_engine_version": version,
    }
