"""What is worth watching."""

from typing import Any

import pytest

from app.domain.resources import Ref, Template
from app.knowledge.catalogue.alarm_metrics import METRIC_WORDS, WATCHED, Metric, copies, dimensions_of, watched
from app.knowledge.catalogue.base import Ports
from app.knowledge.schemas import schema_of


@pytest.mark.parametrize("kind", sorted(WATCHED))
def test_dimensions_are_attributes_of_the_type(kind: str) -> None:
    block = schema_of(kind)
    assert block is not None
    places = {place for place in WATCHED[kind].dimensions.values() if not place.startswith("extra:")}
    assert places <= set(block.attributes)
    assert WATCHED[kind].metrics


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("CPUUtilization", "cpu_utilization"),
        ("Errors", "errors"),
        ("GetRecords.IteratorAgeMilliseconds", "get_records_iterator_age_milliseconds"),
        ("5xx", "5xx"),
    ],
)
def test_metric_names_as_labels(name: str, suffix: str) -> None:
    assert Metric(name, "", 0).suffix == suffix


def test_a_network_load_balancer_has_its_own_metrics() -> None:
    entry = watched(Ports("aws_lb.a"), "nlb")
    assert entry is not None
    assert entry.namespace == "AWS/NetworkELB"


@pytest.mark.parametrize(
    ("ports", "expected"),
    [
        (Ports("aws_sqs_queue.a"), {"QueueName": Ref("aws_sqs_queue.a", "name")}),
        (
            Ports("aws_ecs_service.a", extra={"cluster_name": "main"}),
            {"ServiceName": Ref("aws_ecs_service.a", "name"), "ClusterName": "main"},
        ),
        (Ports("aws_ecs_service.a"), {"ServiceName": Ref("aws_ecs_service.a", "name")}),
        (
            Ports("aws_elasticache_replication_group.a"),
            {"CacheClusterId": Template((Ref("aws_elasticache_replication_group.a", "replication_group_id"), "-001"))},
        ),
    ],
)
def test_dimensions(ports: Ports, expected: dict[str, Any]) -> None:
    entry = watched(ports)
    assert entry is not None
    assert dimensions_of(ports, entry) == expected


def test_unknown_types_are_not_watched() -> None:
    assert watched(Ports("aws_iam_role.a")) is None


def test_words_are_lower_case() -> None:
    assert all(word == word.lower() for word in METRIC_WORDS)


def test_each_copy_of_a_counted_component_is_watched() -> None:
    entry = watched(Ports("aws_instance.web"))
    assert entry is not None
    twice = Ports("aws_instance.web", extra={"count": 2})
    assert list(copies(twice)) == [0, 1]
    assert dimensions_of(twice, entry, 1) == {"InstanceId": Ref("aws_instance.web", "[1].id")}
    assert dimensions_of(Ports("aws_instance.web"), entry) == {"InstanceId": Ref("aws_instance.web", "id")}
