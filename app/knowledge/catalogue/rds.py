"""Amazon RDS: one relational database with its network, parameters, monitoring and backups."""

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.catalogue.inputs import stated_or_input
from app.knowledge.catalogue.rds_engines import (
    ENGINE_WORDS,
    NO_INSIGHTS,
    Engine,
    engine_of,
    family_of,
    supports_insights,
)
from app.knowledge.catalogue.rds_parts import (
    add_monitoring_role,
    add_parameter_group,
    add_subnet_group,
    backup_days,
    data_access,
    log_exports,
)
from app.knowledge.catalogue.rds_replicas import add_replicas, copy_to
from app.knowledge.catalogue.rds_sources import is_public, origin_of, password_of
from app.knowledge.catalogue.wishes import deletion_protection, highly_available


def wire(component: Component, site: Site) -> Ports:
    """The instance: private, encrypted, watched, backed up, its password kept by Secrets Manager."""
    imported = site.setting(component, "from_s3") and not site.stated(component, "engine")
    engine = engine_of("mysql" if imported else site.setting(component, "engine"))
    version = str(site.setting(component, "version") or engine.version)
    key = site.key()
    group = site.security_group(component, f"Database {component.label}")
    size = stated_or_input(
        component, site, "instance_class", "string", f"Instance class of the database {component.label}.",
        {"dev": "db.t4g.medium", "prod": "db.m7g.large"},
    )  # fmt: skip
    monitoring = add_monitoring_role(component, site)
    insights = supports_insights(engine, size) and bool(site.setting(component, "performance_insights"))
    address = site.add(
        "aws_db_instance",
        component.label,
        {
            "identifier": site.name(component, "", 0 if component.name else 63),
            "engine": engine.id,
            "engine_version": version,
            "license_model": engine.license,
            "instance_class": size,
            "db_name": _database_name(component, site, engine),
            "username": site.setting(component, "username"),
            **(password := password_of(component, site, key)),
            **origin_of(component, site, engine, version),
            "port": site.setting(component, "port") or engine.port,
            "allocated_storage": int(site.setting(component, "storage")),
            "max_allocated_storage": _storage_limit(component, site),
            "storage_type": site.setting(component, "storage_type"),
            "iops": site.setting(component, "iops"),
            "storage_encrypted": True,
            "kms_key_id": key,
            "multi_az": _multi_az(component, site),
            "db_subnet_group_name": Ref(add_subnet_group(component, site, public=is_public(component, site)), "name"),
            "vpc_security_group_ids": [group],
            "publicly_accessible": is_public(component, site),
            "parameter_group_name": Ref(
                add_parameter_group(component, site, engine, family_of(engine, version)), "name"
            ),
            "iam_database_authentication_enabled": True if engine.id in {"postgres", "mysql", "mariadb"} else None,
            "backup_retention_period": backup_days(component, site),
            "backup_window": site.setting(component, "backup_window"),
            "maintenance_window": site.setting(component, "maintenance_window"),
            "copy_tags_to_snapshot": True,
            "delete_automated_backups": False,
            "deletion_protection": deletion_protection(site, component),
            "skip_final_snapshot": bool(site.setting(component, "skip_final_snapshot")),
            "final_snapshot_identifier": None
            if site.setting(component, "skip_final_snapshot")
            else Template((*_parts(site.name(component)), "-final")),
            "auto_minor_version_upgrade": True,
            "monitoring_interval": 60,
            "monitoring_role_arn": Ref(monitoring, "arn"),
            "performance_insights_enabled": insights,
            "performance_insights_kms_key_id": key if insights else None,
            "performance_insights_retention_period": 7 if insights else None,
            "enabled_cloudwatch_logs_exports": log_exports(component, site, engine),
        },
        component=component,
    )
    if not insights:
        site.accept("CKV_AWS_353", NO_INSIGHTS, address)
    if not site.production and not site.stated(component, "multi_az"):
        site.accept("CKV_AWS_157", "A standby is for production; this environment can wait for a restore.", address)
    add_replicas(component, site, address, engine, size, monitoring, group)
    return Ports(
        address=address,
        arn=Ref(address, "arn"),
        handle=Ref(address, "address"),
        handle_name="DB_HOST",
        security_group=group,
        port=int(site.setting(component, "port") or engine.port),
        **({} if "password" in password else data_access(address)),
        key=key,
        principal="rds.amazonaws.com",
        extra={
            "secret_arn": None if "password" in password else Ref(address, "master_user_secret[0].secret_arn"),
            "database": _database_name(component, site, engine),
            "dimension": {"DBInstanceIdentifier": Ref(address, "identifier")},
            "engine": engine.id,
        },
    )


def _parts(name: object) -> tuple[object, ...]:
    return name.parts if isinstance(name, Template) else (name,)


def _database_name(component: Component, site: Site, engine: Engine) -> str | None:
    stated = site.setting(component, "database")
    if stated or not engine.default_name:
        return stated if engine.default_name else None
    name = "".join(c for c in component.label.lower() if c.isalnum())
    reserved = {"rds", "db", "database", "postgres", "mysql", "oracle", "user", "test"}
    name = "app" if name in reserved or not name[:1].isalpha() else name
    return name[:8].upper() if engine.id.startswith("oracle") else name[:63]


