from typing import Any

import pytest

from app.domain.request import Relation
from app.knowledge.catalogue.base import Service
from app.reasoning.offline.design.assumptions import assumptions
from tests.unit.reasoning.offline.small_catalogue import SERVICES as SMALL
from tests.unit.reasoning.offline.small_catalogue import component, request_of

KINDS = (
    "alb", "api_http", "cloudfront", "ecs", "lambda", "rds", "s3", "sqs", "elasticache", "eventbridge",
    "step_functions",
)  # fmt: skip
SERVICES = {kind: Service(kind, kind, "data", f"aws_{kind}", (kind,), SMALL["sqs"].wire) for kind in KINDS}


def assumed(kinds: str, *relations: str, settings: dict[str, dict[str, Any]] | None = None) -> list[str]:
    """Relations assumed between components named as their services (``sqs#dlq`` has a label of its own)."""
    components = [
        component(
            word.partition("#")[0], word.partition("#")[2] or word, id=word, settings=(settings or {}).get(word, {})
        )
        for word in kinds.split()
    ]
    words = [relation.split() for relation in relations]
    stated = [Relation(source, kind, target) for source, kind, target in words]
    result = assumptions(request_of(components, stated), SERVICES)
    assert len(result.decisions) == len(result.relations)
    return [f"{one.source} {one.kind} {one.target}" for one in result.relations]


@pytest.mark.parametrize(
    ("kinds", "relations", "expected"),
    [
        ("alb ecs rds", [], ["alb fronts ecs", "ecs uses rds"]),
        ("alb ecs rds", ["alb fronts ecs", "ecs writes rds"], []),
        ("cloudfront s3", [], ["cloudfront fronts s3"]),
        ("cloudfront alb ecs s3", ["cloudfront fronts s3"], ["alb fronts ecs"]),
        ("api_http lambda rds", [], ["api_http fronts lambda", "lambda uses rds"]),
        ("ecs lambda rds", [], []),
        ("alb ecs lambda rds", [], ["alb fronts ecs", "ecs uses rds"]),
        ("lambda sqs sqs#orders_dlq", [], ["lambda uses sqs"]),
        ("lambda sqs", ["sqs triggers lambda"], []),
        ("rds sqs", [], []),
        ("aws_lambda_function aws_db_instance", [], []),
    ],
)
def test_what_goes_without_saying(kinds: str, relations: list[str], expected: list[str]) -> None:
    assert assumed(kinds, *relations) == expected


def test_logs_are_not_used_and_data_is_not_published() -> None:
    assert assumed("lambda s3", settings={"s3": {"purpose": "logs"}}) == []
    assert assumed("cloudfront s3", settings={"s3": {"purpose": "data"}}) == []


@pytest.mark.parametrize(
    ("kinds", "settings", "expected"),
    [
        ("eventbridge lambda", {"schedule": "rate(1 day)"}, ["eventbridge triggers lambda"]),
        ("eventbridge lambda ecs", {"schedule": "rate(1 day)"}, []),
        ("eventbridge lambda", {"pattern": "{}"}, []),
    ],
)
def test_schedules(kinds: str, settings: dict[str, Any], expected: list[str]) -> None:
    assert assumed(kinds, settings={"eventbridge": settings}) == expected
