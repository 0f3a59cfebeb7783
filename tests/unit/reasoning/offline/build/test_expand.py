from dataclasses import replace

from app.domain.request import Relation
from app.reasoning.offline.build.expand import expand
from tests.unit.reasoning.offline.small_catalogue import SERVICES, component


def test_services_become_several_and_keep_their_relations() -> None:
    queue, worker = component("sqs", "jobs", count=2, name="jobs"), component("lambda", "worker")
    components, relations = expand([queue, worker], [Relation("jobs", "triggers", "worker")], SERVICES)
    assert [(one.id, one.label, one.name, one.count) for one in components] == [
        ("jobs", "jobs", "jobs", 1),
        ("jobs-2", "jobs_2", "jobs-2", 1),
        ("worker", "worker", None, 1),
    ]
    assert [(one.source, one.target) for one in relations] == [("jobs", "worker"), ("jobs-2", "worker")]


def test_twice_is_as_once() -> None:
    once = expand([component("sqs", "jobs", count=3)], [], SERVICES)
    assert expand(*once, SERVICES) == once


def test_a_type_that_a_service_builds_becomes_several_too() -> None:
    components, _ = expand([component("aws_sqs_queue", "jobs", count=2)], [], SERVICES)
    assert [one.label for one in components] == ["jobs", "jobs_2"]


def test_types_and_services_that_count_keep_their_count() -> None:
    counting = {"sqs": replace(SERVICES["sqs"], counts=True)}
    for kind in ("aws_subnet", "sqs"):
        components, _ = expand([component(kind, "a", count=3)], [], counting)
        assert [one.count for one in components] == [3]


def test_relations_to_nobody_are_dropped() -> None:
    assert expand([component("sqs", "jobs")], [Relation("jobs", "sends", "nobody")], SERVICES)[1] == ()