def _storage_limit(component: Component, site: Site) -> int | None:
    storage = int(site.setting(component, "storage"))
    stated = int(site.setting(component, "max_storage") or 0)
    if site.stated(component, "max_storage") and stated <= storage:
        conflict = f"{component.label} may grow to {stated} GiB but starts with {storage} GiB"
        site.settle(conflict, "storage grows as by default", "the limit must be above what there is from the start")
    elif site.stated(component, "max_storage"):
        return stated
    return storage * 5


def _multi_az(component: Component, site: Site) -> object:
    if site.stated(component, "multi_az"):
        return bool(site.setting(component, "multi_az"))
    if site.request.constraints.availability or not highly_available(site):
        return highly_available(site)
    return stated_or_input(
        component, site, "multi_az", "bool", f"Whether {component.label} has a standby in another zone.",
        {"dev": False, "prod": True},
    )  # fmt: skip


SERVICE = Service(
    id="rds",
    title="Amazon RDS",
    concern="data",
    shape="data",
    primary="aws_db_instance",
    summary="Relational database: private, encrypted, Multi-AZ in production, password in Secrets Manager",
    words=(
        "rds", "amazon rds", "rds instance", "rds database", "db instance", "database instance", "relational database",
        "postgres database", "postgresql database", "mysql database", "mariadb database", "base de datos relacional",
        "base de datos postgresql", "base de datos postgres", "base de datos mysql", "postgresql", "postgres", "mysql",
        "mariadb", "sql server", "oracle", "sql database", "base de datos sql", "instancia rds", "instancia de rds",
    ),
    weak_words=("database", "base de datos", "db", "sql", "bd"),
    wire=wire,
    links={"replicates": copy_to},
    types=(
        "aws_db_subnet_group", "aws_db_parameter_group", "aws_security_group", "aws_iam_role",
        "aws_cloudwatch_log_group", "random_password", "random_string",
    ),
    parameters=(
        Parameter("engine", "choice", ("engine", "motor"), choices=ENGINE_WORDS, argument="engine"),
        Parameter("version", "version", ("engine version", "version", "version del motor"), argument="engine_version"),
        Parameter(
            "instance_class", "instance_type", ("instance class", "instance type", "clase de instancia", "class",
            "size"),
            argument="instance_class",
        ),
        Parameter(
            "storage", "size", ("storage", "allocated storage", "disk", "almacenamiento", "disco"), unit="GiB",
            argument="allocated_storage", default=50,
        ),
        Parameter(
            "max_storage", "size",
            ("max storage", "maximum storage", "storage autoscaling", "grow to", "growing to", "hasta", "up to"),
            unit="GiB", argument="max_allocated_storage",
        ),
        Parameter(
            "storage_type", "choice", ("storage type", "tipo de almacenamiento"), argument="storage_type",
            default="gp3",
            choices={"gp2": "gp2", "gp3": "gp3", "io1": "io1", "io2": "io2", "standard": "standard",
            "magnetic": "standard"},
        ),
        Parameter("iops", "count", ("iops",), argument="iops"),
        Parameter(
            "multi_az", "flag",
            ("multi-az", "multi az", "multiaz", "standby", "high availability", "alta disponibilidad", "varias zonas"),
            argument="multi_az",
        ),
        Parameter(
            "replicas", "count", ("read replica", "read replicas", "replica de lectura", "replicas de lectura"),
            default=0
        ),
        Parameter(
            "backup_retention", "duration",
            (
                "backup retention", "backups kept", "keep backups", "backup", "backups", "retencion de copias",
                "copias de seguridad", "copias",
            ),
            unit="days", argument="backup_retention_period",
        ),
        Parameter(
            "backup_window", "text", ("backup window", "ventana de copias"), argument="backup_window",
            default="02:00-03:00"
        ),
        Parameter(
            "maintenance_window", "text", ("maintenance window", "ventana de mantenimiento"),
            argument="maintenance_window", default="sun:04:00-sun:05:00",
        ),
        Parameter("database", "text", ("database name", "db name", "nombre de la base de datos"), argument="db_name"),
        Parameter(
            "username", "text", ("username", "user name", "master user", "usuario"), argument="username",
            default="dbadmin",
        ),
        Parameter("port", "port", ("port", "puerto"), argument="port"),
        Parameter(
            "snapshot_identifier", "text", ("snapshot identifier", "snapshot id"), argument="snapshot_identifier"
        ),
        Parameter(
            "from_snapshot", "flag",
            ("from a snapshot", "from snapshot", "from the snapshot", "restored snapshot", "desde una instantanea"),
        ),
        Parameter(
            "from_s3", "flag",
            ("from s3", "from an s3 bucket", "from an s3 backup", "s3 import", "desde s3"),
        ),
        Parameter(
            "performance_insights", "flag", ("performance insights",), argument="performance_insights_enabled",
            default=True
        ),
        Parameter(
            "deletion_protection", "flag", ("deletion protection", "proteccion contra borrado"),
            argument="deletion_protection",
        ),
        Parameter(
            "skip_final_snapshot", "flag", ("skip final snapshot", "skip_final_snapshot", "no final snapshot"),
            argument="skip_final_snapshot",
        ),
    ),
)  # fmt: skip
