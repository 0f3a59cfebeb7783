"""Amazon OpenSearch Service: a private search domain."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Call, Json, Ref, Template
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.catalogue.inputs import stated_or_input
from app.knowledge.catalogue.statements import account_root, below

LOGS = ("INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS", "ES_APPLICATION_LOGS", "AUDIT_LOGS")
READ = ("es:ESHttpGet", "es:ESHttpHead")
WRITE = ("es:ESHttpPost", "es:ESHttpPut", "es:ESHttpDelete")
EVERY = (*READ, *WRITE)


def wire(component: Component, site: Site) -> Ports:
    """The domain in private subnets: encrypted, HTTPS only, fine-grained access, logged."""
    key = site.key()
    network = site.network(component)
    group = site.security_group(component, f"Search domain {component.label}")
    secret, user, password = _master_user(component, site)
    nodes = int(site.setting(component, "nodes") or (2 if site.production else 1))
    subnets = Call("slice", (network.private, 0, zones_of(nodes)))
    domain = site.add(
        "aws_opensearch_domain",
        component.label,
        {
            "domain_name": site.name(component, "", 28),
            "engine_version": _version(site.setting(component, "version")),
            "cluster_config": _cluster(component, site, nodes),
            "ebs_options": {
                "ebs_enabled": True,
                "volume_type": "gp3",
                "volume_size": int(site.setting(component, "storage")),
            },
            "encrypt_at_rest": {"enabled": True, "kms_key_id": key},
            "node_to_node_encryption": {"enabled": True},
            "domain_endpoint_options": {
                "enforce_https": True,
                "tls_security_policy": "Policy-Min-TLS-1-2-PFS-2023-10",
            },
            "advanced_security_options": {
                "enabled": True,
                "internal_user_database_enabled": True,
                "master_user_options": {"master_user_name": user, "master_user_password": password},
            },
            "vpc_options": {"subnet_ids": subnets, "security_group_ids": [group]},
            "log_publishing_options": _logs(component, site),
            "snapshot_options": {"automated_snapshot_start_hour": 3},
        },
        component=component,
        depends_on=[f"aws_cloudwatch_log_resource_policy.{component.label}"],
    )
    if nodes == 1:
        for rule in ("CKV2_AWS_59", "CKV_AWS_318"):
            site.accept(rule, "One node needs no dedicated masters; ask for two or more nodes to have them.", domain)
    arn = Ref(domain, "arn")
    site.add(
        "aws_opensearch_domain_policy",
        component.label,
        {
            "domain_name": Ref(domain, "domain_name"),
            "access_policies": Json(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Sid": "AccountUsesThroughIam",
                            "Effect": "Allow",
                            "Principal": {"AWS": account_root(site)},
                            "Action": "es:ESHttp*",
                            "Resource": below(arn, "/*"),
                        }
                    ],
                }
            ),
        },
        component=component,
    )
    return Ports(
        address=domain,
        arn=arn,
        handle=Ref(domain, "endpoint"),
        handle_name="SEARCH_ENDPOINT",
        security_group=group,
        port=443,
        access={"reads": READ, "writes": EVERY, "uses": EVERY, "sends": WRITE},
        access_arns=(arn, below(arn, "/*")),
        key=key,
        principal="opensearchservice.amazonaws.com",
        extra={"secret_arn": Ref(secret, "arn"), "account": site.account()},
    )


def _version(stated: Any) -> str:
    text = str(stated)
    return text if text.startswith(("OpenSearch_", "Elasticsearch_")) else f"OpenSearch_{text}"


def zones_of(nodes: int) -> int:
    """In how many zones that many nodes can be spread evenly, three at most."""
    return next(zones for zones in (3, 2, 1) if nodes % zones == 0)


def _cluster(component: Component, site: Site, nodes: int) -> dict[str, Any]:
    zones = zones_of(nodes)
    body: dict[str, Any] = {
        "instance_type": stated_or_input(
            component, site, "instance_type", "string", f"Instance type of the search domain {component.label}.",
            {"dev": "t3.medium.search", "prod": "m7g.large.search"},
        ),
        "instance_count": nodes,
        "zone_awareness_enabled": zones > 1,
    }  # fmt: skip
    if zones > 1:
        body["zone_awareness_config"] = {"availability_zone_count": zones}
    if nodes > 1:
        master = {"dedicated_master_enabled": True, "dedicated_master_count": 3}
        body |= {**master, "dedicated_master_type": "m7g.large.search"}
    return body


def _master_user(component: Component, site: Site) -> tuple[str, str, Ref]:
    """The administrator of the domain's own user database; the password is generated and kept as a secret."""
    label = f"{component.label}_admin"
    password = site.add("random_password", label, {"length": 32, "special": True, "min_special": 2},
                        component=component, concern="security")  # fmt: skip
    secret = site.add(
        "aws_secretsmanager_secret",
        label,
        {
            "name": site.name(component, "admin"),
            "description": f"Administrator of the search domain {component.label}",
            "kms_key_id": site.key(),
        },
        component=component,
        concern="security",
    )
    site.add(
        "aws_secretsmanager_secret_version",
        label,
        {"secret_id": Ref(secret), "secret_string": Ref(password, "result")},
        component=component,
        concern="security",
    )
    site.accept("CKV2_AWS_57", "The administrator signs in for emergencies only; programs sign in with IAM.", secret)
    return secret, "admin", Ref(password, "result")


