"""Amazon SQS: queues with a dead-letter queue behind them."""

from typing import Any

from app.domain.request import Component
from app.domain.resources import Json, Ref, Template
from app.knowledge.catalogue.base import End, Parameter, Ports, Service, Site
from app.knowledge.catalogue.statements import distinct, tls_only
from app.knowledge.catalogue.wishes import asked, of_service

RECEIVE = (
    "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
)  # fmt: skip
SEND = ("sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl")
TWO_WEEKS = 14 * 24 * 3600
DEAD_LETTER_WORDS = ("dlq", "dead-letter", "dead_letter", "dead letter", "deadletter", "mensajes fallidos")


def is_dead_letter(component: Component) -> bool:
    """Whether the component is somebody's dead-letter queue, by its name or the words it was read from."""
    known = f"{component.name or ''} {component.label}".lower()
    return any(word in known for word in DEAD_LETTER_WORDS)


def own_dead_letter(component: Component, site: Site) -> Component | None:
    """The component that the request names as dead-letter queue of this one: by a shared start, else the only one."""
    found = [one for one in of_service(site, "sqs", "aws_sqs_queue") if is_dead_letter(one)]
    near = [one for one in found if one.label.startswith(component.label)]
    best = near or (found if len(found) == 1 else [])
    return best[0] if best else None


def physical_name(component: Component, site: Site, suffix: str, fifo: bool) -> Any:
    """The queue's name; FIFO queues end in ``.fifo``."""
    name = site.name(component, suffix, 0 if component.name else 80)
    if not fifo or (isinstance(name, str) and name.endswith(".fifo") and not suffix):
        return name
    if isinstance(name, str):
        return f"{name.replace('.fifo', '')}.fifo"
    parts = name.parts if isinstance(name, Template) else (name,)
    return Template((*parts, ".fifo"))


def is_fifo(component: Component, site: Site) -> bool:
    """Whether order counts, by a stated wish or by the name."""
    return bool(site.setting(component, "fifo")) or (component.name or "").endswith(".fifo")


def wire(component: Component, site: Site) -> Ports:
    """The queue, its dead-letter queue and the policies of both."""
    fifo, key = is_fifo(component, site), site.key()
    common = {
        "kms_master_key_id": key,
        "kms_data_key_reuse_period_seconds": 300,
        "fifo_queue": True if fifo else None,
    }
    dead = is_dead_letter(component)
    stated_retention = site.setting(component, "message_retention")
    queue = site.add(
        "aws_sqs_queue",
        component.label,
        {
            "name": physical_name(component, site, "", fifo),
            "visibility_timeout_seconds": site.setting(component, "visibility_timeout"),
            "message_retention_seconds": stated_retention or (TWO_WEEKS if dead else 4 * 24 * 3600),
            "delay_seconds": site.setting(component, "delay"),
            "max_message_size": site.setting(component, "max_message_size"),
            "receive_wait_time_seconds": site.setting(component, "receive_wait_time"),
            "content_based_deduplication": True if fifo and site.setting(component, "deduplication") else None,
            **common,
        },
        component=component,
    )
    arn = Ref(queue, "arn")
    dead_letter = ""
    if not dead and site.setting(component, "dead_letter") and own_dead_letter(component, site) is None:
        dead_letter = _add_dead_letter(component, site, queue, common)
    policy = site.add("aws_sqs_queue_policy", component.label, {"queue_url": Ref(queue)}, component=component)
    statements: list[Any] = [tls_only([arn], "sqs:*")]
    return Ports(
        address=queue,
        arn=arn,
        handle=Ref(queue, "url"),
        handle_name="QUEUE_URL",
        access={"reads": RECEIVE, "sends": SEND, "writes": SEND, "uses": tuple(dict.fromkeys((*RECEIVE, *SEND)))},
        access_arns=(arn,),
        key=key,
        principal="sqs.amazonaws.com",
        extra={
            "statements": statements,
            "policy": policy,
            "fifo": fifo,
            "dead_letter": dead_letter,
            "visibility_timeout": site.setting(component, "visibility_timeout"),
        },
    )


