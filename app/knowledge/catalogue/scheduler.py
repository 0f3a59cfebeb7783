"""Amazon EventBridge Scheduler: starts one thing at times of a time zone."""

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.event_targets import schedule_target

DAILY = "rate(1 day)"


def wire(component: Component, site: Site) -> Ports:
    """The schedule in a group of its own."""
    group = site.add(
        "aws_scheduler_schedule_group", component.label, {"name": site.name(component)}, component=component
    )
    expression = site.setting(component, "schedule") or DAILY
    window = site.setting(component, "flexible_window")
    schedule = site.add(
        "aws_scheduler_schedule",
        component.label,
        {
            "name": site.name(component),
            "description": f"Starts {component.label}: {expression}",
            "group_name": Ref(group, "name"),
            "schedule_expression": expression,
            "schedule_expression_timezone": site.setting(component, "timezone"),
            "kms_key_arn": site.key("scheduler.amazonaws.com"),
            "state": site.setting(component, "state"),
            "flexible_time_window": {"mode": "FLEXIBLE", "maximum_window_in_minutes": int(window)}
            if window
            else {"mode": "OFF"},
        },
        component=component,
    )
    return Ports(address=schedule, arn=Ref(schedule, "arn"), principal="scheduler.amazonaws.com", extra={"targets": []})


def start(source: End, target: End, _relation: Relation, site: Site) -> None:
    """Make the other end what the schedule starts; it can start one thing."""
    component, ports = source.component, source.ports
    block = schedule_target(component.label, component, target, site)
    if block is None:
        return
    if ports.extra["targets"]:
        site.settle(
            f"{component.label} should start {target.component.label} as well",
            f"It starts {ports.extra['targets'][0]}.",
            "A schedule has one target; ask for a second schedule.",
        )
        return
    block["retry_policy"] = {"maximum_event_age_in_seconds": 3600, "maximum_retry_attempts": 3}
    if (given := site.setting(component, "input")) is not None:
        block["input"] = given
    site.set(ports.address, "target", block)
    ports.extra["targets"].append(target.component.label)


def finish(end: End, site: Site) -> None:
    """A schedule must start something: a message to a queue where nothing was joined."""
    if not end.ports.extra["targets"]:
        queue = site.require("sqs")
        start(end, queue, Relation(end.component.id, "triggers", queue.component.id), site)


SERVICE = Service(
    id="scheduler",
    title="Amazon EventBridge Scheduler",
    concern="messaging",
    shape="messaging",
    primary="aws_scheduler_schedule",
    summary="Schedule in a time zone that starts one thing, with retries",
    words=("eventbridge scheduler", "scheduler schedule", "aws scheduler", "programador de eventbridge"),
    weak_words=("scheduler", "planificador"),
    wire=wire,
    links={"triggers": start, "sends": start, "fronts": start, "uses": start},
    finish=finish,
    types=("aws_scheduler_schedule_group", "aws_iam_role"),
    parameters=(
        Parameter(
            "schedule", "schedule", ("schedule", "every", "cron", "rate", "cada", "daily", "hourly", "horario"),
            argument="schedule_expression",
        ),
        Parameter(
            "timezone", "text", ("time zone", "timezone", "zona horaria"), argument="schedule_expression_timezone",
            default="UTC",
        ),
        Parameter("flexible_window", "duration", ("flexible window", "flexible time window"), unit="minutes"),
        Parameter("input", "text", ("input", "payload", "entrada")),
        Parameter(
            "state", "choice", ("state", "estado"), argument="state", choices={"enabled": "ENABLED",
            "disabled": "DISABLED"}
        ),
    ),
)  # fmt: skip
