import pytest

from app.domain.request import Relation
from app.knowledge.catalogue.base import Service
from app.reasoning.offline.design.patterns import PATTERNS, decision, recognised
from tests.unit.reasoning.offline.small_catalogue import SERVICES


def service(name: str) -> Service:
    return Service(name, name, "data", "aws_x", (name,), SERVICES["sqs"].wire)


def names(*relations: str) -> list[str]:
    """Patterns of relations written ``cloudfront fronts s3`` (``sqs#2`` is another component of a service)."""
    words = [relation.split() for relation in relations]
    ids = {word for source, *_, target in words for word in (source, target)}
    services = {one: service(one.partition("#")[0]) for one in sorted(ids)}
    found = recognised(services, tuple(Relation(a, kind, b) for a, kind, b in words if kind != "and"))
    return [pattern.name for pattern in found]


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        (["cloudfront fronts s3"], ["Static site behind a CDN"]),
        (["s3 fronts cloudfront"], []),
        (["alb fronts ecs", "ecs uses rds"], ["Three-tier web application"]),
        (["alb fronts ecs"], []),
        (["api_http fronts lambda"], ["Serverless API"]),
        (["sqs triggers lambda"], ["Queue with workers and a dead-letter queue"]),
        (["ecs reads sqs"], ["Queue with workers and a dead-letter queue"]),
        (["sns sends sqs"], []),
        (["sns sends sqs", "sns sends sqs#2"], ["Fan-out"]),
        (["eventbridge triggers lambda"], ["Scheduled job"]),
        (["s3 triggers lambda"], ["Reaction to new objects"]),
        (["kinesis sends firehose"], ["Stream ingestion"]),
        (["s3 and glue", "glue and athena"], ["Data lake"]),
        (["s3 and glue"], []),
        (["ecs uses elasticache", "ecs uses rds"], ["Cache beside the database"]),
        (["step_functions triggers lambda"], ["Workflow"]),
    ],
)
def test_patterns_are_seen_in_the_relations(relations: list[str], expected: list[str]) -> None:
    assert names(*relations) == expected


def test_every_pattern_weighs_an_alternative() -> None:
    for pattern in PATTERNS:
        assert pattern.alternatives
        assert pattern.any_of or pattern.present
        assert decision(pattern).title == pattern.name
    assert len({pattern.name for pattern in PATTERNS}) == len(PATTERNS)
