"""Amazon EventBridge: rules by schedule and by pattern, own buses."""

from typing import Any

from app.domain.request import Component, Relation
from app.domain.resources import Json, Ref
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.event_targets import bind_rule
from app.knowledge.catalogue.wishes import asked, partner

STARTABLE = ("lambda", "ecs", "step_functions", "sqs", "sns", "kinesis", "firehose", "codebuild", "cloudwatch_logs")
"""Services a rule may start, the likeliest first."""


def wire(component: Component, site: Site) -> Ports:
    """The rule; a bus of its own where one is asked for."""
    bus = _bus(component, site)
    schedule = site.setting(component, "schedule")
    pattern = _pattern(component, site)
    if schedule is None and pattern is None:
        own = {"source": [site.name(component)]}
        pattern = Json(own) if bus else None
        schedule = None if bus else "rate(1 day)"
    rule = site.add(
        "aws_cloudwatch_event_rule",
        component.label,
        {
            "name": site.name(component, "", 0 if component.name else 64),
            "description": _description(component, schedule),
            "schedule_expression": schedule,
            "event_pattern": pattern,
            "event_bus_name": Ref(bus, "name") if bus else None,
            "state": site.setting(component, "state"),
        },
        component=component,
    )
    arn = Ref(bus, "arn") if bus else None
    return Ports(
        address=rule,
        arn=Ref(rule, "arn"),
        handle=Ref(bus, "name") if bus else None,
        handle_name="EVENT_BUS",
        access=dict.fromkeys(("sends", "writes", "uses"), ("events:PutEvents",)) if bus else {},
        access_arns=(arn,) if arn is not None else (),
        principal="events.amazonaws.com",
        extra={"bus": bus, "rule": rule, "targets": []},
    )


def _description(component: Component, schedule: Any) -> str:
    return f"Starts {component.label} {schedule}" if schedule else f"Events of {component.label}"


def _bus(component: Component, site: Site) -> str:
    if not site.setting(component, "bus") and not asked(site, "aws_cloudwatch_event_bus"):
        return ""
    name = site.setting(component, "bus")
    return site.add(
        "aws_cloudwatch_event_bus",
        component.label,
        {
            "name": name if isinstance(name, str) else site.name(component, "bus"),
            "kms_key_identifier": site.key("events.amazonaws.com"),
        },
        component=component,
    )


def _pattern(component: Component, site: Site) -> Any:
    source = site.setting(component, "source")
    detail = site.setting(component, "detail_type")
    if source is None and detail is None:
        return None
    return Json({key: value for key, value in (("source", _list(source)), ("detail-type", _list(detail))) if value})


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def start(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Make the other end the rule's target."""
    component, address = source.component, source.ports.address
    bus = source.ports.extra["bus"]
    more: dict[str, Any] = {"event_bus_name": Ref(bus, "name")} if bus else {}
    given = site.setting(component, "input")
    if given is not None:
        more["input"] = given
    source.ports.extra["targets"].append(target.component.id)
    bind_rule(address, component.label, component, target, site, **more)


def finish(end: End, site: Site) -> None:
    """A named target links to what there is to start, where no relation says it."""
    other = partner(site, "aws_cloudwatch_event_target", *STARTABLE)
    if other is not None and not end.ports.extra["targets"]:
        start(end, other, Relation(end.component.id, "triggers", other.component.id), site)


SERVICE = Service(
    id="eventbridge",
    title="Amazon EventBridge",
    concern="messaging",
    shape="messaging",
    primary="aws_cloudwatch_event_rule",
    summary="Rules that start things by schedule or by event, and own event buses",
    words=(
        "eventbridge", "event bridge", "amazon eventbridge", "eventbridge rule", "cloudwatch event",
        "cloudwatch event rule", "event rule", "event bus", "scheduled rule", "schedule rule",
        "regla de eventbridge", "bus de eventos", "regla de eventos", "cron job", "cronjob", "scheduled job",
        "trabajo programado", "tarea programada", "scheduled task", "scheduled event",
    ),
    weak_words=("schedule", "cron", "programacion", "timer", "temporizador", "nightly", "event router"),
    wire=wire,
    links={"triggers": start, "sends": start, "fronts": start},
    finish=finish,
    types=(
        "aws_cloudwatch_event_target", "aws_cloudwatch_event_bus",
        "aws_lambda_permission",
    ),
    parameters=(
        Parameter(
            "schedule", "schedule",
            (
                "schedule", "scheduled", "every", "cron", "rate", "runs", "programado", "programada", "cada", "horario",
                "daily", "hourly", "weekly", "diario", "diariamente",
            ),
            argument="schedule_expression",
        ),
        Parameter("bus", "text", ("event bus", "custom bus", "own bus", "bus de eventos", "bus propio")),
        Parameter("source", "list", ("source", "event source", "origen")),
        Parameter("detail_type", "list", ("detail type", "detail-type", "tipo de detalle")),
        Parameter("input", "text", ("input", "payload", "entrada")),
        Parameter(
            "state", "choice", ("state", "estado"), argument="state",
            choices={"enabled": "ENABLED", "disabled": "DISABLED", "activa": "ENABLED", "desactivada": "DISABLED"},
        ),
    ),
)  # fmt: skip