def redrive(component: Component, site: Site, queue: str, dead_letter: str) -> None:
    """Send messages that fail ``max_receive_count`` times to the dead-letter queue, and let no other queue use it."""
    policy = Json(
        {
            "deadLetterTargetArn": Ref(dead_letter, "arn"),
            "maxReceiveCount": int(site.setting(component, "max_receive_count")),
        }
    )
    kind = "aws_sqs_queue_redrive_policy"
    if asked(site, kind):
        body = {"queue_url": Ref(queue), "redrive_policy": policy}
        site.add(kind, component.label, body, component=component)
    else:
        site.set(queue, "redrive_policy", policy)
    site.add(
        "aws_sqs_queue_redrive_allow_policy",
        dead_letter.partition(".")[2],
        {
            "queue_url": Ref(dead_letter),
            "redrive_allow_policy": Json({"redrivePermission": "byQueue", "sourceQueueArns": [Ref(queue, "arn")]}),
        },
        component=component,
    )


def _add_dead_letter(component: Component, site: Site, queue: str, common: dict[str, Any]) -> str:
    label = f"{component.label}_dlq"
    address = site.add(
        "aws_sqs_queue",
        label,
        {
            "name": physical_name(component, site, "dlq", common["fifo_queue"] is True),
            "message_retention_seconds": site.setting(component, "dead_letter_retention") or TWO_WEEKS,
            **common,
        },
        component=component,
    )
    arn = Ref(address, "arn")
    redrive(component, site, queue, address)
    document = site.document(f"{label}_queue", [tls_only([arn], "sqs:*")], component=component)
    site.add("aws_sqs_queue_policy", label, {"queue_url": Ref(address), "policy": document}, component=component)
    return address


def finish(end: End, site: Site) -> None:
    """Join a named dead-letter queue and write the one queue policy."""
    component, ports = end.component, end.ports
    if not is_dead_letter(component) and (named := own_dead_letter(component, site)) is not None:
        for other in site.of_kind("sqs"):
            if other.component == named:
                redrive(component, site, ports.address, other.ports.address)
    document = site.document(f"{component.label}_queue", distinct(ports.extra["statements"]), component=component)
    site.set(ports.extra["policy"], "policy", document)


SERVICE = Service(
    id="sqs",
    title="Amazon SQS",
    concern="messaging",
    shape="messaging",
    primary="aws_sqs_queue",
    summary="Message queue: encrypted, TLS only, with a dead-letter queue",
    words=(
        "sqs", "sqs queue", "amazon sqs", "simple queue service", "message queue", "cola sqs", "cola de mensajes",
        "cola de mensajeria", "dead letter queue", "dead-letter queue", "job queue", "work queue", "task queue",
        "cola de trabajo", "cola de tareas",
    ),
    weak_words=("queue", "cola", "fifo queue", "cola fifo", "backlog"),
    wire=wire,
    finish=finish,
    types=("aws_sqs_queue_policy", "aws_sqs_queue_redrive_allow_policy", "aws_sqs_queue_redrive_policy"),
    parameters=(
        Parameter("fifo", "flag", ("fifo", "in order", "ordered", "en orden", "ordenada"), argument="fifo_queue"),
        Parameter(
            "deduplication", "flag", ("content based deduplication", "content-based deduplication", "deduplicacion"),
            argument="content_based_deduplication", default=True,
        ),
        Parameter(
            "visibility_timeout", "duration", ("visibility timeout", "tiempo de visibilidad", "visibilidad"),
            unit="seconds", argument="visibility_timeout_seconds", default=180,
        ),
        Parameter(
            "message_retention", "duration",
            ("message retention", "retention", "retain", "retained", "keeps messages", "retencion", "retener"),
            unit="seconds", argument="message_retention_seconds",
        ),
        Parameter("delay", "duration", ("delay", "retraso", "demora"), unit="seconds", argument="delay_seconds"),
        Parameter(
            "max_message_size", "size", ("max message size", "maximum message size", "message size",
            "tamano de mensaje"),
            unit="bytes", argument="max_message_size",
        ),
        Parameter(
            "receive_wait_time", "duration", ("long polling", "receive wait time", "sondeo largo"), unit="seconds",
            argument="receive_wait_time_seconds", default=20,
        ),
        Parameter(
            "dead_letter", "flag",
            (
                "dead letter", "dead-letter", "dead letter queue", "dlq", "mensajes fallidos", "cola de errores",
                "cola de fallidos",
            ),
            default=True,
        ),
        Parameter(
            "dead_letter_retention", "duration",
            ("dead letter retention", "dead letter queue", "dead letter", "dlq", "cola de errores", "cola de fallidos",
             "cola de mensajes fallidos"),
            unit="seconds",
        ),
        Parameter(
            "max_receive_count", "count",
            (
                "max receive count", "maxreceivecount", "receive attempts", "attempts", "tries", "failed attempts",
                "retries", "intentos", "reintentos", "times",
            ),
            default=5,
        ),
    ),
)  # fmt: skip
