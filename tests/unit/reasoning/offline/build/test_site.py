from dataclasses import replace
from typing import Any

import pytest

from app.domain.repo import Conventions
from app.domain.request import Component, Relation
from app.domain.resources import Local, Ref, Template
from app.knowledge.catalogue.base import Parameter, Ports, Service, Site, Wire
from app.reasoning.offline.build.errors import WiringError
from tests.unit.reasoning.offline.small_catalogue import SERVICES, built_of, component, resource


def services_with(wire: Wire, **fields: Any) -> dict[str, Service]:
    """The small catalogue with one more service, ``probe``."""
    probe = Service(
        id="probe", title="Probe", concern="data", primary="aws_sns_topic", words=("probe",), wire=wire, **fields
    )
    return {**SERVICES, "probe": probe}


def probe(wire: Wire, *others: Component, **fields: Any) -> Any:
    """Build a probe component beside others."""
    parameters = fields.pop("parameters", ())
    one = component("probe", "one", settings=fields.pop("settings", {}), arguments=fields.pop("arguments", {}))
    return built_of([one, *others], services=services_with(wire, parameters=parameters), **fields)


def topic(component: Component, site: Site) -> Ports:
    return Ports(site.add("aws_sns_topic", component.label, {"name": site.name(component)}, component=component))


@pytest.mark.parametrize(
    ("settings", "arguments", "value", "stated"),
    [
        ({}, {}, 7, False),
        ({"size": 3}, {}, 3, True),
        ({}, {"signature_version": 5}, 5, True),
        ({"size": None}, {}, None, True),
    ],
)
def test_settings(settings: dict[str, Any], arguments: dict[str, Any], value: object, stated: bool) -> None:
    seen: list[object] = []

    def wire(one: Component, site: Site) -> Ports:
        seen.append((site.setting(one, "size"), site.stated(one, "size"), site.setting(one, "other")))
        return topic(one, site)

    parameters = (Parameter("size", "number", default=7, argument="signature_version"),)
    probe(wire, parameters=parameters, settings=settings, arguments=arguments)
    assert seen == [(value, stated, None)]


@pytest.mark.parametrize(
    ("environment", "production"), [("", True), ("prod", True), ("dev", False), ("staging", False)]
)
def test_wishes(environment: str, production: bool) -> None:
    seen: list[object] = []

    def wire(one: Component, site: Site) -> Ports:
        seen.extend((site.production, site.refused("nat"), site.refused("x"), site.allowed("y"), site.allowed("x")))
        return topic(one, site)

    probe(wire, constraints={"environment": environment, "refused": ("nat",), "allowed": ("y",)})
    assert seen == [production, True, False, True, False]


@pytest.mark.parametrize(
    ("name", "suffix", "limit", "expected"),
    [
        (None, "", 0, Template((Local("name"), "-one"))),
        (None, "dead_letters", 0, Template((Local("name"), "-one-dead-letters"))),
        ("mine", "", 0, "mine"),
        ("mine", "log", 0, "mine-log"),
        ("a-very-long-name", "log", 10, "a-very-log"),
    ],
)
def test_names(name: str | None, suffix: str, limit: int, expected: object) -> None:
    seen: list[object] = []

    def wire(one: Component, site: Site) -> Ports:
        seen.append(site.name(replace(one, name=name), suffix, limit))
        return topic(one, site)

    probe(wire)
    assert seen == [expected]


def test_names_follow_the_repository() -> None:
    built = probe(topic, conventions=Conventions(name_separator="_"))
    assert resource(built, "aws_sns_topic.one").body["name"] == Template((Local("name"), "_one"))


def test_a_network_is_implied_once() -> None:
    built = built_of([component("lambda", "worker"), component("rds", "db")])
    assert [(one.id, one.label) for one in built.components if one.implied] == [("vpc", "main")]
    assert built.needed_by == {"vpc": "worker"}
    assert built.wrong == ()


def test_the_network_a_component_is_in() -> None:
    components = [component("vpc", "first"), component("vpc", "second"), component("rds", "db")]
    built = built_of(components, [Relation("db", "in", "second")])
    assert resource(built, "aws_security_group.db").body["vpc_id"] == Ref("aws_vpc.second")
    built = built_of(components)
    assert resource(built, "aws_security_group.db").body["vpc_id"] == Ref("aws_vpc.first")


