"""Whole requests, read with the real catalogue."""

from pathlib import Path

import pytest

from app.domain.request import Component, Request
from app.knowledge.catalogue.registry import SERVICES
from app.reasoning.offline.read import read
from tests.unit.reasoning.offline.read.issues import ALL, Issue
from tests.unit.reasoning.offline.read.plain_issues import PLAIN

FIELDS = ("name", "count", "region", "label")


def described(component: Component) -> dict[str, object]:
    fields: dict[str, object] = {name: getattr(component, name) for name in FIELDS}
    return fields | dict(component.arguments) | dict(component.settings)


@pytest.fixture(params=(*ALL, *PLAIN), ids=lambda issue: issue.name)
def issue(request: pytest.FixtureRequest) -> Issue:
    found: Issue = request.param
    return found


@pytest.fixture
def answer(issue: Issue) -> Request:
    return read(issue.text, SERVICES)


def test_components_are_those_asked_for(issue: Issue, answer: Request) -> None:
    found = {component.id: described(component) for component in answer.components}
    assert set(issue.components) <= set(found)
    if issue.exactly:
        assert set(found) == set(issue.components)
    for name, expected in issue.components.items():
        assert {key: found[name].get(key) for key in expected} == dict(expected), name


def test_relations_are_those_told(issue: Issue, answer: Request) -> None:
    assert set(issue.relations) <= {(one.source, one.kind, one.target) for one in answer.relations}


def test_constraints_and_tags(issue: Issue, answer: Request) -> None:
    for name, expected in issue.constraints.items():
        found = getattr(answer.constraints, name)
        if isinstance(expected, tuple) and expected:
            assert set(expected) <= set(found), name
        else:
            assert found == expected, name
    assert dict(answer.tags) == dict(issue.tags)


def test_honest_about_the_rest(issue: Issue, answer: Request) -> None:
    if issue.exactly:
        assert answer.not_understood == issue.not_understood
    else:
        assert set(issue.not_understood) <= set(answer.not_understood)


def test_labels_are_unique_and_reading_is_deterministic(issue: Issue, answer: Request) -> None:
    assert len({component.id for component in answer.components}) == len(answer.components)
    assert read(issue.text, SERVICES) == answer


EXAMPLES = Path(__file__).parents[5] / "examples" / "issues"
TOLD = {
    "data-lake": (
        ("kinesis.kinesis", "sends", "firehose.firehose"),
        ("firehose.firehose", "writes", "s3.clickstream_raw"),
        ("glue_crawler.glue_crawler", "reads", "s3.clickstream_raw"),
        ("athena.analysts", "writes", "s3.results"),
    ),
    "eks-platform": (("eks.eks", "in", "vpc.vpc"), ("eks.eks", "uses", "efs.files")),
    "hipaa-records": (
        ("api_rest.patient_records", "fronts", "lambda.lambda"),
        ("cognito.cognito", "authenticates", "api_rest.patient_records"),
        ("lambda.lambda", "uses", "aurora.records"),
        ("lambda.lambda", "uses", "s3.documents"),
        ("lambda.lambda", "uses", "secrets_manager.credentials"),
    ),
    "into-a-repository": (
        ("sns.notifications", "sends", "sqs.email"),
        ("sns.notifications", "sends", "sqs.push"),
        ("lambda.mailer", "reads", "sqs.email"),
    ),
    "queue-worker": (
        ("s3.uploads", "triggers", "sqs.sqs"),
        ("lambda.lambda", "reads", "sqs.sqs"),
        ("lambda.lambda", "writes", "s3.thumbnails"),
        ("lambda.cleanup", "uses", "dynamodb.results"),
        ("lambda.lambda", "writes", "dynamodb.results"),
        ("eventbridge.eventbridge", "triggers", "lambda.cleanup"),
    ),
    "static-site": (("cloudfront.cloudfront", "fronts", "s3.pages"),),
    "tienda-de-libros": (
        ("api_http.api_http", "fronts", "lambda.catalogo"),
        ("lambda.catalogo", "uses", "dynamodb.libros"),
        ("lambda.facturas", "reads", "sqs.pedidos"),
        ("lambda.facturas", "writes", "s3.facturas_libros"),
        ("lambda.informe", "reads", "dynamodb.libros"),
        ("lambda.catalogo", "sends", "sqs.pedidos"),
        ("eventbridge.eventbridge", "triggers", "lambda.informe"),
    ),
    "web-shop": (
        ("alb.alb", "fronts", "ecs.ecs"),
        ("ecs.ecs", "uses", "rds.customers"),
        ("lambda.billing", "reads", "sqs.orders"),
        ("lambda.billing", "writes", "s3.acme_shop_invoices"),
        ("cloudfront.cloudfront", "fronts", "s3.images"),
        ("cloudwatch_alarm.cloudwatch_alarm", "monitors", "sqs.orders"),
        ("ecs.ecs", "uses", "elasticache.sessions"),
        ("ecs.ecs", "sends", "sqs.orders"),
        ("cloudwatch_alarm.cloudwatch_alarm", "sends", "sns.sns"),
    ),
}
STATED = {
    ("eks-platform", "eks_node_group.general"): {"nodes": 3, "maximum": 6, "instance_type": "m6i.large"},
    ("eks-platform", "eks_node_group.batch"): {"minimum": 0, "maximum": 10, "capacity": "SPOT"},
    ("eks-platform", "eks.eks"): {"version": "1.33", "endpoint": "private"},
    ("hipaa-records", "cognito.cognito"): {"mfa": "ON"},
    ("queue-worker", "sqs.sqs"): {"dead_letter": True, "dead_letter_retention": 1209600},
    ("queue-worker", "s3.uploads"): {"expire_after": 30},
    ("queue-worker", "s3.thumbnails"): {},
    ("static-site", "cloudfront.cloudfront"): {"domain": "docs.example.com", "log_retention": 90},
    ("data-lake", "cloudtrail.cloudtrail"): {"data_events": True},
}


@pytest.mark.parametrize("name", TOLD)
def test_examples_are_understood_to_the_last_word(name: str) -> None:
    request = read((EXAMPLES / f"{name}.md").read_text(encoding="utf-8"), SERVICES)
    assert (request.not_understood, request.questions) == ((), ())
    assert {(one.source, one.kind, one.target) for one in request.relations} == set(TOLD[name])


@pytest.mark.parametrize(("name", "component"), STATED)
def test_values_of_the_examples_reach_what_they_are_said_of(name: str, component: str) -> None:
    request = read((EXAMPLES / f"{name}.md").read_text(encoding="utf-8"), SERVICES)
    found = {one.id: dict(one.settings) for one in request.components}
    assert found[component] == STATED[name, component]
