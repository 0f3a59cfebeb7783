"""Amazon Aurora: a MySQL- or PostgreSQL-compatible cluster, serverless unless an instance class is stated."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Expression, Ref, Template
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.inputs import stated_or_input
from app.knowledge.catalogue.rds_engines import Engine, engine_of, family_of
from app.knowledge.catalogue.rds_parts import (
    add_monitoring_role,
    add_parameter_group,
    add_subnet_group,
    backup_days,
    data_access,
    log_exports,
)
from app.knowledge.catalogue.wishes import deletion_protection

ENGINE_WORDS = {
    "aurora-postgresql": "aurora-postgresql", "aurora postgresql": "aurora-postgresql",
    "postgresql": "aurora-postgresql",
    "postgres": "aurora-postgresql", "aurora postgres": "aurora-postgresql", "aurora-mysql": "aurora-mysql",
    "aurora mysql": "aurora-mysql", "mysql": "aurora-mysql",
}  # fmt: skip
SERVERLESS = "db.serverless"


def wire(component: Component, site: Site) -> Ports:
    """The cluster and its instances: private, encrypted, watched, backed up, its password kept by Secrets Manager."""
    engine = engine_of(ENGINE_WORDS.get(str(site.setting(component, "engine"))), "aurora-postgresql")
    if site.setting(component, "engine") in ENGINE_WORDS:
        engine = engine_of(ENGINE_WORDS[site.setting(component, "engine")])
    version = str(site.setting(component, "version") or engine.version)
    key = site.key()
    group = site.security_group(component, f"Database {component.label}")
    size = site.setting(component, "instance_class") or SERVERLESS
    skip = bool(site.setting(component, "skip_final_snapshot"))
    cluster = site.add(
        "aws_rds_cluster",
        component.label,
        {
            "cluster_identifier": site.name(component, "", 0 if component.name else 63),
            "engine": engine.id,
            "engine_version": version,
            "database_name": site.setting(component, "database") or "app",
            "master_username": site.setting(component, "username"),
            "manage_master_user_password": True,
            "master_user_secret_kms_key_id": key,
            "port": site.setting(component, "port") or engine.port,
            "storage_encrypted": True,
            "kms_key_id": key,
            "db_subnet_group_name": Ref(add_subnet_group(component, site), "name"),
            "db_cluster_parameter_group_name": Ref(
                add_parameter_group(component, site, engine, family_of(engine, version)), "name"
            ),
            "vpc_security_group_ids": [group],
            "iam_database_authentication_enabled": True,
            "backup_retention_period": backup_days(component, site),
            "preferred_backup_window": site.setting(component, "backup_window"),
            "preferred_maintenance_window": site.setting(component, "maintenance_window"),
            "copy_tags_to_snapshot": True,
            "deletion_protection": deletion_protection(site, component),
            "skip_final_snapshot": skip,
            "final_snapshot_identifier": None if skip else Template((*_parts(site.name(component)), "-final")),
            "enabled_cloudwatch_logs_exports": log_exports(component, site, engine, "cluster"),
            "backtrack_window": _backtrack(component, site, engine),
            "serverlessv2_scaling_configuration": _scaling(component, site) if size == SERVERLESS else None,
        },
        component=component,
    )
    _instances(component, site, cluster, size, key)
    return Ports(
        address=cluster,
        arn=Ref(cluster, "arn"),
        handle=Ref(cluster, "endpoint"),
        handle_name="DB_HOST",
        security_group=group,
        port=int(site.setting(component, "port") or engine.port),
        **data_access(cluster),
        key=key,
        principal="rds.amazonaws.com",
        extra={
            "secret_arn": Ref(cluster, "master_user_secret[0].secret_arn"),
            "database": site.setting(component, "database") or "app",
            "reader_endpoint": Ref(cluster, "reader_endpoint"),
            "engine": engine.id,
        },
    )


def _parts(name: Any) -> tuple[Any, ...]:
    return name.parts if isinstance(name, Template) else (name,)


def _backtrack(component: Component, site: Site, engine: Engine) -> int | None:
    """Aurora MySQL can be turned back without a restore; a day of it when nothing else is said."""
    if engine.id != "aurora-mysql":
        return None
    return int(site.setting(component, "backtrack"))


def _scaling(component: Component, site: Site) -> dict[str, Any]:
    return {
        "min_capacity": _number(component, site, "min_capacity", "Least", {"dev": 0.5, "prod": 1}),
        "max_capacity": _number(component, site, "max_capacity", "Most", {"dev": 2, "prod": 8}),
    }


def _number(component: Component, site: Site, setting: str, word: str, values: dict[str, float]) -> Any:
    text = f"{word} Aurora capacity units of {component.label}."
    return stated_or_input(component, site, setting, "number", text, values)


def _instances(component: Component, site: Site, cluster: str, size: str, key: Ref) -> None:
    monitoring = add_monitoring_role(component, site)
    count = stated_or_input(
        component, site, "instances", "number",
        f"Instances of the cluster {component.label}; the second one takes over when the first fails.",
        {"dev": 1, "prod": 2},
    )  # fmt: skip
    site.add(
        "aws_rds_cluster_instance",
        component.label,
        {
            "identifier": Template((*_parts(site.name(component)), "-", Expression("count.index + 1"))),
            "cluster_identifier": Ref(cluster),
            "engine": Ref(cluster, "engine"),
            "engine_version": Ref(cluster, "engine_version"),
            "instance_class": size,
            "publicly_accessible": False,
            "auto_minor_version_upgrade": True,
            "monitoring_interval": 60,
            "monitoring_role_arn": Ref(monitoring, "arn"),
            "performance_insights_enabled": True,
            "performance_insights_kms_key_id": key,
            "copy_tags_to_snapshot": True,
        },
        component=component,
        count=count,
    )


def finish(end: End, site: Site) -> None:
    """Say who backs the cluster up, which is known when all relations are; a plan that names nothing covers it."""
    plans = [[covered for covered, _ in plan.ports.extra["covered"]] for plan in site.of_kind("backup")]
    planned = any(not plan or end.component.id in plan for plan in plans)
    by_plan = "the stack's plan of AWS Backup covers it as well."
    on_request = "a plan of AWS Backup is added when one is asked for."
    site.accept(
        "CKV2_AWS_8",
        "The cluster keeps its own backups and can be restored to any second of them; "
        + (by_plan if planned else on_request),
        end.ports.address,
    )


SERVICE = Service(
    id="aurora",
    title="Amazon Aurora",
    concern="data",
    shape="data",
    primary="aws_rds_cluster",
    summary="Relational cluster, MySQL or PostgreSQL compatible, serverless by default",
    words=(
        "aurora", "amazon aurora", "aurora cluster", "aurora serverless", "rds cluster", "aurora postgresql",
        "aurora mysql", "db cluster", "database cluster", "cluster aurora", "cluster de aurora", "cluster rds",
        "aurora database", "serverless database", "base de datos aurora", "base de datos serverless",
    ),
    wire=wire,
    finish=finish,
    types=(
        "aws_rds_cluster_instance", "aws_rds_cluster_parameter_group", "aws_db_subnet_group", "aws_security_group",
        "aws_iam_role", "aws_cloudwatch_log_group",
    ),
    parameters=(
        Parameter("engine", "choice", ("engine", "motor", "compatible"), choices=ENGINE_WORDS, argument="engine"),
        Parameter("version", "version", ("engine version", "version", "version del motor"), argument="engine_version"),
        Parameter(
            "instance_class", "instance_type", ("instance class", "instance type", "clase de instancia"),
            argument="instance_class",
        ),
        Parameter(
            "instances", "count", ("instance", "instances", "instancia", "instancias", "node", "nodes", "reader"),
        ),
        Parameter("min_capacity", "number", ("min capacity", "minimum capacity", "min acu", "capacidad minima")),
        Parameter("max_capacity", "number", ("max capacity", "maximum capacity", "max acu", "capacidad maxima", "acu")),
        Parameter(
            "backup_retention", "duration",
            ("backup retention", "backup", "backups", "copias de seguridad", "retencion de copias"), unit="days",
            argument="backup_retention_period",
        ),
        Parameter(
            "backup_window", "text", ("backup window", "ventana de copias"), argument="preferred_backup_window",
            default="02:00-03:00",
        ),
        Parameter(
            "maintenance_window", "text", ("maintenance window", "ventana de mantenimiento"),
            argument="preferred_maintenance_window", default="sun:04:00-sun:05:00",
        ),
        Parameter("backtrack", "duration", ("backtrack",), unit="seconds", argument="backtrack_window", default=86400),
        Parameter(
            "database", "text", ("database name", "db name", "nombre de la base de datos"), argument="database_name"
        ),
        Parameter(
            "username", "text", ("username", "master user", "master username", "usuario"), argument="master_username",
            default="dbadmin",
        ),
        Parameter("port", "port", ("port", "puerto"), argument="port"),
        Parameter(
            "deletion_protection", "flag", ("deletion protection", "proteccion contra borrado"),
            argument="deletion_protection",
        ),
        Parameter(
            "skip_final_snapshot", "flag", ("skip final snapshot", "skip_final_snapshot"),
            argument="skip_final_snapshot"
        ),
    ),
)  # fmt: skip
