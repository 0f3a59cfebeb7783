"""Amazon Data Firehose: delivery of a stream to S3, Redshift, OpenSearch, HTTP endpoints or Splunk."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.firehose_targets import (
    http_endpoint,
    opensearch,
    redshift,
    s3_destination,
    splunk,
)
from app.knowledge.catalogue.statements import below, camel, type_of

PUT = ("firehose:PutRecord", "firehose:PutRecordBatch", "firehose:DescribeDeliveryStream")


def wire(component: Component, site: Site) -> Ports:
    """The delivery stream with its role and log group; S3 is the destination unless something else is stated."""
    key = site.key()
    role = site.role(component, "firehose.amazonaws.com")
    site.allow(role, ["kms:Decrypt", "kms:GenerateDataKey"], [key], sid="UseKey")
    name = site.name(component, "", 0 if component.name else 64)
    group = site.log_group(component, Template(("/aws/kinesisfirehose/", *_parts(name))))
    site.allow(role, ["logs:PutLogEvents", "logs:CreateLogStream"], [below(group, ":*")], sid="WriteErrors")
    stream = site.add(
        "aws_kinesis_firehose_delivery_stream",
        component.label,
        {
            "name": name,
            "destination": "extended_s3",
            "server_side_encryption": {"enabled": True, "key_type": "CUSTOMER_MANAGED_CMK", "key_arn": key},
        },
        component=component,
    )
    arn = Ref(stream, "arn")
    log_address = group.address
    site.add(
        "aws_cloudwatch_log_stream",
        component.label,
        {"name": "delivery", "log_group_name": Ref(log_address, "name")},
        component=component,
    )
    return Ports(
        address=stream,
        arn=arn,
        handle=Ref(stream, "name"),
        handle_name="DELIVERY_STREAM",
        role=role,
        access=dict.fromkeys(("writes", "sends", "uses"), PUT),
        access_arns=(arn,),
        key=key,
        principal="firehose.amazonaws.com",
        extra={"log_group": log_address, "bound": []},
    )


def _parts(name: Any) -> tuple[Any, ...]:
    return name.parts if isinstance(name, Template) else (name,)


def deliver(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Make the other end the destination."""
    kind = type_of(target.ports.address)
    if kind == "aws_s3_bucket":
        if not source.ports.extra["bound"]:
            _to_bucket(source, target, site)
    elif kind == "aws_redshift_cluster":
        _to(source, "redshift", "redshift_configuration", redshift(source, target, _bucket(source, site), site), site)
    elif kind == "aws_opensearch_domain":
        _to(
            source, "opensearch", "opensearch_configuration",
            opensearch(source, target, _bucket(source, site), site), site,
        )  # fmt: skip
    elif kind == "aws_lambda_function":
        transform(source, target, _relation, site)


