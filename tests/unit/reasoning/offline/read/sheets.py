"""A small catalogue and work sheets for the tests of single stages."""

from collections.abc import Mapping

from app.domain.request import Component
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site
from app.knowledge.language import language
from app.reasoning.offline.read.absorb import absorb
from app.reasoning.offline.read.components import recognise
from app.reasoning.offline.read.draft import Sheet
from app.reasoning.offline.read.mentions import Mention, find_mentions
from app.reasoning.offline.read.split import Sentence, split
from app.reasoning.offline.read.systems import with_families, with_services, without_systems
from app.reasoning.offline.read.values import find_values
from app.reasoning.offline.read.vocabulary import vocabulary


def wire(component: Component, site: Site) -> Ports:
    raise AssertionError("reading builds nothing")


QUEUE = Service(
    id="sqs", title="Queue", concern="messaging", shape="messaging", primary="aws_sqs_queue", wire=wire,
    words=("sqs", "sqs queue", "dead letter queue", "cola sqs"), weak_words=("queue", "cola"),
    parameters=(
        Parameter("visibility_timeout", "duration", ("visibility timeout",), unit="seconds",
                  argument="visibility_timeout_seconds"),
        Parameter("message_retention", "duration", ("retention", "keep messages", "keep for"), unit="seconds"),
        Parameter("dead_letter", "flag", ("dead letter queue",)),
        Parameter("fifo", "flag", ("fifo", "first in first out")),
    ),
)  # fmt: skip
FUNCTION = Service(
    id="lambda", title="Function", concern="compute", shape="compute", primary="aws_lambda_function", wire=wire,
    words=("lambda", "lambda function", "funcion lambda"), weak_words=("function", "funcion", "api"),
    parameters=(
        Parameter("memory", "size", ("memory",), unit="MiB"),
        Parameter("runtime", "choice", ("runtime",), choices={"python": "python3.12", "node": "nodejs22.x"}),
        Parameter("log_retention", "duration", ("log retention",), unit="days"),
    ),
    linked={"triggers": lambda *_: None},
)  # fmt: skip
BUCKET = Service(
    id="s3", title="Bucket", concern="data", shape="data", primary="aws_s3_bucket", wire=wire,
    words=("s3", "s3 bucket", "bucket", "bucket s3", "log bucket"), weak_words=("static site", "upload"),
    parameters=(
        Parameter("versioning", "flag", ("versioned", "versioning")),
        Parameter("purpose", "choice", ("purpose",), choices={"log bucket": "logs", "static site": "site",
        "data": "data"}),
    ),
)  # fmt: skip
DATABASE = Service(
    id="rds", title="Database", concern="data", shape="data", primary="aws_db_instance", wire=wire,
    words=("rds", "postgresql", "mysql"), weak_words=("database",),
    parameters=(
        Parameter("engine", "choice", ("engine",), choices={"postgresql": "postgres", "mysql": "mysql"}),
        Parameter("version", "version", ("version",)),
        Parameter("storage", "size", ("storage", "disk"), unit="GiB"),
        Parameter("backup_retention", "duration", ("backup retention",), unit="days",
        argument="backup_retention_period"),
        Parameter("class", "instance_type", ("instance class",)),
    ),
)  # fmt: skip
SCHEDULE = Service(
    id="events", title="Schedule", concern="messaging", shape="messaging", primary="aws_cloudwatch_event_rule",
    wire=wire, words=("eventbridge",), weak_words=("schedule",), parameters=(Parameter("schedule", "schedule"),),
)  # fmt: skip
TOPIC = Service(
    id="sns", title="Topic", concern="messaging", shape="messaging", primary="aws_sns_topic", wire=wire,
    words=("sns", "sns topic", "topic"), parameters=(Parameter("email", "list", ("email",)),),
)  # fmt: skip
BACKUP = Service(
    id="backup", title="Backup", concern="operations", shape="operations", primary="aws_backup_vault", wire=wire,
    words=("aws backup", "backup plan"), weak_words=("backup",), links={"backs_up": lambda *_: None},
    parameters=(Parameter("schedule", "schedule"), Parameter("keep", "duration", ("keep", "kept"), unit="days")),
)  # fmt: skip
NETWORK = Service(
    id="vpc", title="Network", concern="network", shape="network", primary="aws_vpc", wire=wire, words=("vpc",),
    parameters=(Parameter("cidr", "cidr", ("cidr",)),),
)  # fmt: skip
SMALL: Mapping[str, Service] = {
    service.id: service for service in (QUEUE, FUNCTION, BUCKET, DATABASE, SCHEDULE, TOPIC, BACKUP, NETWORK)
}


def mentions_of(text: str, code: str = "en") -> tuple[tuple[Sentence, ...], list[list[Mention]]]:
    """Sentences and their mentions, before components are made of them."""
    sentences, known, words = split(text, code), vocabulary(SMALL), language(code)
    found = with_services(find_mentions(sentences, known, words), known)
    found = with_families(sentences, without_systems(sentences, found, known, words), known)
    return sentences, absorb(sentences, found, known)


def sheet_of(text: str, code: str = "en") -> Sheet:
    """A sheet with components recognised, nothing attached yet."""
    sentences, found = mentions_of(text, code)
    words = language(code)
    sheet = Sheet(
        sentences=sentences,
        words=words,
        vocabulary=vocabulary(SMALL),
        values=[find_values(sentence.tokens, words) for sentence in sentences],
        mentions=found,
    )
    recognise(sheet)
    return sheet


def kinds(sheet: Sheet) -> list[str]:
    """The kinds of the drafts in order."""
    return [draft.kind for draft in sheet.drafts]
