"""Every service of the catalogue, alone and in every relation that it speaks of, fits the provider's schema."""

from collections.abc import Iterator

import pytest

from app.domain.architecture import Architecture
from app.domain.repo import Conventions
from app.domain.request import Component, Relation
from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.build.built import Built
from app.reasoning.offline.build.compose import build, compose
from app.reasoning.offline.design.design import design
from tests.unit.reasoning.offline.small_catalogue import component, request_of

SENSIBLE = {
    "fronts": ("alb", "nlb", "ecs", "ec2", "autoscaling", "lambda", "s3", "api_http", "eks"),
    "triggers": ("lambda", "ecs", "sqs", "sns", "step_functions"),
    "reads": ("s3", "sqs", "dynamodb", "rds", "secrets_manager", "kinesis"),
    "writes": ("s3", "sqs", "dynamodb", "rds", "aurora", "kinesis", "firehose"),
    "uses": ("rds", "aurora", "dynamodb", "elasticache", "secrets_manager", "s3", "sqs", "efs", "kms"),
    "sends": ("sqs", "sns", "lambda", "firehose", "s3", "kinesis"),
    "logs": ("s3", "cloudwatch_logs"),
    "encrypts": ("s3", "sqs", "rds", "dynamodb", "sns"),
    "backs_up": ("rds", "dynamodb", "efs", "aurora", "s3", "ec2"),
    "monitors": ("lambda", "rds", "sqs", "alb", "ecs", "dynamodb"),
    "replicates": ("s3", "rds"),
    "resolves": ("alb", "cloudfront", "api_http"),
    "authenticates": ("api_http", "api_rest", "alb"),
}
"""Targets that a relation is really asked for with, by the relation's kind."""
SENSELESS = {("s3", "logs", "cloudwatch_logs"), ("cloudfront", "fronts", "autoscaling"), ("api_http", "fronts", "nlb")}
"""What AWS does not have; a network load balancer with nothing behind it has no listener to call."""
PROGRAMS = ("lambda", "ecs", "ec2", "autoscaling", "eks")


def pairs() -> Iterator[tuple[str, str, str]]:
    for kind, targets in SENSIBLE.items():
        for target in targets:
            for source, service in SERVICES.items():
                linked = target in SERVICES and kind in SERVICES[target].linked
                program = source in PROGRAMS and kind in {"reads", "writes", "uses", "sends"}
                meant = kind in service.links or program or (linked and kind == "triggers")
                if meant and (source, kind, target) not in SENSELESS:
                    yield source, kind, target


def built_from(components: list[Component], relations: list[Relation]) -> Built:
    request = request_of(components, relations)
    return build(request, Architecture(request.components, request.relations), Conventions(), SERVICES)


@pytest.mark.parametrize("environment", ["prod", "dev"])
@pytest.mark.parametrize("service", sorted(SERVICES))
def test_every_service_alone(service: str, environment: str) -> None:
    request = request_of([component(service, "one")], constraints={"environment": environment})
    built = build(request, Architecture(request.components), Conventions(), SERVICES)
    assert built.wrong == ()
    again = build(request, Architecture(built.components, built.relations), Conventions(), SERVICES)
    assert again.resources == built.resources
    assert not any(name.startswith("AGT_RISK") for name in (one.rule for one in built.resources.findings))


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_every_service_by_its_type_and_in_another_region(service: str) -> None:
    away = component(SERVICES[service].primary, "one", region="eu-west-1", tags={"Team": "x"}, name="the-one")
    assert built_from([away], []).wrong == ()


@pytest.mark.parametrize("source", sorted({source for source, _, _ in pairs()}))
def test_every_sensible_relation(source: str) -> None:
    wrong = {}
    for first, kind, target in pairs():
        if first != source:
            continue
        built = built_from([component(source, "alpha"), component(target, "beta")], [Relation("alpha", kind, "beta")])
        if built.wrong:
            wrong[f"{source} {kind} {target}"] = built.wrong
    assert wrong == {}


@pytest.mark.parametrize(("source", "kind", "target"), sorted(SENSELESS))
def test_what_makes_no_sense_costs_only_itself(source: str, kind: str, target: str) -> None:
    request = request_of([component(source, "alpha"), component(target, "beta")], [Relation("alpha", kind, "beta")])
    architecture = Architecture(request.components, request.relations)
    resources = compose(request, architecture, Conventions(), SERVICES)
    alone = compose(request, Architecture(request.components), Conventions(), SERVICES)
    assert resources.resources == alone.resources
    assert {one.title for one in resources.findings} <= {f"Left out: alpha {kind} beta"}


WEB_SHOP = request_of(
    [
        component("alb", "shop"), component("ecs", "web"), component("rds", "db", settings={"engine": "postgres"}),
        component("sqs", "orders"), component("lambda", "worker"), component("s3", "files"),
        component("elasticache", "cache"), component("cloudwatch_alarm", "alarm"),
    ],
    [
        Relation("shop", "fronts", "web"), Relation("web", "uses", "db"), Relation("web", "sends", "orders"),
        Relation("orders", "triggers", "worker"), Relation("worker", "writes", "files"),
        Relation("web", "uses", "cache"), Relation("alarm", "monitors", "orders"),
    ],
)  # fmt: skip


def test_a_web_shop_is_the_same_each_time() -> None:
    architecture = design(WEB_SHOP, Conventions(), SERVICES)
    assert design(WEB_SHOP, Conventions(), SERVICES) == architecture
    resources = compose(WEB_SHOP, architecture, Conventions(), SERVICES)
    assert resources == compose(WEB_SHOP, architecture, Conventions(), SERVICES)
    assert resources.findings == ()
    assert set(architecture.patterns) >= {
        "Three-tier web application", "Queue with workers and a dead-letter queue", "Cache beside the database",
    }  # fmt: skip
