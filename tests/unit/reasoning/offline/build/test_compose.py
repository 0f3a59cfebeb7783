from dataclasses import replace

from app.domain.architecture import Architecture
from app.domain.repo import Conventions
from app.domain.request import Component, Relation
from app.knowledge.catalogue.base import Ports, Site
from app.reasoning.offline.build.compose import compose
from tests.unit.reasoning.offline.small_catalogue import SERVICES, built_of, component, request_of

COMPONENTS = [component("lambda", "worker"), component("rds", "db"), component("sqs", "jobs")]
RELATIONS = [Relation("jobs", "triggers", "worker"), Relation("worker", "uses", "db")]


def test_a_small_architecture_fits_the_provider() -> None:
    built = built_of(COMPONENTS, RELATIONS)
    assert built.wrong == ()
    assert len(built.resources.resources) > 20
    assert [one.name for one in built.resources.variables][:4] == ["project", "environment", "region", "extra_tags"]


def test_order_of_the_request_changes_nothing_but_the_order_of_components() -> None:
    assert built_of(COMPONENTS, RELATIONS).resources == built_of(COMPONENTS[::-1], RELATIONS[::-1]).resources


def test_building_what_was_built_gives_the_same() -> None:
    first = built_of(COMPONENTS, RELATIONS)
    again = built_of(first.components, first.relations)
    assert again.resources == first.resources


def test_a_bug_of_the_catalogue_is_named_and_leaves_the_rest() -> None:
    def wire(one: Component, site: Site) -> Ports:
        return Ports(site.add("aws_sqs_queue", one.label, {"nmae": "x"}, component=one))

    services = {**SERVICES, "sqs": replace(SERVICES["sqs"], wire=wire)}
    components = [component("sqs", "jobs"), component("kms", "vault")]
    assert built_of(components, services=services).wrong == ("aws_sqs_queue.jobs: nmae is unknown",)
    request = request_of(components)
    resources = compose(request, Architecture(request.components), Conventions(), services)
    assert [one.type for one in resources.resources] == ["aws_kms_key"]
    assert [(one.rule, one.title) for one in resources.findings] == [("AGT_LEFT_OUT", "Left out: jobs (sqs)")]


def test_what_is_never_written_is_a_finding() -> None:
    secret = component("rds", "db", arguments={"password": "hunter2"})
    built = built_of([secret], risky=("administrator access",))
    assert [one.title for one in built.resources.findings] == [
        "Not written: administrator access",
        "Not written: secrets in plain text (db: password)",
    ]
    assert "hunter2" not in repr(built.resources)
