"""Amazon MSK: managed Kafka."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.catalogue.inputs import stated_or_input
from app.knowledge.catalogue.statements import below

PORT = 9098
"""Brokers listen there for clients that sign in with IAM over TLS."""
CONNECT = ("kafka-cluster:Connect", "kafka-cluster:DescribeCluster", "kafka-cluster:DescribeTopic")
READ = (*CONNECT, "kafka-cluster:ReadData", "kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup")
WRITE = (*CONNECT, "kafka-cluster:WriteData", "kafka-cluster:WriteDataIdempotently", "kafka-cluster:CreateTopic")
PROPERTIES = """auto.create.topics.enable=false
default.replication.factor=3
min.insync.replicas=2
num.partitions=6
log.retention.hours={hours}
"""


def wire(component: Component, site: Site) -> Ports:
    """The cluster in private subnets: TLS everywhere, IAM sign-in, logged."""
    key = site.key()
    group = site.security_group(component, f"Kafka brokers of {component.label}")
    name = site.name(component, "", 0 if component.name else 64)
    parts = name.parts if isinstance(name, Template) else (name,)
    log_group = site.log_group(component, Template(("/aws/msk/", *parts)))
    configuration = site.add(
        "aws_msk_configuration",
        component.label,
        {
            "name": name,
            "description": f"Broker settings of {component.label}",
            "server_properties": PROPERTIES.format(hours=int(site.setting(component, "retention"))),
        },
        component=component,
    )
    cluster = site.add(
        "aws_msk_cluster",
        component.label,
        {
            "cluster_name": name,
            "kafka_version": str(site.setting(component, "version")),
            "number_of_broker_nodes": int(site.setting(component, "brokers")),
            "enhanced_monitoring": "PER_BROKER",
            "broker_node_group_info": _brokers(component, site, group),
            "configuration_info": {
                "arn": Ref(configuration, "arn"),
                "revision": Ref(configuration, "latest_revision"),
            },
            "encryption_info": {
                "encryption_at_rest_kms_key_arn": key,
                "encryption_in_transit": {"client_broker": "TLS", "in_cluster": True},
            },
            "client_authentication": {"sasl": {"iam": True}, "unauthenticated": False},
            "logging_info": {
                "broker_logs": {"cloudwatch_logs": {"enabled": True, "log_group": Ref(log_group.address, "name")}}
            },
        },
        component=component,
    )
    arn = Ref(cluster, "arn")
    return Ports(
        address=cluster,
        arn=arn,
        handle=Ref(cluster, "bootstrap_brokers_sasl_iam"),
        handle_name="BROKERS",
        security_group=group,
        port=PORT,
        access={"reads": READ, "writes": WRITE, "sends": WRITE, "uses": tuple(dict.fromkeys((*READ, *WRITE)))},
        access_arns=(arn, *_inside(cluster, site)),
        key=key,
        principal="kafka.amazonaws.com",
    )


def _brokers(component: Component, site: Site, group: Ref) -> dict[str, Any]:
    return {
        "instance_type": stated_or_input(
            component, site, "instance_type", "string", f"Instance type of the brokers of {component.label}.",
            {"dev": "kafka.t3.small", "prod": "kafka.m7g.large"},
        ),
        "client_subnets": site.network(component).private,
        "security_groups": [group],
        "connectivity_info": {"public_access": {"type": "DISABLED"}},
        "storage_info": {"ebs_storage_info": {"volume_size": int(site.setting(component, "storage"))}},
    }  # fmt: skip


def _inside(cluster: str, site: Site) -> tuple[Template, Template]:
    """ARNs of the cluster's topics and consumer groups, which Kafka actions check."""
    start = ("arn:", site.partition(), ":kafka:", site.region(), ":", site.account())
    name = Ref(cluster, "cluster_name")
    topics = Template((*start, ":topic/", name, "/*"))
    return topics, below(Template((*start, ":group/", name)), "/*")


SERVICE = Service(
    id="msk",
    title="Amazon MSK",
    concern="messaging",
    shape="messaging",
    primary="aws_msk_cluster",
    summary="Kafka: private, TLS, IAM sign-in, logged",
    words=("msk", "amazon msk", "msk cluster", "kafka", "kafka cluster", "managed kafka", "apache kafka",
           "cluster de kafka", "cluster kafka"),
    wire=wire,
    types=("aws_msk_configuration", "aws_security_group", "aws_cloudwatch_log_group"),
    parameters=(
        Parameter("version", "version", ("kafka version", "version"), argument="kafka_version", default="3.8.x"),
        Parameter("brokers", "count", ("broker", "brokers", "broker node", "nodos"), argument="number_of_broker_nodes",
                  default=3),
        Parameter("instance_type", "instance_type", ("instance type", "broker type", "tipo de instancia")),
        Parameter("storage", "size", ("storage", "volume", "almacenamiento", "disco"), unit="GiB", default=100),
        Parameter("retention", "duration", ("retention", "retain", "retencion"), unit="hours", default=168),
    ),
)  # fmt: skip
