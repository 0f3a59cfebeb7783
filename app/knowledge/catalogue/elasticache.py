"""Amazon ElastiCache: Valkey, Redis or Memcached in memory."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Expression, Ref, Template, Var
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.catalogue.inputs import stated_or_input

VERSIONS = {"valkey": "8.0", "redis": "7.1", "memcached": "1.6.22"}
"""Engine versions where none was stated (ElastiCache user guide, "Supported engine versions")."""

PORTS = {"valkey": 6379, "redis": 6379, "memcached": 11211}


def wire(component: Component, site: Site) -> Ports:
    """The cache in the private subnets: encrypted at rest and in transit, callers sign in through IAM."""
    engine = str(site.setting(component, "engine"))
    network = site.network(component)
    group = site.security_group(component, f"Cache {component.label}")
    subnets = site.add(
        "aws_elasticache_subnet_group",
        component.label,
        {"name": site.name(component), "description": f"Subnets of {component.label}", "subnet_ids": network.private},
        component=component,
    )
    size = stated_or_input(
        component,
        site,
        "node_type",
        "string",
        "Node type of the cache.",
        {"dev": "cache.t4g.micro", "prod": "cache.t4g.small"},
    )
    if engine == "memcached":
        return _memcached(component, site, group, subnets, size)
    return _replication_group(component, site, engine, group, subnets, size)


def _version(component: Component, site: Site, engine: str) -> str:
    stated = site.setting(component, "version")
    return str(stated) if stated else VERSIONS[engine]


def _users(component: Component, site: Site, engine: str) -> tuple[str, str]:
    """One user that signs in with IAM, and the group the cache knows; Redis also wants a default user, disabled."""
    name = Template((site.name(component, limit=34), "-app"))
    user = site.add(
        "aws_elasticache_user",
        component.label,
        {
            "user_id": name,
            "user_name": name,
            "engine": engine,
            "access_string": "on ~* +@all -@dangerous",
            "authentication_mode": {"type": "iam"},
        },
        component=component,
    )
    members = [Ref(user, "user_id")]
    if engine == "redis":
        closed = site.add(
            "aws_elasticache_user",
            f"{component.label}_default",
            {
                "user_id": Template((site.name(component, limit=34), "-default")),
                "user_name": "default",
                "engine": engine,
                "access_string": "off -@all",
                "authentication_mode": {"type": "no-password-required"},
            },
            component=component,
        )
        members.append(Ref(closed, "user_id"))
    group = site.add(
        "aws_elasticache_user_group",
        component.label,
        {"user_group_id": site.name(component, limit=40), "engine": engine, "user_ids": members},
        component=component,
    )
    return user, group


def _log(component: Component, site: Site, part: str) -> dict[str, Any]:
    group = site.log_group(
        component, Template(("/aws/elasticache/", site.name(component), f"/{part}")), label=f"{component.label}_{part}"
    )
    return {
        "destination": Ref(group.address, "name"),
        "destination_type": "cloudwatch-logs",
        "log_format": "json",
        "log_type": f"{part}-log",
    }


def _nodes(component: Component, site: Site) -> tuple[Any, Any]:
    """How many nodes, and whether one takes over from another in a second zone."""
    if site.stated(component, "nodes"):
        nodes = int(site.setting(component, "nodes"))
        return nodes, nodes > 1
    if site.request.constraints.availability:
        return 2, True
    several = site.variable(
        f"{component.label}_multi_az".replace("-", "_"),
        "bool",
        f"Whether {component.label} has a second node in another zone that takes over.",
        True,
        by_environment={"dev": False, "prod": True},
    )
    if isinstance(several, Var):
        return Expression(f"var.{several.name} ? 2 : 1"), several
    return 2 if several else 1, several


def _replication_group(component: Component, site: Site, engine: str, group: Ref, subnets: str, size: Any) -> Ports:
    shards = site.setting(component, "shards")
    nodes, several = _nodes(component, site)
    user, users = _users(component, site, engine)
    port = int(site.setting(component, "port") or PORTS[engine])
    address = site.add(
        "aws_elasticache_replication_group",
        component.label,
        {
            "replication_group_id": site.name(component, limit=40),
            "description": f"Cache {component.label}",
            "engine": engine,
            "engine_version": _version(component, site, engine),
            "node_type": size,
            "port": port,
            "num_cache_clusters": None if shards else nodes,
            "num_node_groups": shards,
            "replicas_per_node_group": 1 if shards else None,
            "automatic_failover_enabled": True if shards else several,
            "multi_az_enabled": True if shards else several,
            "subnet_group_name": Ref(subnets, "name"),
            "security_group_ids": [group],
            "at_rest_encryption_enabled": "true",
            "kms_key_id": site.key(),
            "transit_encryption_enabled": True,
            "transit_encryption_mode": "required",
            "user_group_ids": [Ref(users, "user_group_id")],
            "snapshot_retention_limit": int(site.setting(component, "snapshot_days")),
            "snapshot_window": "02:00-03:00",
            "maintenance_window": "sun:03:30-sun:04:30",
            "auto_minor_version_upgrade": "true",
            "apply_immediately": False,
            "log_delivery_configuration": [_log(component, site, "slow"), _log(component, site, "engine")],
        },
        component=component,
    )
    site.accept(
        "CKV_AWS_31",
        "Callers sign in as an IAM user of the cache's user group over TLS, which takes the place of a shared token.",
        address,
    )
    arns = (Ref(address, "arn"), Ref(user, "arn"))
    connect = ("elasticache:Connect",)
    endpoint = "configuration_endpoint_address" if shards else "primary_endpoint_address"
    return Ports(
        address=address,
        arn=Ref(address, "arn"),
        handle=Ref(address, endpoint),
        handle_name="ENDPOINT",
        security_group=group,
        port=port,
        access=dict.fromkeys(("reads", "writes", "uses", "sends"), connect),
        access_arns=arns,
        extra={"private": True},
    )


def _memcached(component: Component, site: Site, group: Ref, subnets: str, size: Any) -> Ports:
    nodes = stated_or_input(component, site, "nodes", "number", "Nodes of the cache.", {"dev": 1, "prod": 2})
    port = int(site.setting(component, "port") or PORTS["memcached"])
    address = site.add(
        "aws_elasticache_cluster",
        component.label,
        {
            "cluster_id": site.name(component, limit=40),
            "engine": "memcached",
            "engine_version": _version(component, site, "memcached"),
            "node_type": size,
            "num_cache_nodes": nodes,
            "az_mode": "cross-az" if isinstance(nodes, int) and nodes > 1 else "single-az",
            "port": port,
            "subnet_group_name": Ref(subnets, "name"),
            "security_group_ids": [group],
            "transit_encryption_enabled": True,
            "maintenance_window": "sun:03:30-sun:04:30",
        },
        component=component,
    )
    return Ports(
        address=address,
        arn=Ref(address, "arn"),
        handle=Ref(address, "cluster_address"),
        handle_name="ENDPOINT",
        security_group=group,
        port=port,
        extra={"private": True},
    )


SERVICE = Service(
    id="elasticache",
    title="Amazon ElastiCache",
    concern="data",
    primary="aws_elasticache_replication_group",
    words=("elasticache", "amazon elasticache", "redis", "valkey", "memcached", "redis cache", "redis cluster",
           "elasticache cluster", "cache redis", "cluster redis", "in-memory cache", "cache en memoria",
           "session store", "almacen de sesiones"),
    weak_words=("cache", "caching", "cache layer", "memoria cache"),
    wire=wire,
    types=("aws_elasticache_subnet_group", "aws_elasticache_cluster", "aws_elasticache_user",
           "aws_elasticache_user_group", "aws_elasticache_parameter_group", "aws_security_group"),
    parameters=(
        Parameter("engine", "choice", ("engine", "motor"), argument="engine", default="valkey",
                  choices={"redis": "redis", "valkey": "valkey", "memcached": "memcached"}),
        Parameter("version", "version", ("version", "engine version"), argument="engine_version"),
        Parameter("node_type", "instance_type", ("node type", "instance type", "tipo de nodo", "tipo de instancia"),
                  argument="node_type"),
        Parameter("nodes", "count", ("node", "replica", "cache node", "cache cluster", "nodo"),
                  argument="num_cache_clusters"),
        Parameter("shards", "count", ("shard", "node group", "fragmento"), argument="num_node_groups"),
        Parameter("port", "port", ("port", "puerto"), argument="port"),
        Parameter("snapshot_days", "duration", ("snapshot retention", "backup retention", "snapshot", "retencion"),
                  unit="days", argument="snapshot_retention_limit", default=7),
    ),
    shape="data",
    summary="An in-memory store with TLS, encryption, failover and IAM sign-in.",
)  # fmt: skip
