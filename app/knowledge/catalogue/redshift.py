"""Amazon Redshift: a private, encrypted warehouse."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.catalogue.inputs import stated_or_input

PORT = 5439
CREDENTIALS = ("redshift:GetClusterCredentials", "redshift:DescribeClusters")


def wire(component: Component, site: Site) -> Ports:
    """The cluster in private subnets, TLS required, audited to CloudWatch, its password kept by Secrets Manager."""
    key = site.key()
    network = site.network(component)
    group = site.security_group(component, f"Warehouse {component.label}")
    subnets = site.add(
        "aws_redshift_subnet_group",
        component.label,
        {
            "name": site.name(component),
            "description": f"Private subnets of {component.label}",
            "subnet_ids": network.private,
        },
        component=component,
    )
    parameters = site.add(
        "aws_redshift_parameter_group",
        component.label,
        {
            "name": site.name(component),
            "description": f"Parameters of {component.label}",
            "family": "redshift-2.0",
            "parameter": [
                {"name": "require_ssl", "value": "true"},
                {"name": "enable_user_activity_logging", "value": "true"},
            ],
        },
        component=component,
    )
    nodes = _nodes(component, site)
    role = site.role(component, "redshift.amazonaws.com")
    site.allow(role, ["kms:Decrypt", "kms:GenerateDataKey"], [key], sid="UseKey")
    name = site.name(component, "", 0 if component.name else 63)
    skip = bool(site.setting(component, "skip_final_snapshot"))
    cluster = site.add(
        "aws_redshift_cluster",
        component.label,
        {
            "cluster_identifier": name,
            "database_name": site.setting(component, "database"),
            "master_username": site.setting(component, "username"),
            "manage_master_password": True,
            "master_password_secret_kms_key_id": key,
            "node_type": stated_or_input(
                component, site, "node_type", "string", f"Node type of the warehouse {component.label}.",
                {"dev": "ra3.large", "prod": "ra3.xlplus"},
            ),
            "cluster_type": "single-node" if nodes == 1 else "multi-node",
            "number_of_nodes": nodes,
            "port": PORT,
            "encrypted": True,
            "kms_key_id": key,
            "publicly_accessible": False,
            "enhanced_vpc_routing": True,
            "cluster_subnet_group_name": Ref(subnets, "name"),
            "cluster_parameter_group_name": Ref(parameters, "name"),
            "vpc_security_group_ids": [group],
            "iam_roles": [Ref(role, "arn")],
            "automated_snapshot_retention_period": int(site.setting(component, "backup_retention")),
            "allow_version_upgrade": True,
            "preferred_maintenance_window": site.setting(component, "maintenance_window"),
            "skip_final_snapshot": skip,
            "final_snapshot_identifier": None if skip else _final(name),
        },
        component=component,
    )  # fmt: skip
    logging = site.add(
        "aws_redshift_logging",
        component.label,
        {
            "cluster_identifier": Ref(cluster, "cluster_identifier"),
            "log_destination_type": "cloudwatch",
            "log_exports": ["connectionlog", "userlog", "useractivitylog"],
        },
        component=component,
    )
    site.accept("CKV_AWS_71", f"Connections, users and statements are logged to CloudWatch by {logging}.", cluster)
    secret = Ref(cluster, "master_password_secret_arn")
    read = ("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret")
    return Ports(
        address=cluster,
        arn=Ref(cluster, "arn"),
        handle=Ref(cluster, "dns_name"),
        handle_name="WAREHOUSE_HOST",
        role=role,
        security_group=group,
        port=PORT,
        access=dict.fromkeys(("reads", "writes", "uses", "sends"), (*CREDENTIALS, *read)),
        access_arns=(Ref(cluster, "arn"), secret),
        key=key,
        principal="redshift.amazonaws.com",
        extra={"secret_arn": secret},
    )


def _nodes(component: Component, site: Site) -> int:
    stated = site.setting(component, "nodes")
    return int(stated) if stated else (2 if site.production else 1)


def _final(name: Any) -> Template:
    return Template((*(name.parts if isinstance(name, Template) else (name,)), "-final"))


SERVICE = Service(
    id="redshift",
    title="Amazon Redshift",
    concern="data",
    shape="data",
    primary="aws_redshift_cluster",
    summary="Data warehouse: private, encrypted, audited",
    words=(
        "redshift", "amazon redshift", "redshift cluster", "data warehouse", "almacen de datos", "cluster de redshift",
        "cluster redshift",
    ),
    weak_words=("warehouse", "olap"),
    wire=wire,
    types=("aws_redshift_subnet_group", "aws_redshift_parameter_group", "aws_redshift_logging", "aws_security_group",
           "aws_iam_role"),
    parameters=(
        Parameter("node_type", "text", ("node type", "tipo de nodo"), argument="node_type"),
        Parameter("nodes", "count", ("node", "nodes", "nodo", "nodos"), argument="number_of_nodes"),
        Parameter("database", "text", ("database name", "nombre de la base de datos"), argument="database_name",
                  default="analytics"),
        Parameter("username", "text", ("username", "master username", "usuario"), argument="master_username",
                  default="dwadmin"),
        Parameter(
            "backup_retention", "duration", ("snapshot retention", "backup retention", "backups", "retencion"),
            unit="days", argument="automated_snapshot_retention_period", default=7,
        ),
        Parameter("maintenance_window", "text", ("maintenance window", "ventana de mantenimiento"),
                  argument="preferred_maintenance_window", default="sun:04:00-sun:05:00"),
        Parameter("skip_final_snapshot", "flag", ("skip final snapshot", "skip_final_snapshot"),
                  argument="skip_final_snapshot"),
    ),
)  # fmt: skip
