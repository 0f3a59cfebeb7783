"""Replication of an S3 bucket: to another bucket of the stack, or to a replica made in another region."""

from typing import Any

from app.domain.resources import Json, Ref
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.statements import below, key_administration, policy_statement, tls_only


def replicate(source: End, bucket: str, key: Any, site: Site, *, label: str) -> None:
    """Copy every object (and its deletion) to the bucket at that address, with a role that can do nothing else."""
    component, ports = source.component, source.ports
    role = site.role(component, "s3.amazonaws.com", label=f"{component.label}_replication")
    target_arn = Ref(bucket, "arn")
    site.allow(role, ["s3:GetReplicationConfiguration", "s3:ListBucket"], [ports.arn], sid="ReadSourceBucket")
    site.allow(
        role,
        ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
        [below(ports.arn, "/*")],
        sid="ReadSourceObjects",
    )
    site.allow(
        role,
        ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
        [below(target_arn, "/*")],
        sid="WriteReplicas",
    )
    if ports.key is not None:
        site.allow(role, ["kms:Decrypt"], [ports.key], sid="DecryptSource")
    if key is not None:
        site.allow(role, ["kms:Encrypt", "kms:GenerateDataKey"], [key], sid="EncryptReplicas")
    rule: dict[str, Any] = {
        "id": f"to-{label.replace('_', '-')}",
        "status": "Enabled",
        "filter": {},
        "delete_marker_replication": {"status": "Enabled"},
        "destination": {
            "bucket": target_arn,
            "storage_class": "STANDARD",
            "encryption_configuration": {"replica_kms_key_id": key} if key is not None else None,
        },
        "source_selection_criteria": {"sse_kms_encrypted_objects": {"status": "Enabled"}} if key is not None else None,
    }
    earlier = ports.extra["replicated"]
    rule["priority"] = len(earlier) + 1
    if earlier:
        site.append(earlier[0], "rule", rule)
    earlier.append(
        site.add(
            "aws_s3_bucket_replication_configuration",
            component.label,
            {"bucket": Ref(ports.address), "role": Ref(role, "arn"), "rule": [rule]},
            component=component,
            depends_on=[ports.extra["versioning"]],
        )
    )


def replicate_to_region(source: End, region: str, site: Site) -> None:
    """Make a replica bucket with its own key in that region and copy to it."""
    component = source.component
    provider = region.replace("-", "_")
    label = f"{component.label}_replica"
    key = None
    if source.ports.key is not None:
        address = site.add(
            "aws_kms_key",
            label,
            {
                "description": f"Encrypts the replica of {component.label}",
                "enable_key_rotation": True,
                "deletion_window_in_days": 30,
                "policy": Json({"Version": "2012-10-17", "Statement": [policy_statement(key_administration(site))]}),
            },
            component=component,
            concern="security",
            provider=provider,
        )
        key = Ref(address, "arn")
    bucket = site.add(
        "aws_s3_bucket", label, {"bucket": site.name(component, "replica", 63)}, component=component, provider=provider
    )
    name = Ref(bucket)

    def beside(kind: str, body: dict[str, Any]) -> str:
        return site.add(kind, label, {"bucket": name, **body}, component=component, provider=provider)

    switches = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    beside("aws_s3_bucket_public_access_block", dict.fromkeys(switches, True))
    beside("aws_s3_bucket_ownership_controls", {"rule": {"object_ownership": "BucketOwnerEnforced"}})
    beside("aws_s3_bucket_versioning", {"versioning_configuration": {"status": "Enabled"}})
    beside(
        "aws_s3_bucket_server_side_encryption_configuration",
        {
            "rule": {
                "apply_server_side_encryption_by_default": {
                    "sse_algorithm": "aws:kms" if key else "AES256",
                    "kms_master_key_id": key,
                },
                "bucket_key_enabled": True if key else None,
            }
        },
    )
    beside(
        "aws_s3_bucket_lifecycle_configuration",
        {
            "rule": [
                {
                    "id": "tidy",
                    "status": "Enabled",
                    "filter": {},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
                    "noncurrent_version_expiration": {"noncurrent_days": 90},
                }
            ]
        },
    )
    arn = Ref(bucket, "arn")
    policy = site.document(f"{label}_bucket", [tls_only([arn, below(arn, "/*")], "s3:*")], component=component)
    beside("aws_s3_bucket_policy", {"policy": policy})
    for rule in ("CKV_AWS_18", "CKV2_AWS_62"):
        site.accept(rule, "The replica is written by replication only; the source bucket is the one to watch.", bucket)
    site.accept("CKV_AWS_144", "The replica is the copy in another region.", bucket)
    replicate(source, bucket, key, site, label=label)
