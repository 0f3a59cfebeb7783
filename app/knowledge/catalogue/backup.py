"""AWS Backup: a vault, a plan and what it covers."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.inputs import stated_or_input
from app.knowledge.catalogue.statements import type_of
from app.knowledge.catalogue.wishes import asked

SUPPORTED = {
    "aws_db_instance", "aws_rds_cluster", "aws_dynamodb_table", "aws_efs_file_system", "aws_instance",
    "aws_ebs_volume", "aws_s3_bucket", "aws_redshift_cluster", "aws_docdb_cluster", "aws_neptune_cluster",
    "aws_fsx_lustre_file_system",
}  # fmt: skip
"""What AWS Backup can restore, of the types in the catalogue."""
MANAGED = ("service-role/AWSBackupServiceRolePolicyForBackup", "service-role/AWSBackupServiceRolePolicyForRestores")
BUCKET_MANAGED = ("AWSBackupServiceRolePolicyForS3Backup", "AWSBackupServiceRolePolicyForS3Restore")
COLD_LEAST = 90
"""A recovery point in cold storage must stay there for 90 days."""


def wire(component: Component, site: Site) -> Ports:
    """The encrypted vault, the plan with its schedule and life cycle, the role."""
    vault = site.add(
        "aws_backup_vault",
        component.label,
        {"name": site.name(component), "kms_key_arn": site.key()},
        component=component,
    )
    if site.setting(component, "vault_lock") or asked(site, "aws_backup_vault_lock_configuration"):
        site.add(
            "aws_backup_vault_lock_configuration",
            component.label,
            {"backup_vault_name": Ref(vault, "name"), "min_retention_days": 7},
            component=component,
        )
    keep = stated_or_input(
        component, site, "retention", "number", f"Days that recovery points of {component.label} are kept.",
        {"dev": 7, "prod": 35},
    )  # fmt: skip
    cold = site.setting(component, "cold_after")
    if cold is not None and isinstance(keep, int | float):
        keep = max(int(keep), int(cold) + COLD_LEAST)
    plan = site.add(
        "aws_backup_plan",
        component.label,
        {
            "name": site.name(component),
            "rule": [
                {
                    "rule_name": "scheduled",
                    "target_vault_name": Ref(vault, "name"),
                    "schedule": site.setting(component, "schedule"),
                    "start_window": 60,
                    "completion_window": 300,
                    "enable_continuous_backup": True if site.setting(component, "continuous") else None,
                    "lifecycle": {
                        "delete_after": keep,
                        "cold_storage_after": None if cold is None else int(cold),
                        "opt_in_to_archive_for_supported_resources": cold is not None,
                    },
                }
            ],
        },
        component=component,
    )
    role = site.role(component, "backup.amazonaws.com", managed=list(MANAGED))
    return Ports(
        address=plan,
        arn=Ref(plan, "arn"),
        handle=Ref(vault, "name"),
        handle_name="VAULT",
        role=role,
        principal="backup.amazonaws.com",
        extra={"vault": vault, "covered": []},
    )


def cover(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Back up the other end."""
    kind = type_of(target.ports.address)
    if kind not in SUPPORTED or target.component.id in [one for one, _ in source.ports.extra["covered"]]:
        return
    source.ports.extra["covered"].append((target.component.id, target.ports.arn))
    if kind == "aws_s3_bucket":
        site.role(source.component, "backup.amazonaws.com", managed=[*MANAGED, *BUCKET_MANAGED])


def covered_by(source: End, target: End, relation: Relation, site: Site) -> None:
    """The same, said from the other side ("the table is backed up to the vault")."""
    cover(target, source, relation, site)


def finish(end: End, site: Site) -> None:
    """Select what was joined, else all stores of the stack, else what carries the tag ``Backup = true``."""
    covered: list[tuple[str, Any]] = end.ports.extra["covered"]
    if not covered:
        for kind in ("rds", "aurora", "dynamodb", "efs", "ec2"):
            for other in site.of_kind(kind):
                cover(end, other, Relation(end.component.id, "backs_up", other.component.id), site)
    resources = [arn for _, arn in covered]
    tag = {"type": "STRINGEQUALS", "key": "Backup", "value": "true"}
    site.add(
        "aws_backup_selection",
        end.component.label,
        {
            "name": site.name(end.component, "", 50),
            "plan_id": Ref(end.ports.address),
            "iam_role_arn": Ref(end.ports.role, "arn"),
            "resources": resources or None,
            "selection_tag": None if resources else [tag],
        },
        component=end.component,
    )


SERVICE = Service(
    id="backup",
    title="AWS Backup",
    concern="operations",
    shape="operations",
    primary="aws_backup_plan",
    summary="Scheduled backups in an encrypted vault",
    words=(
        "aws backup", "backup plan", "backup vault", "plan de copias de seguridad", "plan de backup",
        "boveda de backup",
        "boveda de copias", "backup policy",
    ),
    weak_words=("backup", "backups", "copia de seguridad", "copias de seguridad", "respaldo"),
    wire=wire,
    links={"backs_up": cover, "attached": cover, "monitors": cover},
    linked={"backs_up": covered_by, "sends": covered_by, "writes": covered_by},
    finish=finish,
    types=("aws_backup_vault", "aws_backup_selection", "aws_backup_vault_lock_configuration", "aws_iam_role"),
    parameters=(
        Parameter(
            "schedule", "schedule",
            ("schedule", "every", "daily", "nightly", "weekly", "cada", "diario", "diariamente", "horario"),
            default="cron(0 3 * * ? *)",
        ),
        Parameter(
            "retention", "duration",
            ("retention", "keep", "kept", "retain", "retained", "delete after", "retencion", "conservar"), unit="days",
        ),
        Parameter(
            "cold_after", "duration", ("cold storage", "cold storage after", "almacenamiento en frio"), unit="days"
        ),
        Parameter("continuous", "flag", ("continuous backup", "point in time", "point-in-time", "copia continua")),
        Parameter("vault_lock", "flag", ("vault lock", "immutable", "bloqueo de boveda", "inmutable")),
    ),
)  # fmt: skip