def _logs(component: Component, site: Site) -> list[dict[str, Any]]:
    name = site.name(component)
    parts = name.parts if isinstance(name, Template) else (name,)
    group = site.log_group(component, Template(("/aws/opensearch/", *parts)))
    document = site.document(
        f"{component.label}_logs",
        [
            {
                "sid": "DomainWritesLogs",
                "actions": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "resources": [below(group, ":*")],
                "principals": [{"type": "Service", "identifiers": ["es.amazonaws.com"]}],
                "condition": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": [site.account()]}],
            }
        ],
        component=component,
    )
    site.add(
        "aws_cloudwatch_log_resource_policy",
        component.label,
        {"policy_name": site.name(component), "policy_document": document},
        component=component,
        concern="observability",
    )
    return [{"log_type": kind, "enabled": True, "cloudwatch_log_group_arn": group} for kind in LOGS]


SERVICE = Service(
    id="opensearch",
    title="Amazon OpenSearch Service",
    concern="data",
    shape="data",
    primary="aws_opensearch_domain",
    summary="Search domain: private, encrypted, fine-grained access, logged",
    words=(
        "opensearch", "amazon opensearch", "opensearch domain", "opensearch cluster", "elasticsearch", "elastic search",
        "search domain", "dominio de opensearch", "dominio opensearch",
    ),
    weak_words=("search engine", "full text search", "full-text search", "buscador", "motor de busqueda"),
    wire=wire,
    types=(
        "aws_opensearch_domain_policy", "aws_security_group", "aws_cloudwatch_log_group",
        "aws_cloudwatch_log_resource_policy", "random_password", "aws_secretsmanager_secret",
        "aws_secretsmanager_secret_version",
    ),
    parameters=(
        Parameter("version", "version", ("engine version", "version"), argument="engine_version", default="2.19"),
        Parameter("instance_type", "instance_type", ("instance type", "tipo de instancia"),
                  argument="cluster_config.instance_type"),
        Parameter("nodes", "count", ("node", "nodes", "instance", "instances", "nodo", "nodos", "instancias"),
                  argument="cluster_config.instance_count"),
        Parameter("storage", "size", ("storage", "volume", "ebs volume", "almacenamiento", "volumen"), unit="GiB",
                  argument="ebs_options.volume_size", default=50),
    ),
)  # fmt: skip
