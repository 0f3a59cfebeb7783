"""Amazon Kinesis Data Streams."""

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.statements import type_of
from app.knowledge.catalogue.wishes import asked

READS = (
    "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator",
    "kinesis:ListShards", "kinesis:SubscribeToShard",
)  # fmt: skip
WRITES = ("kinesis:PutRecord", "kinesis:PutRecords", "kinesis:DescribeStreamSummary")


def wire(component: Component, site: Site) -> Ports:
    """The encrypted stream; on demand unless shards are stated."""
    shards = site.setting(component, "shards")
    provisioned = shards is not None or site.setting(component, "mode") == "PROVISIONED"
    key = site.key()
    stream = site.add(
        "aws_kinesis_stream",
        component.label,
        {
            "name": site.name(component),
            "shard_count": int(shards or 1) if provisioned else None,
            "retention_period": int(site.setting(component, "retention")),
            "encryption_type": "KMS",
            "kms_key_id": key,
            "shard_level_metrics": list(site.setting(component, "shard_metrics") or ()) or None,
            "stream_mode_details": {"stream_mode": "PROVISIONED" if provisioned else "ON_DEMAND"},
        },
        component=component,
    )
    arn = Ref(stream, "arn")
    consumer = site.setting(component, "consumer")
    if consumer or asked(site, "aws_kinesis_stream_consumer"):
        name = consumer if isinstance(consumer, str) else site.name(component, "consumer")
        site.add("aws_kinesis_stream_consumer", component.label, {"name": name, "stream_arn": arn}, component=component)
    return Ports(
        address=stream,
        arn=arn,
        handle=Ref(stream, "name"),
        handle_name="STREAM_NAME",
        access={"reads": READS, "writes": WRITES, "sends": WRITES, "uses": tuple(dict.fromkeys((*READS, *WRITES)))},
        access_arns=(arn,),
        key=key,
        principal="kinesis.amazonaws.com",
    )


def feed(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Let a delivery stream read from this one; other readers poll with their own role."""
    if type_of(target.ports.address) != "aws_kinesis_firehose_delivery_stream":
        return
    role = target.ports.role
    site.allow(role, READS, [source.ports.arn], sid=f"Read{source.component.label.title().replace('_', '')}")
    site.allow(role, ["kms:Decrypt"], [source.ports.key], sid="DecryptStream")
    site.set(
        target.ports.address,
        "kinesis_source_configuration",
        {"kinesis_stream_arn": source.ports.arn, "role_arn": Ref(role, "arn")},
    )
    site.set(target.ports.address, "server_side_encryption", None)
    site.accept(
        "CKV_AWS_240",
        "The source stream is encrypted with a KMS key; the delivery stream stores nothing of its own.",
        target.ports.address,
    )
    site.accept(
        "CKV_AWS_241", "The source stream is encrypted with a KMS key; the delivery stream stores nothing of its own.",
        target.ports.address,
    )  # fmt: skip


SERVICE = Service(
    id="kinesis",
    title="Amazon Kinesis Data Streams",
    concern="messaging",
    shape="messaging",
    primary="aws_kinesis_stream",
    summary="Data stream: encrypted, on demand or with stated shards",
    words=(
        "kinesis", "kinesis stream", "kinesis data stream", "amazon kinesis", "data stream", "flujo de kinesis",
        "flujo de datos", "stream de kinesis", "stream de datos",
    ),
    weak_words=("stream", "event stream", "clickstream", "flujo", "telemetry stream", "flujo de eventos"),
    wire=wire,
    links={"sends": feed},
    types=("aws_kinesis_stream_consumer",),
    parameters=(
        Parameter(
            "shards", "count", ("shard", "shards", "fragmento", "fragmentos", "shard count"), argument="shard_count",
        ),
        Parameter(
            "retention", "duration", ("retention", "retain", "retained", "keep", "retencion"), unit="hours",
            argument="retention_period", default=24,
        ),
        Parameter(
            "mode", "choice", ("mode", "modo", "capacity mode"),
            choices={"on-demand": "ON_DEMAND", "on demand": "ON_DEMAND", "bajo demanda": "ON_DEMAND",
                     "provisioned": "PROVISIONED", "aprovisionado": "PROVISIONED"},
        ),
        Parameter("shard_metrics", "list", ("shard level metrics", "enhanced metrics", "metricas de fragmento")),
        Parameter("consumer", "text", ("enhanced fan-out", "stream consumer", "consumidor")),
    ),
)  # fmt: skip
