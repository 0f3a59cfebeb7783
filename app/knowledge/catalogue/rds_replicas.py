"""Read replicas of an RDS instance."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Site
from app.knowledge.catalogue.rds_engines import NO_INSIGHTS, Engine, supports_insights
from app.knowledge.catalogue.wishes import deletion_protection


def add_replicas(
    component: Component, site: Site, source: str, engine: Engine, size: Any, monitoring: str, group: Ref
) -> None:
    """The stated number of replicas, of the same class, in the same network."""
    key = site.key()
    insights = supports_insights(engine, size)
    for number in range(int(site.setting(component, "replicas") or 0)):
        suffix = f"replica_{number + 1}"
        replica = site.add(
            "aws_db_instance",
            f"{component.label}_{suffix}",
            {
                "identifier": site.name(component, suffix.replace("_", "-"), 63),
                "replicate_source_db": Ref(source, "identifier"),
                "instance_class": size,
                "storage_encrypted": True,
                "kms_key_id": key,
                "vpc_security_group_ids": [group],
                "publicly_accessible": False,
                "multi_az": False,
                "auto_minor_version_upgrade": True,
                "copy_tags_to_snapshot": True,
                "deletion_protection": deletion_protection(site, component),
                "skip_final_snapshot": True,
                "monitoring_interval": 60,
                "monitoring_role_arn": Ref(monitoring, "arn"),
                "performance_insights_enabled": insights,
                "performance_insights_kms_key_id": key if insights else None,
                "enabled_cloudwatch_logs_exports": list(engine.logs),
            },
            component=component,
        )
        site.accept("CKV_AWS_157", "A replica is a second copy already; the source has the standby.", replica)
        if not insights:
            site.accept("CKV_AWS_353", NO_INSIGHTS, replica)


def copy_to(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Make the other database a replica of this one: it takes engine, storage and password from its source."""
    address = target.ports.address
    if not address.startswith("aws_db_instance."):
        return
    site.set(address, "replicate_source_db", Ref(source.ports.address, "identifier"))
    inherited = (
        "engine", "engine_version", "username", "manage_master_user_password", "master_user_secret_kms_key_id",
        "db_name", "allocated_storage", "db_subnet_group_name", "backup_window", "license_model",
    )  # fmt: skip
    for name in inherited:
        site.set(address, name, None)