def transform(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Let a function change the records on their way."""
    if type_of(target.ports.address) != "aws_lambda_function":
        return
    role = source.ports.role
    qualified = below(target.ports.arn, ":$LATEST")
    site.allow(
        role,
        ["lambda:InvokeFunction", "lambda:GetFunctionConfiguration"],
        [target.ports.arn, below(target.ports.arn, ":*")],
        sid=f"Transform{camel(target.component.label)}",
    )
    source.ports.extra["bound"].append(
        (
            "processor",
            {
                "type": "Lambda",
                "parameters": [{"parameter_name": "LambdaArn", "parameter_value": qualified}],
            },
        )
    )


def _bucket(source: End, site: Site) -> End:
    """The bucket the request joins to the stream, else the stack's own one for failed records."""
    for kind in ("sends", "writes", "logs", "backs_up"):
        for component in site.related(source.component, kind):
            for end in site.of_kind("s3"):
                if end.component.id == component.id:
                    return end
    return site.require("s3", purpose="data")


def _to_bucket(source: End, bucket: End, site: Site) -> None:
    site.set(source.ports.address, "destination", "extended_s3")
    site.set(source.ports.address, "extended_s3_configuration", s3_destination(source, bucket, site))
    source.ports.extra["bound"].append(("s3", {}))


def _to(source: End, destination: str, block: str, body: dict[str, Any], site: Site) -> None:
    site.set(source.ports.address, "destination", destination)
    site.set(source.ports.address, block, body)
    site.set(source.ports.address, "extended_s3_configuration", None)
    source.ports.extra["bound"].append((block, {}))


def finish(end: End, site: Site) -> None:
    """Give the stream the stated endpoint, or a bucket where no destination was joined; place the transformation."""
    bound = end.ports.extra["bound"]
    done = [name for name, _ in bound if name != "processor"]
    url = site.setting(end.component, "url")
    if not done and site.setting(end.component, "destination") == "splunk":
        _to(end, "splunk", "splunk_configuration", splunk(end, url, _bucket(end, site), site), site)
    elif not done and url:
        body = http_endpoint(end, url, _bucket(end, site), site)
        _to(end, "http_endpoint", "http_endpoint_configuration", body, site)
    elif not done:
        _to_bucket(end, _bucket(end, site), site)
    processors = [body for name, body in bound if name == "processor"]
    if processors:
        last = [name for name, _ in bound if name != "processor"][-1]
        block = "extended_s3_configuration" if last == "s3" else last
        for processor in processors:
            site.set(end.ports.address, f"{block}.processing_configuration.enabled", True)
            site.append(end.ports.address, f"{block}.processing_configuration.processors", processor)


SERVICE = Service(
    id="firehose",
    title="Amazon Data Firehose",
    concern="messaging",
    shape="messaging",
    primary="aws_kinesis_firehose_delivery_stream",
    summary="Delivery of streams: encrypted, logged, to S3, Redshift, OpenSearch, HTTP or Splunk",
    words=(
        "firehose", "kinesis firehose", "data firehose", "amazon data firehose", "delivery stream",
        "firehose delivery stream", "kinesis firehose delivery stream", "kinesis data firehose", "flujo de entrega",
        "flujo firehose",
    ),
    weak_words=("delivery", "ingestion", "ingesta"),
    wire=wire,
    links={
        "sends": deliver, "writes": deliver, "logs": deliver, "backs_up": deliver, "uses": transform,
        "triggers": transform,
    },
    finish=finish,
    types=("aws_iam_role", "aws_cloudwatch_log_group", "aws_cloudwatch_log_stream"),
    parameters=(
        Parameter(
            "destination", "choice", ("destination", "destino"), argument="destination",
            choices={
                "s3": "extended_s3", "extended_s3": "extended_s3", "extended s3": "extended_s3", "splunk": "splunk",
                "http endpoint": "http_endpoint", "http_endpoint": "http_endpoint", "redshift": "redshift",
                "opensearch": "opensearch",
            },
        ),
        Parameter("url", "text", ("url", "endpoint url", "http endpoint", "hec endpoint", "endpoint")),
        Parameter("prefix", "text", ("prefix", "prefijo", "s3 prefix")),
        Parameter(
            "buffer_seconds", "duration", ("buffer interval", "buffering interval", "intervalo"), unit="seconds",
            default=300,
        ),
        Parameter("buffer_size", "size", ("buffer size", "buffering size", "tamano del bufer"), unit="MiB"),
        Parameter(
            "compression", "choice", ("compression", "compressed", "compresion", "comprimido"), default="GZIP",
            choices={"gzip": "GZIP", "snappy": "Snappy", "zip": "ZIP", "uncompressed": "UNCOMPRESSED",
                     "sin compresion": "UNCOMPRESSED"},
        ),
        Parameter(
            "partition_key", "text",
            ("dynamic partitioning", "dynamically partitioned", "partitioned by", "particionado dinamico",
            "particionado por"),
        ),
        Parameter("index", "text", ("index name", "index", "indice")),
        Parameter("table", "text", ("table", "data table", "tabla")),
    ),
)  # fmt: skip
