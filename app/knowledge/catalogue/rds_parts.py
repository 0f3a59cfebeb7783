"""What stands around a relational database: subnet group, parameters, monitoring, logs, access."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import Site
from app.knowledge.catalogue.inputs import stated_or_input
from app.knowledge.catalogue.rds_engines import Engine
from app.knowledge.catalogue.wishes import regulated

READ_SECRET = ("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret")


def add_subnet_group(component: Component, site: Site, *, public: bool = False) -> str:
    """The private subnets of the network, or its public ones."""
    network = site.network(component)
    return site.add(
        "aws_db_subnet_group",
        component.label,
        {
            "name": site.name(component),
            "description": f"{'Public' if public else 'Private'} subnets of {component.label}",
            "subnet_ids": network.public if public else network.private,
        },
        component=component,
    )


def add_parameter_group(component: Component, site: Site, engine: Engine, family: str) -> str:
    """TLS required and slow or changing statements logged, as far as the engine can."""
    kind = "aws_rds_cluster_parameter_group" if engine.id.startswith("aurora") else "aws_db_parameter_group"
    names = site.name(component)
    parts = names.parts if isinstance(names, Template) else (names,)
    return site.add(
        kind,
        component.label,
        {
            "name": Template((*parts, f"-{family.replace('.', '-')}")),
            "description": f"Parameters of {component.label}",
            "family": family,
            "parameter": [
                {"name": name, "value": value, "apply_method": "pending-reboot"}
                for name, value in engine.parameters.items()
                if not (name == "require_secure_transport" and family == "mariadb10.4")
            ]
            or None,
        },
        component=component,
        lifecycle={"create_before_destroy": True},
    )


def add_monitoring_role(component: Component, site: Site) -> str:
    """The role with which RDS writes operating-system metrics."""
    return site.role(
        component,
        "monitoring.rds.amazonaws.com",
        label=f"{component.label}_monitoring",
        managed=["service-role/AmazonRDSEnhancedMonitoringRole"],
    )


def backup_days(component: Component, site: Site) -> Any:
    """The stated retention, else 7 days and more where it counts; RDS keeps at most 35."""
    return stated_or_input(
        component,
        site,
        "backup_retention",
        "number",
        f"Days that automated backups of {component.label} are kept.",
        {"dev": 7, "prod": 35 if regulated(site) else 14},
    )


def log_exports(component: Component, site: Site, engine: Engine, kind: str = "instance") -> list[str]:
    """Send the engine's logs to CloudWatch, into log groups that exist first, so that they are encrypted and expire."""
    for name in engine.logs:
        site.log_group(
            component,
            Template(("/aws/rds/", kind, "/", *_parts(site.name(component)), f"/{name}")),
            label=f"{component.label}_{name}",
        )
    return list(engine.logs)


def _parts(name: Any) -> tuple[Any, ...]:
    return name.parts if isinstance(name, Template) else (name,)


def data_access(address: str) -> dict[str, Any]:
    """The ports' access: callers read the managed password and connect through the security group."""
    secret = Ref(address, "master_user_secret[0].secret_arn")
    return {"access": dict.fromkeys(("reads", "writes", "uses"), READ_SECRET), "access_arns": (secret,)}
