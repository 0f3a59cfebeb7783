"""Amazon CloudWatch Logs: log groups, metric filters, subscriptions."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.inputs import stated_or_input
from app.knowledge.catalogue.statements import below, camel, type_of
from app.knowledge.catalogue.wishes import asked, partner

KEPT = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)  # fmt: skip
"""The retentions CloudWatch Logs accepts, in days."""


def allowed_retention(days: float) -> int:
    """The shortest accepted retention that is not below the wish."""
    return next((kept for kept in KEPT if kept >= days), KEPT[-1])


def wire(component: Component, site: Site) -> Ports:
    """The encrypted group with its retention; streams and metric filters where they are asked for."""
    days = stated_or_input(
        component, site, "retention", "number", f"Days that the logs of {component.label} are kept.",
        {"dev": 30, "prod": 365},
    )  # fmt: skip
    group = site.add(
        "aws_cloudwatch_log_group",
        component.label,
        {
            "name": site.name(component),
            "retention_in_days": allowed_retention(days) if isinstance(days, int | float) else days,
            "kms_key_id": site.key("logs.amazonaws.com"),
            "log_group_class": site.setting(component, "log_class"),
        },
        component=component,
    )
    stream = site.setting(component, "stream")
    if stream or asked(site, "aws_cloudwatch_log_stream"):
        name = stream if isinstance(stream, str) else component.label
        site.add(
            "aws_cloudwatch_log_stream", component.label, {"name": name, "log_group_name": Ref(group, "name")},
            component=component,
        )  # fmt: skip
    pattern = site.setting(component, "pattern")
    if pattern or asked(site, "aws_cloudwatch_log_metric_filter"):
        _metric_filter(component, site, group, str(pattern or "ERROR"))
    arn = Ref(group, "arn")
    write = ("logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams")
    read = ("logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery", "logs:GetQueryResults")
    return Ports(
        address=group,
        arn=arn,
        handle=Ref(group, "name"),
        handle_name="LOG_GROUP",
        access={"logs": write, "writes": write, "sends": write, "uses": write, "reads": read},
        access_arns=(arn, below(arn, ":*")),
        principal="logs.amazonaws.com",
        extra={"subscribers": []},
    )


def _metric_filter(component: Component, site: Site, group: str, pattern: str) -> None:
    name = site.setting(component, "metric") or f"{camel(component.label)}Matches"
    site.add(
        "aws_cloudwatch_log_metric_filter",
        component.label,
        {
            "name": site.name(component, "matches"),
            "log_group_name": Ref(group, "name"),
            "pattern": pattern,
            "metric_transformation": {
                "name": name,
                "namespace": site.setting(component, "namespace") or "Application",
                "value": "1",
                "default_value": "0",
            },
        },
        component=component,
    )


SUBSCRIBERS = {
    "aws_kinesis_stream": ("kinesis:PutRecord", "kinesis:PutRecords"),
    "aws_kinesis_firehose_delivery_stream": ("firehose:PutRecord", "firehose:PutRecordBatch"),
}


def subscribe(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Send what is logged on to a function or a stream."""
    kind = type_of(target.ports.address)
    label = f"{source.component.label}_to_{target.component.label}"
    source.ports.extra["subscribers"].append(target.component.id)
    body: dict[str, Any] = {
        "name": site.name(source.component, target.component.label),
        "log_group_name": Ref(source.ports.address, "name"),
        "filter_pattern": site.setting(source.component, "pattern") or "",
        "destination_arn": target.ports.arn,
    }
    needs = []
    if kind == "aws_lambda_function":
        needs = [
            site.add(
                "aws_lambda_permission",
                f"{target.component.label}_from_{source.component.label}",
                {
                    "statement_id": f"AllowFrom{camel(source.component.label)}",
                    "action": "lambda:InvokeFunction",
                    "function_name": Ref(target.ports.address, "function_name"),
                    "principal": "logs.amazonaws.com",
                    "source_arn": below(source.ports.arn, ":*"),
                    "source_account": site.account(),
                },
                component=target.component,
            )
        ]
    elif kind in SUBSCRIBERS:
        role = site.role(source.component, "logs.amazonaws.com", label=label)
        site.allow(role, SUBSCRIBERS[kind], [target.ports.arn], sid="Deliver")
        if target.ports.key is not None:
            site.allow(role, ["kms:GenerateDataKey"], [target.ports.key], sid="UseKey")
        body["role_arn"] = Ref(role, "arn")
    else:
        return
    site.add("aws_cloudwatch_log_subscription_filter", label, body, component=source.component, depends_on=needs)


def finish(end: End, site: Site) -> None:
    """A named subscription links to what there is to receive logs, where no relation says it."""
    kind = "aws_cloudwatch_log_subscription_filter"
    other = partner(site, kind, "lambda", "firehose", "kinesis")
    if other is not None and not end.ports.extra["subscribers"]:
        subscribe(end, other, Relation(end.component.id, "sends", other.component.id), site)


SERVICE = Service(
    id="cloudwatch_logs",
    title="Amazon CloudWatch Logs",
    concern="observability",
    shape="operations",
    primary="aws_cloudwatch_log_group",
    summary="Log group: encrypted, with a retention",
    words=(
        "cloudwatch logs", "log group", "cloudwatch log group", "cloudwatch log", "grupo de logs", "grupo de registros",
        "grupo de registro",
    ),
    weak_words=("central log", "logs centralizados"),
    wire=wire,
    links={"sends": subscribe, "triggers": subscribe, "logs": subscribe},
    finish=finish,
    types=(
        "aws_cloudwatch_log_stream", "aws_cloudwatch_log_metric_filter", "aws_cloudwatch_log_subscription_filter",
        "aws_lambda_permission",
    ),
    parameters=(
        Parameter(
            "retention", "duration",
            ("retention", "retained", "retain", "keep", "kept", "retencion", "conservar", "conservan"), unit="days",
            argument="retention_in_days",
        ),
        Parameter("pattern", "text", ("filter pattern", "pattern", "metric filter", "patron", "filtro de metricas")),
        Parameter("metric", "text", ("metric name", "metrica")),
        Parameter("namespace", "text", ("namespace", "espacio de nombres")),
        Parameter("stream", "text", ("log stream", "flujo de logs")),
        Parameter(
            "log_class", "choice", ("log class", "log group class"), argument="log_group_class",
            choices={"standard": "STANDARD", "infrequent access": "INFREQUENT_ACCESS"},
        ),
    ),
)  # fmt: skip
