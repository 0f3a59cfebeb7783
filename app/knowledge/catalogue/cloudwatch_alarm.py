"""Amazon CloudWatch alarms: what is joined to them is watched, and a topic hears of it."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Ref, Template
from app.knowledge.catalogue.alarm_metrics import METRIC_WORDS, NAMESPACES, Metric, copies, dimensions_of, watched
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.statements import service_may

COMPARISONS = {
    "greater than or equal": "GreaterThanOrEqualToThreshold", "at least": "GreaterThanOrEqualToThreshold",
    "greater than": "GreaterThanThreshold", "above": "GreaterThanThreshold", "exceeds": "GreaterThanThreshold",
    "over": "GreaterThanThreshold", "more than": "GreaterThanThreshold", "supera": "GreaterThanThreshold",
    "mayor que": "GreaterThanThreshold", "mas de": "GreaterThanThreshold", "below": "LessThanThreshold",
    "less than": "LessThanThreshold", "under": "LessThanThreshold", "menos de": "LessThanThreshold",
    "menor que": "LessThanThreshold", "greaterthanorequaltothreshold": "GreaterThanOrEqualToThreshold",
    "greaterthanthreshold": "GreaterThanThreshold", "lessthanthreshold": "LessThanThreshold",
    "lessthanorequaltothreshold": "LessThanOrEqualToThreshold",
}  # fmt: skip


def wire(component: Component, site: Site) -> Ports:
    """The first alarm; relations say what it watches, and add more alarms where more is worth watching."""
    stated = site.setting(component, "metric")
    name = METRIC_WORDS.get(str(stated).lower(), str(stated)) if stated else "CPUUtilization"
    alarm = site.add(
        "aws_cloudwatch_metric_alarm",
        component.label,
        {
            "alarm_name": site.name(component),
            "alarm_description": site.setting(component, "description") or f"Alarm {component.label}",
            "namespace": site.setting(component, "namespace") or NAMESPACES.get(name, "AWS/EC2"),
            "metric_name": name,
            **_rule(component, site, Metric(name, "", 80, "Average", evaluations=2)),
        },
        component=component,
    )
    return Ports(
        address=alarm,
        arn=Ref(alarm, "arn"),
        handle=Ref(alarm, "alarm_name"),
        handle_name="ALARM",
        principal="cloudwatch.amazonaws.com",
        extra={"watched": [], "alarms": [alarm], "actions": []},
    )


def _rule(component: Component, site: Site, metric: Metric) -> dict[str, Any]:
    """Threshold, period and the like: stated, else the metric's."""

    def pick(setting: str, default: Any) -> Any:
        value = site.setting(component, setting)
        return default if value is None else value

    return {
        "statistic": pick("statistic", metric.statistic),
        "comparison_operator": pick("comparison", metric.comparison),
        "threshold": pick("threshold", metric.threshold),
        "period": int(pick("period", metric.period)),
        "evaluation_periods": int(pick("evaluation_periods", metric.evaluations)),
        "treat_missing_data": pick("missing_data", metric.missing),
    }


