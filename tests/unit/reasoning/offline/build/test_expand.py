from dataclasses import replace

import pytest

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


def test_parts_and_services_that_count_keep_their_count() -> None:
    counting = {"sqs": replace(SERVICES["sqs"], counts=True, types=("aws_subnet",))}
    for kind in ("aws_subnet", "sqs"):
        components, _ = expand([component(kind, "a", count=3)], [], counting)
        assert [one.count for one in components] == [3]


@pytest.mark.parametrize(("count", "counts"), [(3, [1, 1, 1]), (9, [9])])
def test_a_few_of_a_type_are_written_one_by_one(count: int, counts: list[int]) -> None:
    components, _ = expand([component("aws_chime_voice_connector", "a", count=count)], [], SERVICES)
    assert [one.count for one in components] == counts


@pytest.mark.parametrize(
    ("kind", "name", "tidied"),
    [
        ("aws_vpc", "peer,", ("aws_vpc", "peer")),
        ("archive_file", "code", ("data.archive_file", "code")),
        ("sqs", None, ("sqs", None)),
    ],
)
def test_components_are_tidied(kind: str, name: str | None, tidied: tuple[str, str | None]) -> None:
    components, _ = expand([component(kind, "a", name=name)], [], SERVICES)
    assert [(one.kind, one.name) for one in components] == [tidied]


def test_relations_to_nobody_are_dropped() -> None:
    assert expand([component("sqs", "jobs")], [Relation("jobs", "sends", "nobody")], SERVICES)[1] == ()
