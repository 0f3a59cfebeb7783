"""Relations that a request leaves unsaid but cannot do without: a database that nothing may reach is of no use.

Only services are joined, never resources that the request names one by one, and every assumption is a decision that
the reviewer sees.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.architecture import Alternative, Decision
from app.domain.request import Component, Relation, Request
from app.knowledge.catalogue.base import Service
from app.reasoning.offline.build.claims import tokens

PROGRAMS = ("ecs", "autoscaling", "ec2", "eks", "lambda")
"""Services that run the user's own programs, the likeliest front of a system first."""

BEHIND: Mapping[str, tuple[str, ...]] = {
    "alb": PROGRAMS,
    "nlb": PROGRAMS,
    "api_http": ("lambda", "ecs", "alb", "nlb"),
    "api_rest": ("lambda",),
    "cloudfront": ("s3", "alb", "api_http", "api_rest"),
}
"""What usually stands behind an entry point, the likeliest first."""

USED = frozenset(
    {
        "rds",
        "aurora",
        "dynamodb",
        "elasticache",
        "efs",
        "s3",
        "secrets_manager",
        "sqs",
        "kinesis",
        "opensearch",
        "redshift",
    }
)
"""What programs use, and what is of no use without them."""

STARTED = ("lambda", "ecs", "step_functions")
"""What a schedule usually starts, the likeliest first."""

AT_WORK = frozenset({"reads", "writes", "uses", "sends", "triggers", "fronts", "logs", "replicates", "attached", "in"})
"""Relations that say what a store is there for."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """Relations assumed, and the decisions that tell of them."""

    relations: tuple[Relation, ...]
    decisions: tuple[Decision, ...]


def assumptions(request: Request, services: Mapping[str, Service]) -> Assumed:
    """The relations that the services of a request need and that it does not state."""
    components = [one for one in request.components if one.kind in services]
    relations = list(request.relations)
    assumed: list[Relation] = []
    for rule in (_entries, _schedules, _stores):
        found = list(rule(components, [*relations, *assumed]))
        assumed += found
    labels = {one.id: one.label for one in components}
    return Assumed(tuple(assumed), tuple(_decision(one, labels) for one in assumed))


def _entries(components: Sequence[Component], relations: Sequence[Relation]) -> Iterator[Relation]:
    """An entry point that fronts nothing fronts the likeliest thing that nothing else fronts."""
    fronted = {relation.target for relation in relations if relation.kind == "fronts"}
    for entry in components:
        busy = any(one.source == entry.id and one.kind in {"fronts", "triggers"} for one in relations)
        if entry.kind not in BEHIND or busy:
            continue
        free = [one for one in components if one.id not in fronted and one.id != entry.id and _may_be_fronted(one)]
        target = _first(free, BEHIND[entry.kind])
        if target is not None:
            fronted.add(target.id)
            yield Relation(entry.id, "fronts", target.id)


def _may_be_fronted(component: Component) -> bool:
    return component.settings.get("purpose") not in {"logs", "data"}


def _schedules(components: Sequence[Component], relations: Sequence[Relation]) -> Iterator[Relation]:
    """A schedule that starts nothing starts the only program there is."""
    for rule in components:
        if not any(name.startswith("schedule") for name in rule.settings) or rule.kind in STARTED:
            continue
        programs = [one for one in components if one.kind in STARTED]
        if len(programs) == 1 and not any(one.source == rule.id for one in relations):
            yield Relation(rule.id, "triggers", programs[0].id)


def _stores(components: Sequence[Component], relations: Sequence[Relation]) -> Iterator[Relation]:
    """A store that no relation speaks of is used by the program that visitors reach, else by the only one."""
    programs = [one for one in components if one.kind in PROGRAMS]
    fronted = {relation.target for relation in relations if relation.kind == "fronts"}
    reached = [one for one in programs if one.id in fronted]
    user = reached[0] if reached else programs[0] if len(programs) == 1 else None
    if user is None:
        return
    for store in components:
        spoken_of = any(store.id in {one.source, one.target} and one.kind in AT_WORK for one in relations)
        if store.kind in USED and not spoken_of and not _set_aside(store):
            yield Relation(user.id, "uses", store.id)


def _set_aside(store: Component) -> bool:
    """Whether a store is there for others: logs, and what a queue could not deliver."""
    words = tokens(store.label, store.name, store.text)
    return store.settings.get("purpose") == "logs" or bool(words & {"dlq", "dead", "deadletter", "log", "logs"})


def _first(components: Sequence[Component], kinds: Sequence[str]) -> Component | None:
    return next((one for kind in kinds for one in components if one.kind == kind), None)


def _decision(relation: Relation, labels: Mapping[str, str]) -> Decision:
    source, target = labels[relation.source], labels[relation.target]
    return Decision(
        f"Assumed: {source} {relation.kind} {target}",
        f"{source} {relation.kind} {target}",
        f"The request does not say what {target} is for, and nothing else here fits.",
        (Alternative("Leave it unconnected", "Nothing could reach it, so it would cost and serve nobody."),),
        relation.source,
    )