def watch(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Watch the other end: the stated metric, else all that its type is worth watching for."""
    entry = watched(target.ports, target.component.kind)
    component, ports = source.component, source.ports
    if entry is None or target.component.id in ports.extra["watched"]:
        return
    stated = site.setting(component, "metric")
    metrics = entry.metrics
    if stated:
        name = METRIC_WORDS.get(str(stated).lower(), str(stated))
        metrics = tuple(one for one in entry.metrics if one.name == name) or (
            Metric(name, "it crosses its limit", 80, "Average"),
        )
    first = not ports.extra["watched"]
    wanted = [(metric, index) for metric in metrics for index in copies(target.ports)]
    for number, (metric, index) in enumerate(wanted):
        body = {
            "alarm_description": site.setting(component, "description")
            or f"{target.component.label}: {metric.meaning}",
            "namespace": entry.namespace,
            "metric_name": metric.name,
            "dimensions": dimensions_of(target.ports, entry, index),
            **_rule(component, site, metric),
        }
        if first and not number:
            for argument, value in body.items():
                site.set(ports.address, argument, value)
            continue
        copy = f"_{index + 1}" if index else ""
        label = f"{component.label}_{target.component.label}_{metric.suffix}{copy}"
        name_parts = site.name(component)
        parts = name_parts.parts if isinstance(name_parts, Template) else (name_parts,)
        tail = f"-{target.component.label}-{metric.suffix}{copy}".replace("_", "-")
        alarm = site.add(
            "aws_cloudwatch_metric_alarm", label, {"alarm_name": Template((*parts, tail)), **body}, component=component
        )
        ports.extra["alarms"].append(alarm)
    ports.extra["watched"].append(target.component.id)
    _watch_dead_letters(source, target, site)


def watched_by(source: End, target: End, relation: Relation, site: Site) -> None:
    """The same, said from the other side ("the queue's age triggers the alarm")."""
    watch(target, source, relation, site)


def _watch_dead_letters(source: End, target: End, site: Site) -> None:
    """One message in a dead-letter queue is already worth a look."""
    dead_letter = target.ports.extra.get("dead_letter")
    if not dead_letter or site.setting(source.component, "metric"):
        return
    label = f"{source.component.label}_{target.component.label}_dlq"
    name_parts = site.name(source.component)
    parts = name_parts.parts if isinstance(name_parts, Template) else (name_parts,)
    alarm = site.add(
        "aws_cloudwatch_metric_alarm",
        label,
        {
            "alarm_name": Template((*parts, f"-{target.component.label}-dlq".replace("_", "-"))),
            "alarm_description": f"{target.component.label}: messages could not be processed",
            "namespace": "AWS/SQS",
            "metric_name": "ApproximateNumberOfMessagesVisible",
            "dimensions": {"QueueName": Ref(dead_letter, "name")},
            "statistic": "Maximum",
            "comparison_operator": "GreaterThanThreshold",
            "threshold": 0,
            "period": 300,
            "evaluation_periods": 1,
            "treat_missing_data": "notBreaching",
        },
        component=source.component,
    )
    source.ports.extra["alarms"].append(alarm)


def act(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Tell the topic, or change the size of the group."""
    if target.ports.address.startswith("aws_sns_topic."):
        _let_publish(target, site)
    elif not target.ports.address.startswith(("aws_appautoscaling_policy.", "aws_autoscaling_policy.")):
        watch(source, target, _relation, site)
        return
    source.ports.extra["actions"].append(target.ports.arn)


def _let_publish(topic: End, site: Site) -> None:
    site.key("cloudwatch.amazonaws.com")
    if any(statement["sid"] == "FromAlarms" for statement in topic.ports.extra["statements"]):
        return
    alarms = Template(("arn:", site.partition(), ":cloudwatch:", site.region(), ":", site.account(), ":alarm:*"))
    topic.ports.extra["statements"].append(
        service_may(site, "FromAlarms", "cloudwatch.amazonaws.com", ["sns:Publish"], [topic.ports.arn], alarms)
    )


def finish(end: End, site: Site) -> None:
    """Watch the whole stack where nothing was joined; tell the alarm topic where no other one was joined."""
    ports = end.ports
    if not ports.extra["watched"] and not site.setting(end.component, "metric"):
        for kind in dict.fromkeys(one.kind for one in site.request.components):
            for other in site.of_kind(kind):
                watch(end, other, Relation(end.component.id, "monitors", other.component.id), site)
    if not ports.extra["actions"]:
        email = site.setting(end.component, "email")
        topic = site.require("sns", purpose="alarms", **({"email": email} if email else {}))
        act(end, topic, Relation(end.component.id, "sends", topic.component.id), site)
    for alarm in ports.extra["alarms"]:
        site.set(alarm, "alarm_actions", list(ports.extra["actions"]))
        site.set(alarm, "ok_actions", list(ports.extra["actions"]))


SERVICE = Service(
    id="cloudwatch_alarm",
    title="Amazon CloudWatch alarm",
    concern="observability",
    shape="operations",
    primary="aws_cloudwatch_metric_alarm",
    summary="Alarms on what matters of each service, told to a topic",
    words=(
        "cloudwatch alarm", "alarm", "metric alarm", "cloudwatch metric alarm", "alarma", "alarma de cloudwatch",
        "alarms",
    ),
    weak_words=("alert", "alerta", "alerting", "monitoring", "monitorizacion", "monitoreo"),
    wire=wire,
    links={
        "monitors": watch, "sends": act, "triggers": act, "uses": act, "writes": act, "attached": act, "reads": watch,
    },
    linked=dict.fromkeys(("triggers", "sends", "uses", "logs"), watched_by),
    finish=finish,
    parameters=(
        Parameter(
            "metric", "choice", ("metric", "metrica", "metric name", "nombre de la metrica"), argument="metric_name",
            choices=METRIC_WORDS,
        ),
        Parameter("namespace", "text", ("namespace", "espacio de nombres"), argument="namespace"),
        Parameter("description", "text", ("description", "descripcion"), argument="alarm_description"),
        Parameter(
            "threshold", "number",
            ("threshold", "above", "exceeds", "over", "below", "greater than", "more than", "umbral", "supera",
            "mas de"),
            argument="threshold",
        ),
        Parameter(
            "comparison", "choice", ("comparison", "comparison operator", "comparacion"),
            argument="comparison_operator",
            choices=COMPARISONS,
        ),
        Parameter(
            "statistic", "choice", ("statistic", "estadistica"), argument="statistic",
            choices={"average": "Average", "sum": "Sum", "maximum": "Maximum", "minimum": "Minimum",
                     "samplecount": "SampleCount", "promedio": "Average", "media": "Average", "suma": "Sum"},
        ),
        Parameter(
            "period", "duration", ("period", "periodo", "for", "during", "durante"), unit="seconds", argument="period",
        ),
        Parameter(
            "evaluation_periods", "count", ("evaluation period", "evaluation periods", "periodos de evaluacion"),
            argument="evaluation_periods",
        ),
        Parameter(
            "missing_data", "choice", ("missing data", "treat missing data", "datos ausentes"),
            argument="treat_missing_data",
            choices={"breaching": "breaching", "not breaching": "notBreaching", "notbreaching": "notBreaching",
                     "ignore": "ignore", "missing": "missing"},
        ),
        Parameter("email", "text", ("email", "e-mail", "mail", "notify", "correo", "avisar")),
    ),
)  # fmt: skip
