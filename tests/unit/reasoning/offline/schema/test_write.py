"""Types without a file in the catalogue, written on a real site."""

from typing import Any

import pytest

from app.domain.architecture import Architecture
from app.domain.repo import Conventions
from app.domain.request import Component, Constraints, Relation, Request
from app.domain.resources import Json, Ref, Resource
from app.knowledge.catalogue.registry import SERVICES
from app.knowledge.schemas import provider_schema
from app.reasoning.offline.build.built import Built
from app.reasoning.offline.build.compose import build
from app.reasoning.offline.schema import type_writer

NEVER = {"aws_iam_access_key"}
"""Types that the product refuses to write."""


def built(*components: Component, relations: tuple[Relation, ...] = ()) -> Built:
    constraints = Constraints(region="us-east-1")
    request = Request("Types", "types", components=components, relations=relations, constraints=constraints)
    whole = Architecture(components=components, relations=relations)
    return build(request, whole, Conventions(), SERVICES, type_writer(SERVICES))


def component(kind: str, label: str = "main", **settings: Any) -> Component:
    return Component(id=f"{kind}.{label}", kind=kind, label=label, **settings)


def found(result: Built, address: str) -> Resource:
    assert result.wrong == ()
    resources = {resource.address: resource for resource in result.resources.resources}
    return resources[address]


@pytest.mark.parametrize("kind", sorted(provider_schema("aws").types())[::19])
def test_any_type_composes(kind: str) -> None:
    result = built(component(kind))
    assert result.wrong == ()
    assert kind in NEVER or any(resource.type == kind for resource in result.resources.resources)


def test_two_sides_are_two_resources() -> None:
    task = found(result := built(component("aws_dms_replication_task")), "aws_dms_replication_task.main")
    assert task.body["source_endpoint_arn"] == Ref("aws_dms_endpoint.main", "endpoint_arn")
    assert task.body["target_endpoint_arn"] == Ref("aws_dms_endpoint.main_target", "endpoint_arn")
    assert found(result, "aws_dms_endpoint.main_target").body["endpoint_type"] == "target"


def test_what_the_request_names_is_referred_to() -> None:
    result = built(
        component("aws_efs_mount_target", "mount"),
        component("aws_efs_file_system", "home"),
        component("aws_transfer_user", "uploader"),
        component("aws_transfer_server", "entry"),
    )
    assert found(result, "aws_transfer_user.uploader").body["server_id"] == Ref("aws_transfer_server.entry")
    assert len([one for one in result.resources.resources if one.type == "aws_transfer_server"]) == 1


def test_the_related_one_of_several_is_chosen() -> None:
    user, first, second = (
        component("aws_transfer_user", "uploader"),
        component("aws_transfer_server", "first"),
        component("aws_transfer_server", "second"),
    )
    result = built(user, first, second, relations=(Relation(user.id, "attached", second.id),))
    assert found(result, "aws_transfer_user.uploader").body["server_id"] == Ref("aws_transfer_server.second")


@pytest.mark.parametrize("text", ["entry", "aws_transfer_server.entry.id", "${aws_transfer_server.entry.id}"])
def test_stated_names_and_addresses_become_references(text: str) -> None:
    result = built(
        component("aws_transfer_user", "uploader", arguments={"server_id": text}),
        component("aws_transfer_server", "other"),
        component("aws_transfer_server", "entry"),
    )
    assert found(result, "aws_transfer_user.uploader").body["server_id"] == Ref("aws_transfer_server.entry")


def test_stated_addresses_of_nothing_stay_text() -> None:
    result = built(component("aws_transfer_user", "uploader", arguments={"server_id": "aws_transfer_server.none.id"}))
    assert found(result, "aws_transfer_user.uploader").body["server_id"] == "aws_transfer_server.none.id"


def test_roles_trust_the_right_service() -> None:
    result = built(component("aws_dax_cluster"))
    role = found(result, "aws_dax_cluster.main").body["iam_role_arn"]
    assert role.path == "arn"
    documents = [one for one in result.resources.resources if one.type == "aws_iam_policy_document"]
    trusted = [principal for one in documents for principal in _principals(one)]
    assert "dax.amazonaws.com" in trusted


def _principals(document: Resource) -> list[str]:
    statements = document.body.get("statement", [])
    return [
        identifier
        for statement in statements
        for principal in statement.get("principals", [])
        for identifier in principal["identifiers"]
    ]


def test_secrets_are_generated_never_written() -> None:
    result = built(component("aws_mq_broker"))
    broker = found(result, "aws_mq_broker.main")
    user = broker.body["user"]
    user = user[0] if isinstance(user, list) else user
    assert user["password"] == Ref("random_password.main", "result")


def test_names_and_tags_of_the_request() -> None:
    result = built(component("aws_elb", "web", name="front-door", tags={"Team": "web"}))
    balancer = found(result, "aws_elb.web")
    assert balancer.body["name"] == "front-door"
    assert balancer.body["tags"] == {"Team": "web"}


def test_documents_are_valid_json_of_the_own_account() -> None:
    policy = found(built(component("aws_ecr_repository_policy")), "aws_ecr_repository_policy.main").body["policy"]
    assert isinstance(policy, Json)
    assert policy.value["Version"] == "2012-10-17"


def test_concerns_follow_the_family() -> None:
    assert found(built(component("aws_dax_cluster")), "aws_dax_cluster.main").concern == "data"
    assert found(built(component("aws_transfer_server")), "aws_transfer_server.main").concern == "data"


def test_data_sources_are_written() -> None:
    result = built(component("data.aws_iam_policy_document", "doc"))
    assert found(result, "data.aws_iam_policy_document.doc").body["statement"]


def test_the_same_request_gives_the_same_graph() -> None:
    assert built(component("aws_mq_broker")).resources == built(component("aws_mq_broker")).resources


def test_a_firewall_comes_with_its_logging() -> None:
    result = built(component("aws_networkfirewall_firewall"))
    logging = found(result, "aws_networkfirewall_logging_configuration.main")
    assert logging.body["firewall_arn"] == Ref("aws_networkfirewall_firewall.main", "arn")
