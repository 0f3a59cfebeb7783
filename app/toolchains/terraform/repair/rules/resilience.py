"""Backups, deletion protection, updates and orderly replacement."""

from collections.abc import Mapping

from app.toolchains.terraform.repair.edits import Edit, Set, Unless, When

REDIS = When("engine", ('"redis"', '"valkey"'), "Memcached has no snapshots")

OLD_INSTANCE = Unless(
    "instance_type",
    "instances of this type cannot be EBS-optimised: choose another type",
    ('"t1.', '"t2.', '"m1.small', '"m1.medium', '"m3.medium'),
)

RESILIENCE: Mapping[str, tuple[Edit, ...]] = {
    "CKV_AWS_28": (Set("point_in_time_recovery.enabled", "true"),),
    "CKV_AWS_51": (Set("image_tag_mutability", '"IMMUTABLE"'),),
    "CKV_AWS_133": (Set("backup_retention_period", "7"),),
    "CKV_AWS_134": (REDIS, Set("snapshot_retention_limit", "7")),
    "CKV_AWS_135": (
        OLD_INSTANCE,
        Set("ebs_optimized", "true"),
    ),
    "CKV_AWS_138": (Set("cross_zone_load_balancing", "true"),),
    "CKV_AWS_139": (Set("deletion_protection", "true"),),
    "CKV_AWS_141": (Set("allow_version_upgrade", "true"),),
    "CKV_AWS_150": (Set("enable_deletion_protection", "true"),),
    "CKV_AWS_152": (Set("enable_cross_zone_load_balancing", "true"),),
    "CKV_AWS_207": (Set("auto_minor_version_upgrade", "true"),),
    "CKV_AWS_211": (Set("ca_cert_identifier", '"rds-ca-rsa2048-g1"'),),
    "CKV_AWS_217": (Set("lifecycle.create_before_destroy", "true"),),
    "CKV_AWS_222": (Set("auto_minor_version_upgrade", "true"),),
    "CKV_AWS_226": (Set("auto_minor_version_upgrade", "true"),),
    "CKV_AWS_233": (Set("lifecycle.create_before_destroy", "true"),),
    "CKV_AWS_237": (Set("lifecycle.create_before_destroy", "true"),),
    "CKV_AWS_293": (Set("deletion_protection", "true"),),
    "CKV_AWS_313": (Set("copy_tags_to_snapshot", "true"),),
    "CKV_AWS_322": (Set("auto_minor_version_upgrade", '"true"'),),
    "CKV_AWS_332": (Set("platform_version", '"LATEST"'),),
    "CKV_AWS_343": (Set("automated_snapshot_retention_period", "7"),),
    "CKV_AWS_344": (Set("delete_protection", "true"),),
    "CKV_AWS_360": (Set("backup_retention_period", "7"),),
    "CKV_AWS_361": (Set("backup_retention_period", "7"),),
    "CKV_AWS_362": (Set("copy_tags_to_snapshot", "true"),),
    "CKV2_AWS_58": (Set("deletion_protection", "true"),),
    "CKV2_AWS_60": (Set("copy_tags_to_snapshot", "true"),),
}
