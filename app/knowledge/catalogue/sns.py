"""Amazon SNS: topics and who gets what is published."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Json, Ref, Template
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.statements import camel, distinct, service_may, tls_only, type_of
from app.knowledge.catalogue.wishes import partner

PUBLISH = ("sns:Publish", "sns:GetTopicAttributes")


def wire(component: Component, site: Site) -> Ports:
    """The topic, its policy and the stated e-mail, SMS and HTTPS subscriptions."""
    fifo = bool(site.setting(component, "fifo")) or (component.name or "").endswith(".fifo")
    key = site.key()
    topic = site.add(
        "aws_sns_topic",
        component.label,
        {
            "name": _name(component, site, fifo),
            "display_name": site.setting(component, "display_name"),
            "kms_master_key_id": key,
            "fifo_topic": True if fifo else None,
            "content_based_deduplication": True if fifo else None,
        },
        component=component,
    )
    arn = Ref(topic, "arn")
    subscribed: list[str] = []
    for protocol in ("email", "sms", "https"):
        for number, endpoint in enumerate(_endpoints(site.setting(component, protocol))):
            label = f"{component.label}_{protocol}" + (f"_{number + 1}" if number else "")
            subscribed.append(_subscribe(site, component, label, topic, protocol, endpoint))
    policy = site.add("aws_sns_topic_policy", component.label, {"arn": arn}, component=component)
    statements: list[Any] = [tls_only([arn], "sns:Publish")]
    return Ports(
        address=topic,
        arn=arn,
        handle=arn,
        handle_name="TOPIC_ARN",
        access=dict.fromkeys(("sends", "writes", "uses", "triggers"), PUBLISH),
        access_arns=(arn,),
        key=key,
        principal="sns.amazonaws.com",
        extra={"statements": statements, "policy": policy, "fifo": fifo, "subscribed": subscribed},
    )


def _name(component: Component, site: Site, fifo: bool) -> Any:
    name = site.name(component)
    if not fifo or (isinstance(name, str) and name.endswith(".fifo")):
        return name
    parts = name.parts if isinstance(name, Template) else (name,)
    return f"{name}.fifo" if isinstance(name, str) else Template((*parts, ".fifo"))


def _endpoints(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _subscribe(
    site: Site, component: Component, label: str, topic: str, protocol: str, endpoint: Any, **more: Any
) -> str:
    return site.add(
        "aws_sns_topic_subscription",
        label,
        {"topic_arn": Ref(topic, "arn"), "protocol": protocol, "endpoint": endpoint, **more},
        component=component,
    )


def deliver(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Subscribe the target: a queue, a function or a delivery stream."""
    label = f"{source.component.label}_to_{target.component.label}"
    topic, component = source.ports.address, source.component
    kind = type_of(target.ports.address)
    source.ports.extra["subscribed"].append(label)
    if kind == "aws_sqs_queue":
        target.ports.extra["statements"].append(
            service_may(
                site,
                f"FromTopic{camel(component.label)}",
                "sns.amazonaws.com",
                ["sqs:SendMessage"],
                [target.ports.arn],
                source.ports.arn,
            )
        )
        site.key("sns.amazonaws.com")
        _subscribe(site, component, label, topic, "sqs", target.ports.arn, raw_message_delivery=True)
    elif kind == "aws_lambda_function":
        site.add(
            "aws_lambda_permission",
            f"{target.component.label}_from_{component.label}",
            {
                "statement_id": f"AllowFrom{camel(component.label)}",
                "action": "lambda:InvokeFunction",
                "function_name": Ref(target.ports.address, "function_name"),
                "principal": "sns.amazonaws.com",
                "source_arn": source.ports.arn,
            },
            component=target.component,
        )
        dead_letter = _dead_letter(target)
        _subscribe(site, component, label, topic, "lambda", target.ports.arn, redrive_policy=dead_letter)
    elif kind == "aws_kinesis_firehose_delivery_stream":
        role = site.role(component, "sns.amazonaws.com", label=f"{label}_delivery")
        site.allow(role, ["firehose:PutRecord", "firehose:PutRecordBatch"], [target.ports.arn], sid="Deliver")
        _subscribe(site, component, label, topic, "firehose", target.ports.arn, subscription_role_arn=Ref(role, "arn"))
    elif kind == "aws_sns_topic" or target.ports.handle is None:
        return
    else:
        site.settle(
            f"{component.label} should deliver to {target.component.label}",
            "No subscription was written.",
            "SNS delivers to queues, functions, delivery streams, e-mail, SMS and HTTPS only.",
        )


def _dead_letter(target: End) -> Json | None:
    arn = target.ports.extra.get("dead_letter_arn")
    return Json({"deadLetterTargetArn": arn}) if arn is not None else None


def finish(end: End, site: Site) -> None:
    """Write the one topic policy; a named subscription links to what there is, where nothing else says it."""
    other = partner(site, "aws_sns_topic_subscription", "sqs", "lambda", "firehose")
    if other is not None and not end.ports.extra["subscribed"]:
        deliver(end, other, Relation(end.component.id, "sends", other.component.id), site)
    document = site.document(
        f"{end.component.label}_topic", distinct(end.ports.extra["statements"]), component=end.component
    )
    site.set(end.ports.extra["policy"], "policy", document)


SERVICE = Service(
    id="sns",
    title="Amazon SNS",
    concern="messaging",
    shape="messaging",
    primary="aws_sns_topic",
    summary="Publish and subscribe: encrypted topic with its policy and subscriptions",
    words=(
        "sns", "sns topic", "amazon sns", "simple notification service", "notification topic", "topico sns", "tema sns",
        "fan-out topic", "alert topic", "alarm topic",
    ),
    weak_words=(
        "topic", "topico", "tema", "notification", "notificacion", "fan-out", "fanout", "pub/sub", "publish subscribe",
        "alert by email", "email alert", "aviso por correo", "alerta por correo",
    ),
    wire=wire,
    links={"sends": deliver, "triggers": deliver, "fronts": deliver},
    finish=finish,
    types=("aws_sns_topic_policy", "aws_sns_topic_subscription", "aws_lambda_permission"),
    parameters=(
        Parameter("fifo", "flag", ("fifo", "in order", "ordered", "en orden"), argument="fifo_topic"),
        Parameter(
            "purpose", "choice", ("purpose", "proposito"), default="events",
            choices={"alarm topic": "alarms", "alert topic": "alarms", "alarms": "alarms", "events": "events"},
        ),
        Parameter("display_name", "text", ("display name", "nombre visible"), argument="display_name"),
        Parameter(
            "email", "list", ("email", "e-mail", "mail", "correo", "correo electronico", "subscribed", "notify",
            "notifies")
        ),
        Parameter("sms", "list", ("sms", "text message", "phone", "mensaje de texto", "telefono")),
        Parameter("https", "list", ("https endpoint", "webhook", "http endpoint", "url")),
    ),
)  # fmt: skip
