from dataclasses import replace
from typing import Any

import pytest

from app.domain.request import Component, Relation
from app.domain.resources import Ref
from app.knowledge.catalogue.base import End, Site
from app.reasoning.offline.build.crew import ports_of
from app.reasoning.offline.build.errors import ComponentFault, RelationFault, WiringError
from tests.unit.reasoning.offline.small_catalogue import SERVICES, built_of, component, resource


def write(one: Component, site: Site) -> str:
    """A writer that knows only names."""
    return site.add(one.kind, one.label, {"name": one.label}, component=one, concern="data")


def test_a_type_that_a_service_builds_is_built_by_it() -> None:
    built = built_of([component("aws_lambda_function", "cron", name="cron", arguments={"timeout": 9})])
    body = resource(built, "aws_lambda_function.cron").body
    assert (body["function_name"], body["timeout"]) == ("cron", 9)
    assert "aws_iam_role.cron" in {one.address for one in built.resources.resources}
    assert built.wrong == ()


def test_two_of_a_type_are_built_by_its_service() -> None:
    built = built_of([component("aws_sqs_queue", "jobs", count=2)], write_type=write)
    labels = {one.label for one in built.resources.resources if one.type == "aws_sqs_queue"}
    assert labels == {"jobs", "jobs_dlq", "jobs_2", "jobs_2_dlq"}


def test_a_type_that_belongs_to_another_service_waits_for_it() -> None:
    queues = [component("aws_sqs_queue", "dead"), component("aws_sqs_queue", "live")]
    alone = built_of(queues)
    assert {one.label for one in alone.resources.resources if one.type == "aws_sqs_queue"} == {
        "dead", "dead_dlq", "live", "live_dlq",
    }  # fmt: skip
    together = built_of(queues, [Relation("dead", "sends", "live")])
    assert {one.label for one in together.resources.resources if one.type == "aws_sqs_queue"} == {"dead", "live"}


def test_the_rest_is_written_from_the_schema() -> None:
    built = built_of([component("aws_glue_registry", "events")], write_type=write)
    assert resource(built, "aws_glue_registry.events").body["name"] == "events"
    assert built.resources.not_understood == ()


def test_without_a_writer_it_is_said() -> None:
    built = built_of([component("aws_glue_registry", "events", text="a schema registry")])
    assert built.resources.not_understood == ("a schema registry",)


def test_an_unknown_type_is_not_written() -> None:
    built = built_of([component("aws_no_such_thing", "x")], write_type=write)
    assert built.resources.not_understood == ("aws_no_such_thing",)
    assert built.wrong == ()


def test_links_of_the_target_count() -> None:
    built = built_of(
        [component("sqs", "jobs"), component("lambda", "worker")], [Relation("jobs", "triggers", "worker")]
    )
    body = resource(built, "aws_lambda_event_source_mapping.worker").body
    assert body == {
        "event_source_arn": Ref("aws_sqs_queue.jobs", "arn"),
        "function_name": Ref("aws_lambda_function.worker", "arn"),
    }


def test_a_relation_to_a_written_type_is_looked_at() -> None:
    relation = Relation("worker", "uses", "events")
    built = built_of(
        [component("lambda", "worker"), component("aws_glue_registry", "events")], [relation], write_type=write
    )
    assert built.inert == (relation,)


def test_a_relation_between_parts_of_one_service_is_met() -> None:
    relation = Relation("worker", "uses", "runner")
    built = built_of([component("lambda", "worker"), component("aws_iam_role", "runner")], [relation])
    assert built.inert == ()


def test_a_relation_to_itself_means_nothing() -> None:
    relation = Relation("jobs", "sends", "jobs")
    assert built_of([component("sqs", "jobs")], [relation]).inert == (relation,)


def test_ports_of_a_bare_resource() -> None:
    assert ports_of("aws_glue_registry.x").arn == Ref("aws_glue_registry.x", "arn")
    assert ports_of("aws_iam_role.x").role == "aws_iam_role.x"
    assert ports_of("aws_route.x").arn is None


def broken(*_: object) -> Any:
    """A service's function that meets what nobody thought of."""
    raise KeyError("size")


def test_faults_name_the_part_that_met_them() -> None:
    jobs, worker = component("sqs", "jobs"), component("lambda", "worker")
    linked = {**SERVICES, "lambda": replace(SERVICES["lambda"], linked={"triggers": broken})}
    with pytest.raises(RelationFault, match="jobs triggers worker"):
        built_of([jobs, worker], [Relation("jobs", "triggers", "worker")], services=linked)
    finished = {**SERVICES, "lambda": replace(SERVICES["lambda"], finish=broken)}
    with pytest.raises(ComponentFault, match=r"worker \(lambda\)"):
        built_of([worker], services=finished)
    with pytest.raises(ComponentFault, match="events"):
        built_of([component("aws_glue_registry", "events")], write_type=broken)


def test_a_fault_of_an_implied_component_is_its_askers() -> None:
    services = {**SERVICES, "vpc": replace(SERVICES["vpc"], wire=broken)}
    with pytest.raises(ComponentFault) as caught:
        built_of([component("lambda", "worker")], services=services)
    assert caught.value.component.id == "worker"


def test_services_that_never_have_enough_are_stopped() -> None:
    def finish(end: End, site: Site) -> None:
        site.require("sqs", visibility=int(site.setting(end.component, "visibility")) + 1)

    services = {**SERVICES, "sqs": replace(SERVICES["sqs"], finish=finish)}
    with pytest.raises(WiringError, match="keep asking"):
        built_of([component("sqs", "jobs")], services=services)
