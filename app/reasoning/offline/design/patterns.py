"""Patterns that an architecture follows, recognised by its relations; each with the alternatives weighed.

A pattern is data: edges that must be there. An edge's ends are service ids or groups of them (the shapes of the
catalogue: ``compute``, ``data``, …).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.architecture import Alternative, Decision
from app.domain.request import Relation
from app.knowledge.catalogue.base import Service

WORKERS = frozenset({"lambda", "ecs", "ec2", "autoscaling", "eks"})
DATABASES = frozenset({"rds", "aurora", "dynamodb", "redshift", "opensearch"})
DOORS = frozenset({"alb", "nlb", "api_http", "api_rest", "cloudfront"})
TALKS = frozenset({"reads", "writes", "uses"})


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation that must be there: one of ``kinds`` from one of ``sources`` to one of ``targets``; ``fan`` is how
    many different targets one source must have."""

    sources: frozenset[str]
    kinds: frozenset[str]
    targets: frozenset[str]
    fan: int = 1


@dataclass(frozen=True, slots=True)
class Pattern:
    """``any_of`` are alternatives, each a list of edges that must all be there; ``present`` services that must be."""

    name: str
    choice: str
    why: str
    alternatives: tuple[Alternative, ...]
    any_of: tuple[tuple[Edge, ...], ...] = ()
    present: frozenset[str] = frozenset()


def _edge(
    sources: frozenset[str] | str, kinds: frozenset[str] | str, targets: frozenset[str] | str, fan: int = 1
) -> Edge:
    return Edge(_set(sources), _set(kinds), _set(targets), fan)


def _set(words: frozenset[str] | str) -> frozenset[str]:
    return words if isinstance(words, frozenset) else frozenset(words.split())


PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        name="Static site behind a CDN",
        choice="The bucket stays private; only the distribution may read it (origin access control).",
        why="Readers get cached pages near them over TLS, and nobody reaches the bucket around the distribution.",
        alternatives=(
            Alternative("S3 website endpoint", "It speaks plain HTTP only and needs a public bucket."),
            Alternative("A web server on EC2", "It must be patched and paid for around the clock to serve files."),
        ),
        any_of=((_edge("cloudfront", "fronts", "s3"),),),
    ),
    Pattern(
        name="Three-tier web application",
        choice="Entry point, stateless compute and data store stand in tiers; each tier admits only the one before it.",
        why="Tiers scale, fail and are secured apart from each other.",
        alternatives=(
            Alternative("Everything on one server", "One failure takes all of it down, and it scales only by size."),
            Alternative("A publicly reachable database", "The data would be one password away from the internet."),
        ),
        any_of=((_edge(DOORS, "fronts", WORKERS - {"lambda"}), _edge(WORKERS - {"lambda"}, TALKS, DATABASES)),),
    ),
    Pattern(
        name="Serverless API",
        choice="An API calls functions; nothing runs or costs while nobody calls.",
        why="There is no server to patch and capacity follows the calls.",
        alternatives=(
            Alternative("Containers behind a load balancer", "They cost around the clock, even without a caller."),
            Alternative("A function URL", "It has no throttling per route, no custom authoriser and no access log."),
        ),
        any_of=((_edge("api_http api_rest", frozenset({"fronts", "triggers"}), "lambda"),),),
    ),
    Pattern(
        name="Queue with workers and a dead-letter queue",
        choice="Work waits in a queue; workers take it at their own pace; what fails repeatedly is set aside.",
        why="Peaks and outages of the workers lose nothing, and a poisonous message cannot block the others.",
        alternatives=(
            Alternative("Calling the worker directly", "A slow or failing worker would make its callers fail too."),
            Alternative("A stream", "Order and replay are not asked for, and shards cost while idle."),
        ),
        any_of=(
            (_edge("sqs", "triggers", WORKERS),),
            (_edge(WORKERS, frozenset({"reads", "uses"}), "sqs"),),
        ),
    ),
    Pattern(
        name="Fan-out",
        choice="One message goes to a topic, which hands a copy to each subscriber.",
        why="The publisher does not know its subscribers; a new one is added without touching it.",
        alternatives=(
            Alternative("The publisher sends to each queue", "Every new subscriber would change the publisher."),
        ),
        any_of=((_edge("sns eventbridge", frozenset({"sends", "triggers", "fronts"}), "sqs lambda ecs", 2),),),
    ),
    Pattern(
        name="Scheduled job",
        choice="A schedule of EventBridge starts the job; nothing runs in between.",
        why="The schedule is part of the code and survives every machine.",
        alternatives=(
            Alternative("cron on a server", "The server costs around the clock, and when it is down, so is cron."),
        ),
        any_of=((_edge("eventbridge", frozenset({"triggers", "sends"}), WORKERS | {"step_functions", "glue"}),),),
    ),
    Pattern(
        name="Reaction to new objects",
        choice="The bucket itself tells of each new object.",
        why="Work starts within seconds and nothing polls.",
        alternatives=(Alternative("Listing the bucket regularly", "It is late, and it costs a request per look."),),
        any_of=(
            (_edge("s3", frozenset({"triggers", "sends"}), WORKERS | {"sqs", "sns", "eventbridge", "step_functions"}),),
        ),
    ),
    Pattern(
        name="Stream ingestion",
        choice="Records are buffered in a stream and delivered in batches.",
        why="Producers are not slowed down by the store, and batches are cheap to keep and to query.",
        alternatives=(
            Alternative("Writing each record to the store", "Many small objects are slow and dear to read."),
        ),
        any_of=(
            (
                _edge(
                    "kinesis firehose msk",
                    frozenset({"sends", "writes", "triggers"}),
                    "s3 firehose redshift opensearch lambda",
                ),
            ),
        ),
    ),
    Pattern(
        name="Data lake",
        choice="Raw data stays in S3; Glue keeps the catalogue and Athena queries in place.",
        why="Storage and queries are paid apart, by use, and the data stays in open formats.",
        alternatives=(
            Alternative("A data warehouse", "A cluster costs around the clock; ad-hoc queries do not need it."),
        ),
        present=frozenset({"s3", "glue", "athena"}),
    ),
    Pattern(
        name="Cache beside the database",
        choice="Hot reads are answered from memory, the database stays the truth.",
        why="Reads get faster and the database can stay smaller.",
        alternatives=(
            Alternative("A larger database or read replicas", "They cost more per read and are slower than memory."),
        ),
        any_of=((_edge(WORKERS, TALKS, "elasticache"), _edge(WORKERS, TALKS, DATABASES)),),
    ),
    Pattern(
        name="Workflow",
        choice="A state machine calls the steps, with retries and a visible history.",
        why="A failed step is retried or compensated in one place, not in the code of every step.",
        alternatives=(Alternative("Functions that call each other", "Nobody sees where a failed chain stopped."),),
        any_of=(
            (
                _edge(
                    "step_functions",
                    frozenset({"triggers", "uses", "sends"}),
                    WORKERS | {"glue", "athena", "sns", "sqs"},
                ),
            ),
        ),
    ),
)


def recognised(services: Mapping[str, Service], relations: tuple[Relation, ...]) -> tuple[Pattern, ...]:
    """The patterns that an architecture follows; ``services`` gives each component's."""
    present = frozenset(service.id for service in services.values())
    found = []
    for pattern in PATTERNS:
        if pattern.present and not pattern.present <= present:
            continue
        if pattern.any_of and not any(all(_there(e, services, relations) for e in edges) for edges in pattern.any_of):
            continue
        found.append(pattern)
    return tuple(found)


def _there(edge: Edge, services: Mapping[str, Service], relations: tuple[Relation, ...]) -> bool:
    targets: dict[str, set[str]] = {}
    for relation in relations:
        source, target = services.get(relation.source), services.get(relation.target)
        if source is None or target is None or relation.kind not in edge.kinds:
            continue
        if source.id in edge.sources and target.id in edge.targets:
            targets.setdefault(relation.source, set()).add(relation.target)
    return any(len(reached) >= edge.fan for reached in targets.values())


def decision(pattern: Pattern) -> Decision:
    """The decision that a pattern stands for."""
    return Decision(pattern.name, pattern.choice, pattern.why, pattern.alternatives)