def test_a_circle_of_demands_is_named() -> None:
    def wire(one: Component, site: Site) -> Ports:
        site.require("probe")
        return topic(one, site)

    with pytest.raises(WiringError, match="one → one"):
        probe(wire)


def test_require_finds_by_settings_or_implies() -> None:
    seen: list[str] = []

    def wire(one: Component, site: Site) -> Ports:
        seen.extend((site.require("sqs").component.id, site.require("sqs", visibility=90).component.id))
        seen.extend(end.component.id for end in site.of_kind("sqs"))
        return topic(one, site)

    built = probe(wire, component("sqs", "orders"))
    assert seen == ["orders", "sqs", "orders", "sqs"]
    assert resource(built, "aws_sqs_queue.main").body["visibility_timeout_seconds"] == 90


def test_another_region_gets_its_alias() -> None:
    built = built_of([component("sqs", "orders", region="eu-west-1")], constraints={"region": "eu-central-1"})
    queue = resource(built, "aws_sqs_queue.orders")
    assert queue.provider == "eu_west_1"
    assert queue.body["kms_master_key_id"] == Ref("aws_kms_key.main_eu_west_1", "arn")
    assert [(one.alias, one.body["region"]) for one in built.resources.providers[1:]] == [("eu_west_1", "eu-west-1")]
    assert built.wrong == ()


def test_the_key_that_the_request_names_is_the_stacks() -> None:
    built = built_of([component("sqs", "orders"), component("kms", "vault")])
    assert resource(built, "aws_sqs_queue.orders").body["kms_master_key_id"] == Ref("aws_kms_key.vault", "arn")
    assert [one.type for one in built.resources.resources].count("aws_kms_key") == 1
    statements = resource(built, "data.aws_iam_policy_document.key").body["statement"]
    assert [one["sid"] for one in statements] == ["AllowSns"]


def test_two_named_keys_leave_the_stack_its_own() -> None:
    built = built_of([component("sqs", "orders"), component("kms", "one"), component("kms", "two")])
    assert resource(built, "aws_sqs_queue.orders").body["kms_master_key_id"] == Ref("aws_kms_key.main", "arn")


def test_named_resources_are_taken_over() -> None:
    role = component(
        "aws_iam_role", "runner", name="the-runner", tags={"Team": "x"}, arguments={"max_session_duration": 9}
    )
    built = built_of([component("lambda", "worker"), role])
    body = resource(built, "aws_iam_role.runner").body
    assert (body["name"], body["max_session_duration"], body["tags"]) == ("the-runner", 9, {"Team": "x"})
    assert resource(built, "aws_lambda_function.worker").body["role"] == Ref("aws_iam_role.runner", "arn")
    assert [one.label for one in built.resources.resources if one.type == "aws_iam_role"] == ["runner"]


def test_a_name_goes_to_the_tags_where_there_is_no_other_place() -> None:
    built = built_of([component("vpc", "main"), component("aws_subnet", "app", name="app-net")])
    assert resource(built, "aws_subnet.app").body["tags"] == {"Name": "app-net"}


def test_resources_of_a_type_the_nearest_first() -> None:
    seen: list[tuple[str, ...]] = []

    def wire(one: Component, site: Site) -> Ports:
        for queue in ("far", "near"):
            site.add("aws_sqs_queue", queue, {}, component=component("sqs", queue))
        site.add("aws_sqs_queue", "many", {}, component=one, count=2)
        seen.extend((site.resources_of("aws_sqs_queue"), site.resources_of("aws_sqs_queue", near=one)))
        site.add("aws_sqs_queue", "own", {}, component=one)
        seen.append(site.resources_of("aws_sqs_queue", near=one))
        return topic(one, site)

    components = [component("probe", "one"), component("kms", "near")]
    built_of(components, [Relation("one", "uses", "near")], services=services_with(wire))
    far, near, own = "aws_sqs_queue.far", "aws_sqs_queue.near", "aws_sqs_queue.own"
    assert seen == [(far, near), (near, far), (own, near, far)]
